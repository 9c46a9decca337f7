"""Storefront (ネットショップ): the shop itself, from the first page to the receipt.

Owns: carts (Cart, CartLine), checkouts with the confirmation the buyer saw (Checkout, CheckoutOrder), the cards that
lists and search show (Card) with the shop's own side of a product (ShopProduct, ShopText), former addresses
(OldAddress), the version of kept pages (Version), how often something was tried (Try), what search knows (SearchDoc,
SearchTerm, Synonym, SearchTuning, SearchCount), what the law wants shown (LegalProfile, Disclosure) and asks of
regulated goods (GoodsLaw, ShelfLaw, Licence), the look (Theme).
Promises: a buyer pays what the confirmation said and never for what cannot be had; pressing twice buys once; every
page works without script. Start reading at `web/urls.py`, then `commands/confirm.py` and `commands/complete.py`.
"""
