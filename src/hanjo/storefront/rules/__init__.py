"""Decisions of the shop, without database and clock."""

from hanjo.storefront.rules.confirmation import Confirmation, confirmation
from hanjo.storefront.rules.delivery import Carrier, Load, Promise, cannot, limit, promise
from hanjo.storefront.rules.entry import Entry, Receiver

__all__ = [
    "Carrier",
    "Confirmation",
    "Entry",
    "Load",
    "Promise",
    "Receiver",
    "cannot",
    "confirmation",
    "limit",
    "promise",
]
