"""Reads of stock."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.inventory.models import Location, StockLevel
from hanjo.kernel.refusal import NotFound


def available(sku_ids: Sequence[int]) -> dict[int, int]:
    """How many of each SKU could be promised now; bundles through their components (販売可能数)."""
    parts = catalogue.components(sku_ids)
    singles = sorted(
        {part for components in parts.values() for part, _ in components} | set(sku_ids) - set(parts)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.sku_id, sum(l.on_hand - l.reserved) FROM inventory_stocklevel l
            JOIN inventory_location p ON p.id = l.location_id
            WHERE l.sku_id = ANY(%s) AND p.ships AND p.is_active AND l.flagged_because = ''
            GROUP BY l.sku_id
            """,
            [singles],
        )
        free = {sku_id: int(count) for sku_id, count in cursor.fetchall()}
    return {
        sku_id: min((free.get(part, 0) // quantity for part, quantity in parts[sku_id]), default=0)
        if sku_id in parts
        else free.get(sku_id, 0)
        for sku_id in sku_ids
    }


def location(code: str) -> Location:
    """The location of this code; refuses an unknown one."""
    found = Location.objects.filter(code=code).first()
    if found is None:
        raise NotFound(what="ロケーション", key=code)
    return found


def level(sku_id: int, location_id: int) -> StockLevel | None:
    """The level of a SKU in a place, if it ever lay there."""
    return (
        StockLevel.objects.select_related("sku", "location", "bin")
        .filter(sku_id=sku_id, location_id=location_id)
        .first()
    )
