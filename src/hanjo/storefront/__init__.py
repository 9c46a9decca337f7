"""Storefront (ネットショップ): the shop itself, from the first page to the receipt.

Owns: carts, checkouts with the confirmation the buyer saw, the cards that lists and search show, the legal profile.
Promises: a buyer pays what the confirmation said and never for what cannot be had; pressing twice buys once; every
page works without script. Start reading at `web/urls.py`, then `commands/confirm.py` and `commands/complete.py`.
"""
