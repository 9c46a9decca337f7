"""Goods that a law regulates (法令で定めのある商品): what each kind must state, who may sell it, what buyers are told.

`kinds.toml` is the whole list as data: the answers a product owes, the licence the shop owes, the notice, the age.
A product that lacks one of them is withheld from the shop, and the desk says which and where to put it right.
Start at `rules.py`.
"""
