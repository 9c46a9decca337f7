"""What channels do when shipping reports something."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.channels import commands
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.kernel.actor import Actor
from hanjo.orders.facts import OrderCancelled


def note_shipments(facts: Sequence[ParcelsDispatched]) -> None:
    """Tell malls and buyers of parcels that left; told twice, it writes once (出荷の通知)."""
    commands.note_shipped(facts, by=Actor.system("channels"))


def note_cancelled(facts: Sequence[OrderCancelled]) -> None:
    """Have malls told of orders that were called off here; told twice, it writes once (キャンセルの連絡)."""
    commands.note_cancelled(facts, by=Actor.system("channels"))


def keep_stock(facts: Sequence[AvailabilityChanged]) -> None:
    """Let malls show what there is now; many nudges for one SKU are one push (在庫の連携)."""
    commands.note_stock({fact.sku_id for fact in facts}, by=Actor.system("stock"))
