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
    """Keep the lines of cancellation documents, before anything is matched.

    A document that came before and was changed replaces its lines that met no order yet; what met one stays.
    """
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
    if not rows:
        return
    told = CancelledGoods.objects.filter(channel=channel, external_number__in={row[1] for row in rows})
    told.filter(order__isnull=True).delete()
    met = list(told.values_list("external_number", "row", "code", "quantity"))
    places = {(number, row) for number, row, _, _ in met}
    goods = {(number, code, quantity) for number, _, code, quantity in met}
    fresh = [r for r in rows if (r[1], r[2]) not in places and (r[1], r[4], r[6]) not in goods]
    bulk.copy_rows(CancelledGoods, COLUMNS, fresh)


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
    """Every line that a cancellation may mean.

    Walks from each buyer to his orders to their lines, once: left to itself, the planner joins a table that it has
    no statistics of yet in whatever order, and a morning's file then takes minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT g.id, g.quantity, g.made_at, g.unit_price, c.id, g.code
            FROM channels_cancelledgoods g
            JOIN channels_channel h ON h.id = g.channel_id
            JOIN customers_customer c ON c.match_key = 'key:' || h.code || ':' || g.buyer_key
            WHERE g.channel_id = %s AND g.order_id IS NULL AND g.buyer_key <> ''
            """,
            [channel_id],
        )
        waiting: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
        for *goods, customer_id, code in cursor.fetchall():
            waiting.setdefault((customer_id, code), []).append(tuple(goods))
        if not waiting:
            return []
        cursor.execute(
            """
            WITH buyer AS MATERIALIZED (
                SELECT d.id, array_agg(d.code) AS codes
                FROM unnest(%s::bigint[], %s::text[]) AS d(id, code) GROUP BY d.id)
            SELECT b.id, l.code, l.id, l.order_id, o.ordered_at, l.quantity - l.cancelled_quantity,
                   l.unit_price_foreign
            FROM buyer b
            CROSS JOIN LATERAL (
                SELECT o.id, o.ordered_at FROM orders_order o JOIN channels_channel h ON h.code = o.channel
                WHERE o.customer_id = b.id AND h.id = %s OFFSET 0) o
            CROSS JOIN LATERAL (
                SELECT l.* FROM orders_orderline l WHERE l.order_id = o.id OFFSET 0) l
            WHERE l.code = ANY(b.codes) AND l.kind = 'goods' AND l.quantity > l.cancelled_quantity
            """,
            [[pk for pk, _ in waiting], [code for _, code in waiting], channel_id],
        )
        return [
            Pair(*goods, *line)
            for customer_id, code, *line in cursor.fetchall()
            for goods in waiting[customer_id, code]
            if line[2] <= goods[2] and line[3] >= goods[1]  # ordered before, and as many left
        ]
