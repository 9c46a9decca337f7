"""Cancel goods of lines."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from hanjo.inventory import commands as inventory
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _claims, _settle


@command("orders.cancel_lines", "明細の取消")
def cancel_lines(quantities: Mapping[int, int], *, by: Actor) -> list[int]:
    """Note that goods of these lines were taken back: line id → how many more (明細の取消).

    Orders of which nothing is left are cancelled. Stock that the lines held is given back. Called by channels
    when a cancellation document meets its order; each document counts once there. Answers the ids of the orders
    that are cancelled now.
    """
    if not quantities:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.id FROM orders_order o
            WHERE o.id IN (SELECT order_id FROM orders_orderline WHERE id = ANY(%s)) ORDER BY o.id FOR UPDATE
            """,
            [list(quantities)],
        )
        order_ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            """
            UPDATE orders_orderline l SET cancelled_quantity = l.cancelled_quantity + d.quantity
            FROM unnest(%s::bigint[], %s::int[]) AS d(id, quantity) WHERE l.id = d.id
            """,
            [list(quantities), list(quantities.values())],
        )
        cursor.execute(
            """
            UPDATE orders_order o SET state = 'cancelled'
            WHERE o.id = ANY(%s) AND o.state <> 'cancelled' AND o.parcel_state IN ('none', 'shipped')
              AND NOT EXISTS (SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id
                              AND l.kind = 'goods' AND l.quantity > l.cancelled_quantity)
            RETURNING o.id
            """,
            [order_ids],
        )
        cancelled = [row[0] for row in cursor.fetchall()]
    inventory.release([f"order-line:{pk}" for pk in quantities], by=by)
    _claims.ask([pk for pk in order_ids if pk not in set(cancelled)], by=by)
    _settle.note(cancelled, "cancel", "取消伝票によりすべて取消", by=by)
    partly = sorted(set(order_ids) - set(cancelled))
    _settle.note(partly, "cancel_lines", "取消伝票により一部取消", by=by)
    _settle.settle(order_ids, by=by)
    audit.record(by, "orders.cancel_lines", [f"order-line:{pk}" for pk in quantities])
    return cancelled
