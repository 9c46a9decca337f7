"""Match cancellation documents with the orders they take back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from hanjo.channels.commands import _raw
from hanjo.channels.models import CancelledGoods, Channel
from hanjo.channels.rules import Pair, meet
from hanjo.kernel import bulk
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders

COLUMNS = "channel external_number row buyer_key code name quantity unit_price made_at".split()


def keep_cancellations(channel: Channel, items: Sequence[_raw.Document]) -> None:
    """Keep the lines of new cancellation documents, before anything is matched."""
    rows: list[list[Any]] = []
    for item in items:
        document = item.understood.cancellation if item.understood else None
        if document is None:
            continue
        rows.extend(
            [
                channel.pk,
                document.external_number[:64],
                line.row,
                document.buyer_key[:64],
                line.code[:100],
                line.name[:400],
                line.quantity,
                line.unit_price,
                document.made_at,
            ]
            for line in document.lines
        )
    if rows:
        bulk.copy_rows(CancelledGoods, COLUMNS, rows)


@command("channels.match_cancellations", "取消伝票の突合")
def match_cancellations(channel: Channel, *, by: Actor) -> list[int]:
    """Let cancelled goods meet the order lines they take back: same customer, code, quantity, earlier (取消の突合).

    The latest earlier line with exactly this quantity wins, else the latest that still has as many. What meets
    nothing stays listed and is tried again with the next file. Goods that met their line are never counted
    again. Answers the ids of the orders that are cancelled whole by it.
    """
    pairs = _pairs(channel.pk)
    if not pairs:
        return []
    met = meet(pairs)
    quantities: dict[int, int] = {}
    for pair in met.values():
        quantities[pair.line_id] = quantities.get(pair.line_id, 0) + pair.quantity
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_cancelledgoods g SET order_line_id = d.line_id, order_id = d.order_id
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS d(id, line_id, order_id) WHERE g.id = d.id
            """,
            [list(met), [pair.line_id for pair in met.values()], [pair.order_id for pair in met.values()]],
        )
    return orders.cancel_lines(quantities, by=by)


def _pairs(channel_id: int) -> list[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT g.id, g.quantity, g.made_at, g.unit_price,
                   l.id, l.order_id, o.ordered_at, l.quantity - l.cancelled_quantity, l.unit_price_foreign
            FROM channels_cancelledgoods g
            JOIN channels_channel h ON h.id = g.channel_id
            JOIN customers_customer c ON c.match_key = 'key:' || h.code || ':' || g.buyer_key
            JOIN orders_order o ON o.customer_id = c.id AND o.channel = h.code AND o.ordered_at <= g.made_at
            JOIN orders_orderline l ON l.order_id = o.id AND l.code = g.code AND l.kind = 'goods'
                 AND l.quantity - l.cancelled_quantity >= g.quantity
            WHERE g.channel_id = %s AND g.order_id IS NULL AND g.buyer_key <> ''
            """,
            [channel_id],
        )
        return [Pair(*row) for row in cursor.fetchall()]
