"""The look of the shop: colours that can be read, a logo, a sandboxed style sheet, versions (デザイン).

Begin with `terms.Look`; `rules` decides what is allowed; visitors get one same-origin style sheet named by its digest.
"""
