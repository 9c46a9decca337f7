"""Use points."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from hanjo.customers.commands import _holds, _lots
from hanjo.customers.models import PointHold
from hanjo.customers.terms import HoldState, NotHeld, PointCause
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.use_points", "ポイントの利用")
def use_points(key: str, order_ref: str, *, by: Actor) -> int:
    """Spend what a checkout has set aside on its order (ポイントの利用).

    Saying it again for the same order changes nothing. A hold that was made in time counts although a lot of it
    ended meanwhile. Refuses when nothing is set aside any more. Answers the points spent.
    """
    return use_many_points({key: order_ref}, by=by)[key]


@command("customers.use_many_points", "ポイントの利用")
def use_many_points(orders: Mapping[str, str], *, by: Actor) -> dict[str, int]:
    """Spend the holds of many checkouts, each on its order (ポイントの利用). All of them or none."""
    holds, parts = _holds.lock_open(Q(key__in=list(orders)))
    by_id = {hold.pk: hold for hold in holds}
    _lots.move(
        [(part.lot_id, -part.points, orders[by_id[part.hold_id].key], "") for part in parts],
        PointCause.USED,
        held=1,
        by=by,
    )
    for hold in holds:
        hold.state, hold.order_ref = HoldState.USED, orders[hold.key]
    PointHold.objects.bulk_update(holds, ["state", "order_ref"])
    spent = dict.fromkeys(orders, 0)
    done: set[str] = set()
    rows = PointHold.objects.filter(key__in=list(orders), state=HoldState.USED)
    for key, order_ref, points in rows.values_list("key", "order_ref", "points"):
        if order_ref == orders[key]:
            spent[key] += points
            done.add(key)
    for key in orders:
        if key not in done:
            raise NotHeld(key=key)
    if holds:
        audit.record(by, "customers.use_points", [hold.order_ref for hold in holds])
    return spent
