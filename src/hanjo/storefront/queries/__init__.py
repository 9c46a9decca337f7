"""Reads of the shop."""

from hanjo.storefront.queries.cart import Cart, cart_of
from hanjo.storefront.queries.checkout import checkout, checkout_of_intent
from hanjo.storefront.queries.goods import Choice, Goods, goods, live
from hanjo.storefront.queries.shelf import Shelf, ShelfPage, all_shelves, shelf, shelf_page, shelves
from hanjo.storefront.queries.shop import Shop, shop, version

__all__ = [
    "Cart",
    "Choice",
    "Goods",
    "Shelf",
    "ShelfPage",
    "Shop",
    "all_shelves",
    "cart_of",
    "checkout",
    "checkout_of_intent",
    "goods",
    "live",
    "shelf",
    "shelf_page",
    "shelves",
    "shop",
    "version",
]
