"""Reads of the shop."""

from hanjo.storefront.queries.cart import Cart, cart_of
from hanjo.storefront.queries.checkout import checkout, checkout_of_intent, overdue
from hanjo.storefront.queries.goods import Choice, Goods, goods, live
from hanjo.storefront.queries.search import Tuned, tuned
from hanjo.storefront.queries.shelf import Shelf, ShelfPage, all_shelves, shelf, shelf_page, shelves
from hanjo.storefront.queries.shop import Shop, catalogue_mark, shop, shown_mark, version

__all__ = [
    "Cart",
    "Choice",
    "Goods",
    "Shelf",
    "ShelfPage",
    "Shop",
    "Tuned",
    "all_shelves",
    "cart_of",
    "catalogue_mark",
    "checkout",
    "checkout_of_intent",
    "goods",
    "live",
    "overdue",
    "shelf",
    "shelf_page",
    "shelves",
    "shop",
    "shown_mark",
    "tuned",
    "version",
]
