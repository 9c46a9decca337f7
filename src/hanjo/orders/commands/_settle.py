"""Shared inner step: derive what is derived, for a set of orders in one statement."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.orders import rules
from hanjo.orders.models import Order, OrderEvent
from hanjo.orders.terms import OrderNotFound

CONFIRMED = "確認がすべて済み、受注を確定"
STATE = """
    CASE WHEN {state} NOT IN ('taken', 'confirmed') THEN {state}
         WHEN {holds} = 0 THEN 'confirmed' ELSE 'taken' END
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
    state = STATE.format(state="o.state", holds="x.holds")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE orders_order o
            SET open_holds = x.holds, short_lines = x.short, state = {state}, stage = {stage},
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
    note(confirmed, "confirm", CONFIRMED, by=by)


def note(order_ids: Sequence[int], verb: str, text: str, *, by: Actor, **data: object) -> None:
    """Write one step into the timeline of each order (歩み)."""
    note_each([(pk, text) for pk in order_ids], verb, by=by, **data)


def note_each(steps: Sequence[tuple[int, str]], verb: str, *, by: Actor, **data: object) -> None:
    """The same step for many orders, in words of their own (歩み)."""
    if not steps:
        return
    now, who = clock.now(), str(by)
    bulk.copy_rows(
        OrderEvent,
        ["order", "at", "actor", "verb", "text", "data"],
        ((pk, now, who, verb, text[:400], data) for pk, text in steps),
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
