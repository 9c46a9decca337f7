"""Give points back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection

from hanjo.customers.commands import _lots
from hanjo.customers.terms import GiveBack, PointCause, PointKind, PointOrigin
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

GRACE = timedelta(days=30)
"""How long free points live that come back after their own end: long enough for one more visit."""

Part = tuple[int, int, str, date | None, int]  # lot, customer, kind, ends on, points that can come back


@command("customers.give_back_points", "ポイントの戻し")
def give_back_points(rows: Sequence[GiveBack], *, by: Actor) -> dict[str, int]:
    """Give back points that cancelled or returned orders had used, each to the lot it came from (ポイントの戻し).

    Never more than the order used; the lot that lives longest is filled first. Free points whose lot has ended come
    back as a new lot of thirty days. Paid balance that has ended stays ended, since a longer life would bring it
    under the law on prepaid balance; what does not come back is for a refund of money. Answers what came back to
    each order. The same reference gives back once.
    """
    today = clock.business_date()
    used = _used([row.order_ref for row in rows])
    moves: list[tuple[int, int, str, str]] = []
    ended: list[tuple[int, int, str, str]] = []
    fresh = []
    back = dict.fromkeys([row.order_ref for row in rows], 0)
    done = _done([f"{row.order_ref}/{row.ref}" for row in rows])
    for row in rows:
        ref, left = f"{row.order_ref}/{row.ref}", row.points
        if ref in done:
            continue
        done.add(ref)
        parts = used.get((row.order_ref, row.kind.value), [])
        for place, (lot_id, customer_id, kind, ends, there) in enumerate(parts):
            take = min(there, left)
            if take <= 0:
                continue
            left -= take
            parts[place] = (lot_id, customer_id, kind, ends, there - take)
            moves.append((lot_id, take, ref, ""))
            if ends is not None and ends <= today:
                ended.append((lot_id, -take, ref, ""))
                if kind == PointKind.PAID:
                    continue
                fresh.append(
                    (
                        customer_id,
                        kind,
                        PointOrigin.CORRECTION.value,
                        f"back:{ref}:{lot_id}",
                        today,
                        today + GRACE,
                        take,
                        "",
                    )
                )
            back[row.order_ref] += take
    _lots.move(moves, PointCause.RETURNED, held=0, by=by)
    _lots.move(ended, PointCause.EXPIRED, held=0, by=by)
    _lots.issue(fresh, by=by)
    audit.record(by, "customers.give_back_points", list(back), points=sum(back.values()))
    return back


def _used(order_refs: Sequence[str]) -> dict[tuple[str, str], list[Part]]:
    """What orders have used and not had back, by lot, longest life first; the lots are locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT h.order_ref, l.id, l.customer_id, l.kind, l.expires_on, p.points - coalesce((
                       SELECT sum(e.delta) FROM customers_pointentry e
                       WHERE e.lot_id = l.id AND e.cause = 'returned' AND starts_with(e.ref, h.order_ref || '/')
                   ), 0)
            FROM customers_pointhold h
            JOIN customers_pointholdpart p ON p.hold_id = h.id
            JOIN (SELECT * FROM customers_pointlot WHERE id IN (
                      SELECT p2.lot_id FROM customers_pointholdpart p2
                      JOIN customers_pointhold h2 ON h2.id = p2.hold_id WHERE h2.order_ref = ANY(%s))
                  ORDER BY id FOR UPDATE) l ON l.id = p.lot_id
            WHERE h.state = 'used' AND h.order_ref = ANY(%s)
            ORDER BY l.expires_on DESC NULLS FIRST, l.id DESC
            """,
            [bulk.array(order_refs), bulk.array(order_refs)],
        )
        used: dict[tuple[str, str], list[Part]] = {}
        for order_ref, *part in cursor.fetchall():
            used.setdefault((order_ref, part[2]), []).append(
                (part[0], part[1], part[2], part[3], int(part[4]))
            )
        return used


def _done(refs: Sequence[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ref FROM customers_pointentry WHERE cause = 'returned' AND ref = ANY(%s)",
            [bulk.array(refs)],
        )
        return {ref for (ref,) in cursor.fetchall()}
