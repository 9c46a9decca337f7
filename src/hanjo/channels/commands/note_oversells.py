"""Note oversells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from hanjo.channels.commands.note_stock import note_stock
from hanjo.channels.models import Channel, Oversell
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

ANSWER = timedelta(hours=24)  # a buyer waits so long for word, or until noon of the day it should leave
NOON = time(12, 0)


@command("channels.note_oversells", "売り越しの記録", savepoint=False)
def note_oversells(channel: Channel, external_numbers: Sequence[str], *, by: Actor) -> int:
    """Write down which of these orders sold what was not there, with its story and a clock (売り越しの記録).

    An order of a mall whose stock we keep up came in short: what the mall was shown and since when, which sale took
    the last piece, and which push was late are kept as they are at this moment. Goods that are made to order or not
    on sale yet are none. A line is written down once. What the mall took off by itself with these orders is
    believed from now on. The number of statements does not grow with the orders. Answers how many are new.
    """
    if not external_numbers:
        return 0
    numbers = bulk.array(list(external_numbers))
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN_OFF, {"channel": channel.pk, "code": channel.code, "numbers": numbers})
        if not cursor.rowcount and not _is_kept_up(channel):
            return 0
        cursor.execute(_SHORT, {"channel": channel.pk, "code": channel.code, "numbers": numbers})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not rows:
        return 0
    last = _last_sales([row["part_id"] for row in rows])
    now = clock.now()
    made = Oversell.objects.bulk_create(
        [
            Oversell(
                order_id=row["order_id"], channel=channel, sku_id=row["sku_id"], line_ref=row["ref"],
                missing=row["missing"], story=_story(row, last.get(row["part_id"])),
                found_at=now, answer_by=_answer_by(row["ship_by_on"], now),
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    audit.record(by, "channels.note_oversells", [row["number"] for row in rows], channel=channel.code)
    return len(made)


def note_put_back(channel: Channel, external_numbers: Sequence[str], *, by: Actor) -> int:
    """Believe that a mall shows the pieces of orders again that were called off there.

    A mall puts them back on its shelf by itself, also where the house had closed it for the last pieces; it is told
    at once what it shall show. Orders that still stand change nothing. Saying so twice only has the mall told once
    more. The number of statements does not grow with the orders. Answers how many listings were put back to.
    """
    if not external_numbers:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT_BACK,
            {"channel": channel.pk, "code": channel.code, "numbers": bulk.array(list(external_numbers))},
        )
        skus = [row[0] for row in cursor.fetchall()]
    note_stock(set(skus), by=by)
    return len(skus)


def _is_kept_up(channel: Channel) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM channels_listedstock WHERE channel_id = %s AND is_on LIMIT 1", [channel.pk]
        )
        return cursor.fetchone() is not None


_PUT_BACK = """
    WITH back AS (
        SELECT s.id, sum(i.quantity) AS pieces
        FROM orders_order o JOIN orders_orderline i ON i.order_id = o.id
        JOIN channels_listing l ON l.channel_id = %(channel)s AND l.code = i.code
        JOIN channels_listedstock s ON s.listing_id = l.id
        WHERE o.channel = %(code)s AND o.external_number = ANY(%(numbers)s) AND i.kind = 'goods'
          AND s.shown IS NOT NULL AND o.state = 'cancelled'
        GROUP BY s.id
    ),
    locked AS MATERIALIZED (
        SELECT id FROM channels_listedstock WHERE id IN (SELECT id FROM back) ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE channels_listedstock s SET shown = s.shown + d.pieces
    FROM back d JOIN locked USING (id) WHERE s.id = d.id RETURNING s.sku_id
"""

_TAKEN_OFF = """
    WITH sold AS (
        SELECT s.id, sum(i.quantity) AS pieces
        FROM orders_order o JOIN orders_orderline i ON i.order_id = o.id
        JOIN channels_listing l ON l.channel_id = %(channel)s AND l.code = i.code
        JOIN channels_listedstock s ON s.listing_id = l.id
        WHERE o.channel = %(code)s AND o.external_number = ANY(%(numbers)s) AND i.kind = 'goods'
          AND s.shown > 0 AND o.ordered_at > s.shown_at AND o.state <> 'cancelled'
        GROUP BY s.id
    ),
    locked AS MATERIALIZED (
        SELECT id FROM channels_listedstock WHERE id IN (SELECT id FROM sold) ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE channels_listedstock s SET shown = greatest(s.shown - d.pieces, 0)
    FROM sold d JOIN locked k ON k.id = d.id WHERE s.id = d.id
"""
"""A mall takes its own sales off by itself, unless a number arrived after the sale: that number stands."""

_SHORT = """
    SELECT DISTINCT ON (w.ref) w.ref, o.id AS order_id, o.number, i.sku_id, o.ship_by_on, o.ordered_at, o.taken_at,
           (m.value->>0)::bigint AS part_id, greatest((m.value->>1)::int, 1) AS missing,
           s.shown, s.shown_at, s.sending, q.due_at, s.trouble, s.because, c.trouble AS mall_trouble, c.troubled_at
    FROM orders_order o JOIN orders_orderline i ON i.order_id = o.id
    JOIN inventory_shortage w ON w.ref = 'order-line:' || i.id
    JOIN catalogue_sku k ON k.id = i.sku_id
    JOIN catalogue_product p ON p.id = k.product_id AND NOT p.made_to_order
         AND (p.on_sale_on IS NULL OR p.on_sale_on <= (o.ordered_at AT TIME ZONE 'Asia/Tokyo')::date)
    JOIN channels_listing l ON l.channel_id = %(channel)s AND l.code = i.code
    JOIN channels_listedstock s ON s.listing_id = l.id AND s.is_on
    LEFT JOIN channels_duestock q ON q.stock_id = s.id
    JOIN channels_connection c ON c.channel_id = s.channel_id
    CROSS JOIN LATERAL jsonb_array_elements(w.missing) AS m(value)
    WHERE o.channel = %(code)s AND o.external_number = ANY(%(numbers)s) AND o.state <> 'cancelled'
    ORDER BY w.ref, missing DESC
"""


def _last_sales(sku_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Which order took the last pieces of each SKU."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (v.sku_id) v.sku_id, r.made_at, o.number, o.channel, o.ordered_at
            FROM inventory_reservation r JOIN inventory_stocklevel v ON v.id = r.level_id
            JOIN orders_order o ON r."group" = 'order:' || o.id
            WHERE v.sku_id = ANY(%s) AND r.state = 'open' ORDER BY v.sku_id, r.made_at DESC, r.id DESC
            """,
            [bulk.array(sorted(set(sku_ids)))],
        )
        return {
            sku: {
                "at": made.isoformat(),
                "number": number,
                "channel": code,
                "ordered_at": ordered.isoformat(),
            }
            for sku, made, number, code, ordered in cursor.fetchall()
        }


def _story(row: dict[str, Any], last: dict[str, Any] | None) -> dict[str, Any]:
    def said(at: datetime | None) -> str | None:
        return at.isoformat() if at else None

    return {
        "placed_at": said(row["ordered_at"]), "known_at": said(row["taken_at"]),
        "shown": row["shown"], "shown_at": said(row["shown_at"]), "sending": row["sending"],
        "due_since": said(row["due_at"]), "trouble": row["trouble"] or row["mall_trouble"],
        "because": json.loads(row["because"]), "last_sale": last,
    }  # fmt: skip


def _answer_by(ship_by_on: Any, now: datetime) -> datetime:
    if ship_by_on is None:
        return now + ANSWER
    noon = datetime.combine(ship_by_on, NOON, clock.JST)
    return min(max(noon, now + timedelta(hours=1)), now + ANSWER)
