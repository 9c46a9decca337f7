"""Correct points."""

from __future__ import annotations

from datetime import date

from hanjo.customers.commands import _lots
from hanjo.customers.terms import BadCorrection, PointCause, PointKind, PointOrigin, ShortOfPoints
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.correct_points", "ポイントの補正")
def correct_points(
    customer_id: int, points: int, *, because: str, key: str, by: Actor, expires_on: date | None = None
) -> int:
    """Give a customer free points, or take some away, with the reason (ポイントの補正).

    The same key corrects once. Taking starts with what ends soonest and refuses more than there is. Paid balance is
    money of the customer and cannot be corrected here. Answers the balance after it.
    """
    if not because.strip():
        raise BadCorrection(why="理由を入れてください。あとから確かめるときに要ります。")
    if points == 0 or abs(points) > 1_000_000:
        raise BadCorrection(why="1 から 1,000,000 までのポイント数を入れてください。")
    today = clock.business_date()
    if expires_on is not None and expires_on <= today:
        raise BadCorrection(why="有効期限は明日以降の日付にしてください。")
    lots = _lots.lock_live([customer_id], today).get((customer_id, PointKind.FREE.value), [])
    there = sum(lot.free for lot in lots)
    if points > 0:
        fresh = _lots.issue(
            [
                (
                    customer_id,
                    PointKind.FREE.value,
                    PointOrigin.CORRECTION.value,
                    f"correct:{key}",
                    today,
                    expires_on,
                    points,
                    because[:255],
                )
            ],
            by=by,
        )
        points = points if fresh else 0
    elif _lots.corrected(key):
        points = 0
    else:
        parts = _lots.allot(lots, -points)
        if parts is None:
            raise ShortOfPoints(there=there, wanted=-points)
        _lots.move(
            [(lot_id, -share, f"correct:{key}", because[:255]) for lot_id, share in parts],
            PointCause.CORRECTED,
            held=0,
            by=by,
        )
    if points:
        audit.record(
            by, "customers.correct_points", [f"customer:{customer_id}"], points=points, because=because
        )
    return there + points
