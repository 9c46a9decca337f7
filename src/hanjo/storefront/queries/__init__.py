"""Reads of the shop."""

from hanjo.storefront.queries.cart import Cart, cart_of
from hanjo.storefront.queries.checkout import checkout, checkout_of_intent, is_own, overdue
from hanjo.storefront.queries.goods import Choice, Goods, goods, live
from hanjo.storefront.queries.own_orders import (
    find_order,
    guest_ref,
    order_by_ref,
    order_of_number,
    order_rows,
    own_order,
    own_orders,
    state_word,
    why_no_receipt,
    why_not_cancel,
)
from hanjo.storefront.queries.returns import first_number, own_returns, return_terms
from hanjo.storefront.queries.search import Answer, Tuned, search, similar_words, tuned
from hanjo.storefront.queries.seller import issuer
from hanjo.storefront.queries.shelf import Shelf, ShelfPage, all_shelves, shelf, shelf_page, shelves
from hanjo.storefront.queries.shop import Shop, bought_since, catalogue_mark, shop, shown_mark, version

__all__ = [
    "Answer",
    "Cart",
    "Choice",
    "Goods",
    "Shelf",
    "ShelfPage",
    "Shop",
    "Tuned",
    "all_shelves",
    "bought_since",
    "cart_of",
    "catalogue_mark",
    "checkout",
    "checkout_of_intent",
    "find_order",
    "first_number",
    "goods",
    "guest_ref",
    "is_own",
    "issuer",
    "live",
    "order_by_ref",
    "order_of_number",
    "order_rows",
    "overdue",
    "own_order",
    "own_orders",
    "own_returns",
    "return_terms",
    "search",
    "shelf",
    "shelf_page",
    "shelves",
    "shop",
    "shown_mark",
    "similar_words",
    "state_word",
    "tuned",
    "version",
    "why_no_receipt",
    "why_not_cancel",
]
