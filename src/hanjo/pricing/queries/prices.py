"""What things cost now, and what they cost before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.pricing.models import SHOP
from hanjo.pricing.terms import Period, Price

EFFECTIVE = """
    WITH RECURSIVE above(leaf, id) AS (
        SELECT id, id FROM catalogue_category
        UNION ALL
        SELECT a.leaf, c.parent_id FROM above a JOIN catalogue_category c ON c.id = a.id WHERE c.parent_id IS NOT NULL
    ), running AS (
        SELECT * FROM pricing_sale a
        WHERE a.state <> 'draft' AND a.from_at <= %(at)s AND (a.until_at IS NULL OR a.until_at > %(at)s)
          AND (a.ranks = '{{}}' OR %(rank)s = ANY(a.ranks))
    ), base(id, regular) AS ({base}), priced AS (
        SELECT b.id, b.regular, best.now_yen, best.until_at, best.code, best.label, best.id AS sale_id
        FROM base b JOIN catalogue_sku s ON s.id = b.id JOIN catalogue_product p ON p.id = s.product_id
        LEFT JOIN LATERAL (
            SELECT coalesce(i.price_yen, b.regular - b.regular * i.percent / 100) AS now_yen, a.until_at, a.code,
                   a.label, a.id
            FROM (
                SELECT sale_id, price_yen, percent FROM pricing_saleitem WHERE sku_id = s.id
                UNION ALL
                SELECT sale_id, price_yen, percent FROM pricing_saleitem WHERE product_id = p.id
                UNION ALL
                SELECT c.sale_id, c.price_yen, c.percent FROM above v JOIN pricing_saleitem c ON c.category_id = v.id
                WHERE v.leaf = p.category_id
            ) i JOIN running a ON a.id = i.sale_id
            ORDER BY 1, a.id LIMIT 1
        ) best ON best.now_yen < b.regular
    )
"""
"""What SKUs cost at a moment, from what they cost regularly (`base`) and the sales that run (実売価格)."""

_PRICES = (
    EFFECTIVE.format(base="SELECT id, price_yen FROM catalogue_sku WHERE id = ANY(%(ids)s)")
    + """
    SELECT n.id, n.regular, n.now_yen, n.until_at, n.code, c.reference_yen, c.label FROM priced n
    LEFT JOIN pricing_priceclaim c ON c.sale_id = n.sale_id AND c.sku_id = n.id
         AND (c.passed OR c.overridden_by <> '') AND c.withdrawn_at IS NULL AND c.reference_yen > n.now_yen
    """
)


def prices(sku_ids: Collection[int], at: datetime | None = None, rank: str = "") -> dict[int, Price]:
    """What these SKUs cost at a moment for a buyer of this rank, in one statement (売価).

    The best sale wins, and only one below the regular price. A strike-through price is there only with a claim
    that stands. `until` is when the sale ends.
    """
    if not sku_ids:
        return {}
    values: dict[str, Any] = {"at": at or clock.now(), "rank": rank, "ids": bulk.array(sorted(set(sku_ids)))}
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, values)
        return {row[0]: _price(row) for row in cursor.fetchall()}


def _price(row: tuple[Any, ...]) -> Price:
    _, regular, now, until, sale, was, label = row
    if now is None:
        return Price(regular_yen=regular, now_yen=regular)
    return Price(
        regular_yen=regular, now_yen=now, was_yen=was, was_label=label or "", until=until, sale=sale or ""
    )


_HISTORY = """
    SELECT sku_id, price_yen, from_at, lead(from_at) OVER (PARTITION BY sku_id ORDER BY from_at)
    FROM pricing_pricechange WHERE channel = %s AND sku_id = ANY(%s) ORDER BY sku_id, from_at
"""


def history(sku_ids: Collection[int], channel: str = SHOP) -> dict[int, list[Period]]:
    """What these SKUs were sold for and for how long, oldest first, in one statement (価格履歴)."""
    found: dict[int, list[Period]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [channel, bulk.array(sorted(set(sku_ids)))])
        for sku_id, yen, from_at, until_at in cursor.fetchall():
            found.setdefault(sku_id, []).append(Period(price_yen=yen, from_at=from_at, until_at=until_at))
    return found
