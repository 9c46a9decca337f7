"""What can be sold now (販売可能数): how many could be promised, and how many our own shop sells; part of `queries`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.inventory.models import KeptBack


def available(sku_ids: Sequence[int]) -> dict[int, int]:
    """How many of each SKU could be promised now; bundles through their components (販売可能数)."""
    return _free(sku_ids, _AVAILABLE)


def sellable(sku_ids: Sequence[int]) -> dict[int, int]:
    """How many of each our own shop sells now: what is available, less what it keeps back (自社ショップの販売数).

    What is kept back is sold elsewhere perhaps, and not known here yet (`commands.keep_back`).
    """
    return _free(sku_ids, _SELLABLE)


def available_at(location: str, sku_ids: Sequence[int]) -> dict[int, int]:
    """How many of each SKU lie free in one place, whether orders are shipped from there or not (場所ごとの販売可能数).

    For whoever sells from its own shelves only, as a shop with a till does. A bundle is as many as its parts make.
    """
    return _free(sku_ids, _AT, location)


def kept_back() -> dict[int, int]:
    """What our own shop keeps back of which SKU (自社ショップの控え)."""
    return dict(KeptBack.objects.values_list("sku_id", "pieces"))


_AVAILABLE = """
    SELECT l.sku_id, sum(l.on_hand - l.reserved) FROM inventory_stocklevel l
    JOIN inventory_location p ON p.id = l.location_id
    WHERE l.sku_id = ANY(%s) AND p.ships AND p.is_active AND l.flagged_because = ''
    GROUP BY l.sku_id
"""
_AT = """
    SELECT l.sku_id, l.on_hand - l.reserved FROM inventory_stocklevel l
    JOIN inventory_location p ON p.id = l.location_id
    WHERE l.sku_id = ANY(%s) AND p.code = %s AND l.flagged_because = ''
"""
_SELLABLE = f"""
    SELECT f.sku_id, greatest(f.free - coalesce(k.pieces, 0), 0)
    FROM ({_AVAILABLE}) AS f(sku_id, free) LEFT JOIN inventory_keptback k ON k.sku_id = f.sku_id
"""


def _free(sku_ids: Sequence[int], statement: str, *values: str) -> dict[int, int]:
    parts = catalogue.components(sku_ids)
    singles = sorted(
        {part for components in parts.values() for part, _ in components} | set(sku_ids) - set(parts)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [singles, *values])
        free = {sku_id: int(count) for sku_id, count in cursor.fetchall()}
    return {
        sku_id: min((free.get(part, 0) // quantity for part, quantity in parts[sku_id]), default=0)
        if sku_id in parts
        else free.get(sku_id, 0)
        for sku_id in sku_ids
    }
