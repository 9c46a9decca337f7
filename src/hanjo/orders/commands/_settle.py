"""Shared inner step: derive what is derived, for a set of orders in one statement."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.orders import rules
from hanjo.orders.models import Order, OrderEvent
from hanjo.orders.terms import OrderNotFound

_STATE = """
    CASE WHEN o.state NOT IN ('taken', 'confirmed') THEN o.state
         WHEN x.holds = 0 THEN 'confirmed' ELSE 'taken' END
"""


def settle(order_ids: Sequence[int], *, by: Actor) -> None:
    """Bring open holds, shortages, state and stage of these orders in line with what they derive from.

    An order whose last stop is lifted is confirmed (受注確定); one that stops again goes back to taken. The
    version grows, so that somebody who looked at the order before notices.
    """
    if not order_ids:
        return
    stage = rules.STAGE_SQL.format(
        o="o", state="o.state", holds="x.holds", short="x.short", today="%(today)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE orders_order o
            SET open_holds = x.holds, short_lines = x.short, state = {_STATE}, stage = {stage},
                version = o.version + 1
            FROM ({rules.DERIVED} WHERE o.id = ANY(%(ids)s)) x, orders_order was
            WHERE o.id = x.id AND was.id = o.id
            RETURNING o.id, was.state, o.state
            """,
            {"ids": list(order_ids), "today": clock.business_date()},
        )
        confirmed = [
            pk for pk, before, after in cursor.fetchall() if (before, after) == ("taken", "confirmed")
        ]
    note(confirmed, "confirm", "確認がすべて済み、受注を確定", by=by)


def note(order_ids: Sequence[int], verb: str, text: str, *, by: Actor, **data: object) -> None:
    """Write one step into the timeline of each order (歩み)."""
    OrderEvent.objects.bulk_create(
        [OrderEvent(order_id=pk, actor=str(by), verb=verb, text=text[:400], data=data) for pk in order_ids]
    )


def lock(numbers: Sequence[str]) -> list[Order]:
    """Lock orders by number, in key order; refuses a number that nobody has."""
    found = {
        order.number: order
        for order in Order.objects.select_for_update().filter(number__in=numbers).order_by("id")
    }
    for number in numbers:
        if number not in found:
            raise OrderNotFound(number=number)
    return [found[number] for number in dict.fromkeys(numbers)]
