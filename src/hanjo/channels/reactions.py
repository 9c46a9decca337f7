"""What channels do when shipping reports something."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.catalogue.facts import PricesChanged
from hanjo.channels import commands, queries_sales, queries_stock
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.kernel.actor import Actor
from hanjo.orders.facts import OrderCancelled
from hanjo.pricing.facts import SaleChanged


def note_shipments(facts: Sequence[ParcelsDispatched]) -> None:
    """Tell malls and buyers of parcels that left; told twice, it writes once (出荷の通知)."""
    commands.note_shipped(facts, by=Actor.system("channels"))


def note_cancelled(facts: Sequence[OrderCancelled]) -> None:
    """Have malls told of orders that were called off here; told twice, it writes once (キャンセルの連絡)."""
    commands.note_cancelled(facts, by=Actor.system("channels"))


def follow_sales(facts: Sequence[SaleChanged]) -> None:
    """Let malls follow a sale that began, ended or was changed; told twice, it orders once (セール価格の反映)."""
    for channel in queries_sales.channels_to_follow():
        commands.ask_to_apply_sales(channel)


def keep_on_sale(facts: Sequence[PricesChanged]) -> None:
    """Let malls show none of a SKU that is not for sale any more, and its stock again when it is (販売停止の反映)."""
    prices = {sku: yen for fact in facts for sku, yen in zip(fact.sku_ids, fact.prices, strict=True)}
    commands.note_stock(queries_stock.stops_and_starts(prices), by=Actor.system("stock"))


def keep_stock(facts: Sequence[AvailabilityChanged]) -> None:
    """Let malls show what there is now; many nudges for one SKU are one push (在庫の連携)."""
    commands.note_stock({fact.sku_id for fact in facts}, by=Actor.system("stock"))
