"""What inventory does about its own news."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.inventory import commands
from hanjo.inventory.facts import StockFreed
from hanjo.kernel.actor import Actor


def serve_waiting(facts: Sequence[StockFreed]) -> None:
    """Give freed pieces to the orders that wait for them, best promise first (欠品の引当)."""
    commands.fill_shortages(sorted({fact.sku_id for fact in facts}), by=Actor.system("inventory"))
