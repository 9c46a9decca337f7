"""Promise points, and give them when the goods leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection

from hanjo.customers.commands import _lots
from hanjo.customers.models import PointPromise
from hanjo.customers.terms import PointKind, PointOrigin, Promised, PromiseState
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.promise_points", "付与予定")
def promise_points(rows: Sequence[Promised], *, by: Actor) -> None:
    """Note the points that orders will earn when they ship (付与予定). An order that has a promise keeps it."""
    PointPromise.objects.bulk_create(
        [
            PointPromise(
                customer_id=row.customer_id, order_ref=row.order_ref, points=row.points, days=row.days
            )
            for row in rows
            if row.points > 0
        ],
        ignore_conflicts=True,
    )
    audit.record(by, "customers.promise_points", [row.order_ref for row in rows])


@command("customers.grant_points", "ポイントの確定")
def grant_points(order_refs: Sequence[str], *, by: Actor) -> int:
    """Turn the promised points of shipped orders into points (ポイントの確定).

    Saying it again, or for an order without a promise, gives nothing. Answers how many orders were given theirs.
    """
    today = clock.business_date()
    rows = _settle(order_refs, PromiseState.GRANTED)
    _lots.issue(
        [
            (
                customer_id,
                PointKind.FREE.value,
                PointOrigin.PURCHASE.value,
                f"order:{ref}",
                today,
                today + timedelta(days=days) if days else None,
                points,
                "",
            )
            for ref, customer_id, points, days in rows
        ],
        by=by,
    )
    audit.record(by, "customers.grant_points", [ref for ref, *_ in rows])
    return len(rows)


@command("customers.drop_promises", "付与予定の取り消し")
def drop_promises(order_refs: Sequence[str], *, by: Actor) -> int:
    """Take back the promise of orders that will not ship (付与予定の取り消し). Points already given stay."""
    rows = _settle(order_refs, PromiseState.DROPPED)
    audit.record(by, "customers.drop_promises", [ref for ref, *_ in rows])
    return len(rows)


def _settle(order_refs: Sequence[str], state: PromiseState) -> list[tuple[str, int, int, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE customers_pointpromise SET state = %s
            WHERE state = 'pending' AND id IN (
                SELECT id FROM customers_pointpromise WHERE order_ref = ANY(%s) ORDER BY id FOR UPDATE
            )
            RETURNING order_ref, customer_id, points, days
            """,
            [state.value, bulk.array(order_refs)],
        )
        return list(cursor.fetchall())
