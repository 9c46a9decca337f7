"""Expire points."""

from __future__ import annotations

from datetime import date

from django.db import connection

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.expire_points", "ポイントの失効")
def expire_points(today: date, *, by: Actor) -> int:
    """Write off what has ended, of all customers at once (ポイントの失効).

    Nothing that has ended could be spent before this either; this only brings the books in line. What a checkout
    holds is left until it is used or released. Repeating writes off nothing more. Answers the number of lots.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH ended AS (
                SELECT id, remaining, remaining - held AS gone FROM customers_pointlot
                WHERE remaining > held AND expires_on <= %s ORDER BY id FOR UPDATE
            ), written AS (
                INSERT INTO customers_pointentry (lot_id, delta, cause, ref, note, at, actor)
                SELECT id, -gone, 'expired', 'ended:' || %s::text || ':' || remaining, '', %s, %s FROM ended
                RETURNING lot_id, delta
            )
            UPDATE customers_pointlot l SET remaining = l.remaining + w.delta
            FROM written w WHERE w.lot_id = l.id
            """,
            [today, today.isoformat(), clock.now(), str(by)[:120]],
        )
        count: int = cursor.rowcount
    audit.record(by, "customers.expire_points", today=today.isoformat(), lots=count)
    return count
