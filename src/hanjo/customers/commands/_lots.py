"""What the verbs of points share: lots under their locks, entries, sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from hanjo.customers.terms import PointCause
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor

LOCK = "FOR UPDATE OF l"
"""The guard of every spending: two checkouts of one customer decide one after the other."""


@dataclass(slots=True)
class Lot:
    """A lot as it is being shared out."""

    id: int
    customer_id: int
    kind: str
    free: int


def lock_live(customer_ids: Sequence[int], today: date) -> dict[tuple[int, str], list[Lot]]:
    """Everything that some customers could spend today, soonest to end first, locked in the order of ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH live AS (
                SELECT l.* FROM customers_pointlot l
                WHERE l.customer_id = ANY(%s) AND l.remaining > 0 AND (l.expires_on IS NULL OR l.expires_on > %s)
                ORDER BY l.id {LOCK}
            )
            SELECT id, customer_id, kind, remaining - held FROM live
            ORDER BY customer_id, expires_on NULLS LAST, issued_on, id
            """,
            [bulk.array(customer_ids), today],
        )
        lots: dict[tuple[int, str], list[Lot]] = {}
        for row in cursor.fetchall():
            lots.setdefault((row[1], row[2]), []).append(Lot(*row))
        return lots


def allot(lots: Sequence[Lot], points: int) -> list[tuple[int, int]] | None:
    """Share points out over lots in their order, or nothing when they do not suffice."""
    if sum(lot.free for lot in lots) < points:
        return None
    parts = []
    for lot in lots:
        take = min(lot.free, points)
        if take > 0:
            parts.append((lot.id, take))
            lot.free -= take
            points -= take
    return parts


def move(moves: Sequence[tuple[int, int, str, str]], cause: PointCause, *, held: int, by: Actor) -> None:
    """Write (lot, delta, ref, note) entries and carry them into the lots, and `held` times as much into the holds."""
    if not moves:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH d AS (
                SELECT * FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[]) AS d(lot_id, delta, ref, note)
            ), written AS (
                INSERT INTO customers_pointentry (lot_id, delta, cause, ref, note, at, actor)
                SELECT lot_id, delta, %s, ref, note, %s, %s FROM d
                RETURNING lot_id, delta
            )
            UPDATE customers_pointlot l SET remaining = l.remaining + s.delta, held = l.held + %s * s.delta
            FROM (SELECT lot_id, sum(delta) AS delta FROM written GROUP BY lot_id) s WHERE l.id = s.lot_id
            """,
            [
                bulk.array([lot for lot, _, _, _ in moves]),
                bulk.array([delta for _, delta, _, _ in moves]),
                bulk.array([ref for _, _, ref, _ in moves]),
                bulk.array([note for _, _, _, note in moves]),
                cause.value,
                clock.now(),
                str(by)[:120],
                held,
            ],
        )


def issue(rows: Sequence[tuple[int, str, str, str, date, date | None, int, str]], *, by: Actor) -> list[str]:
    """Open lots (customer, kind, origin, ref, issued on, ends on, points, note); answers the refs that were new."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH d AS (
                SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[],
                                     %s::int[], %s::text[])
                           AS d(customer_id, kind, origin, ref, issued_on, expires_on, points, note)
            ), lots AS (
                INSERT INTO customers_pointlot
                    (customer_id, kind, origin, ref, issued_on, expires_on, issued, remaining, held)
                SELECT customer_id, kind, origin, ref, issued_on, expires_on, points, points, 0 FROM d
                ORDER BY ref ON CONFLICT (ref) DO NOTHING
                RETURNING id, ref, issued
            ), entries AS (
                INSERT INTO customers_pointentry (lot_id, delta, cause, ref, note, at, actor)
                SELECT lots.id, lots.issued, %s, lots.ref, d.note, %s, %s FROM lots JOIN d ON d.ref = lots.ref
                RETURNING lot_id
            )
            SELECT ref FROM lots WHERE (SELECT count(*) FROM entries) >= 0
            """,
            [
                *(list(column) for column in zip(*rows, strict=True)),
                PointCause.ISSUED.value,
                clock.now(),
                str(by)[:120],
            ],
        )
        return [ref for (ref,) in cursor.fetchall()]


def corrected(key: str) -> bool:
    """Whether a correction was written already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM customers_pointentry WHERE cause = 'corrected' AND ref = %s)",
            [f"correct:{key}"],
        )
        return bool(cursor.fetchone()[0])
