"""Decisions of the shop, without database and clock."""

from hanjo.storefront.rules.confirmation import Confirmation, confirmation
from hanjo.storefront.rules.delivery import Promise, promise
from hanjo.storefront.rules.entry import Entry, Receiver

__all__ = ["Confirmation", "Entry", "Promise", "Receiver", "confirmation", "promise"]
