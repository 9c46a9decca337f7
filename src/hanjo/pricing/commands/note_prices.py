"""Note prices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.pricing.models import SHOP
from hanjo.pricing.queries.prices import EFFECTIVE

_NOT_FOR_SALE = -1
_NOTE = (
    EFFECTIVE.format(
        base="SELECT id, nullif(yen, -1) FROM unnest(%(ids)s::bigint[], %(yens)s::bigint[]) AS n(id, yen)"
    )
    + """
    INSERT INTO pricing_pricechange (sku_id, channel, price_yen, regular_yen, from_at, reason, made_at, made_by)
    SELECT n.id, %(channel)s, coalesce(n.now_yen, n.regular), n.regular, %(at)s,
           left(CASE WHEN n.now_yen IS NULL THEN %(reason)s ELSE 'セール「' || n.label || '」' END, 120),
           %(made_at)s, %(by)s
    FROM priced n LEFT JOIN LATERAL (
        SELECT h.id, h.price_yen, h.regular_yen FROM pricing_pricechange h
        WHERE h.sku_id = n.id AND h.channel = %(channel)s AND h.from_at <= %(at)s ORDER BY h.from_at DESC LIMIT 1
    ) last ON true
    WHERE last.id IS NULL
       OR (last.price_yen, last.regular_yen) IS DISTINCT FROM (coalesce(n.now_yen, n.regular), n.regular)
    ORDER BY n.id
    ON CONFLICT (sku_id, channel, from_at) DO NOTHING
    """
)


@command("pricing.note_prices", "価格履歴の記録")
def note_prices(
    regular: Mapping[int, int | None], *, at: datetime, reason: str, by: Actor, channel: str = SHOP
) -> int:
    """Write into the history what these SKUs cost from a moment on, if that is new (価格履歴の記録).

    `regular`: SKU → regular price with tax, None when it is not for sale; sales for everybody that run at that
    moment are taken into account. One statement, however many. Telling the same again writes nothing. Answers
    how many prices changed.
    """
    if not regular:
        return 0
    ids = sorted(regular)
    yens = [_NOT_FOR_SALE if (yen := regular[sku_id]) is None else yen for sku_id in ids]
    values: dict[str, object] = {
        "ids": bulk.array(ids), "yens": bulk.array(yens), "at": at, "rank": "", "channel": channel,
        "reason": reason, "made_at": clock.now(), "by": str(by)[:80],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)  # type: ignore[arg-type]  # every value is one that the driver knows
        return int(cursor.rowcount)


_REGULAR = """
    SELECT s.id, CASE WHEN h.id IS NULL THEN CASE WHEN s.is_active AND p.is_active THEN s.price_yen END
                      ELSE h.regular_yen END
    FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
    LEFT JOIN LATERAL (
        SELECT h.id, h.regular_yen FROM pricing_pricechange h
        WHERE h.sku_id = s.id AND h.channel = %s AND h.from_at <= %s ORDER BY h.from_at DESC LIMIT 1
    ) h ON true
    WHERE s.id = ANY(%s)
"""


def regular_at(sku_ids: list[int], at: datetime) -> dict[int, int | None]:
    """What these SKUs cost regularly at a moment, by the history; those it does not know, by the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(_REGULAR, [SHOP, at, bulk.array(sku_ids)])
        return dict(cursor.fetchall())


_UNSEEN = """
    SELECT s.id, CASE WHEN s.is_active AND p.is_active THEN s.price_yen END
    FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
    WHERE NOT EXISTS (SELECT 1 FROM pricing_pricechange h WHERE h.sku_id = s.id AND h.channel = %s)
    ORDER BY s.id LIMIT %s
"""
AT_ONCE = 20_000


@command("pricing.note_first_prices", "価格履歴の始まり")
def note_first_prices(*, by: Actor) -> int:
    """Begin the history of SKUs that have none, with today's price from now on (価格履歴の始まり).

    At most 20,000 at once; the rest the next time. Answers how many began.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNSEEN, [SHOP, AT_ONCE])
        found: dict[int, int | None] = dict(cursor.fetchall())
    return note_prices(found, at=clock.now(), reason="記録の始まり", by=by)
