"""What the law wants a shop to say, kept as data: 特商法, privacy, terms, and whether the shop may open (法定表示).

Begin with `terms.Profile` (the items), `rules.missing` (the gate), `pages` (what visitors read).
This is engineering after the law as we read it, not advice.
"""
