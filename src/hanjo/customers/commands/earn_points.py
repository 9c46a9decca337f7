"""Earn points."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.customers.commands import _lots
from hanjo.customers.terms import Earning, PointKind
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.earn_points", "ポイントの付与")
def earn_points(rows: Sequence[Earning], *, by: Actor) -> int:
    """Give free points to many customers at once, each as a lot of its own (ポイントの付与).

    What was given for a reference is not given again. Answers how many lots were new.
    """
    today = clock.business_date()
    wanted = {row.ref: row for row in rows if row.points > 0}
    fresh = _lots.issue(
        [
            (
                row.customer_id,
                PointKind.FREE.value,
                row.origin.value,
                row.ref,
                today,
                row.expires_on,
                row.points,
                row.note,
            )
            for row in wanted.values()
        ],
        by=by,
    )
    audit.record(by, "customers.earn_points", [f"customer:{wanted[ref].customer_id}" for ref in fresh])
    return len(fresh)
