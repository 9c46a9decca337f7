"""Release points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from hanjo.customers.commands import _holds
from hanjo.customers.models import PointHold
from hanjo.customers.terms import HoldState
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.release_points", "ポイントの解放")
def release_points(keys: Sequence[str], *, by: Actor) -> int:
    """Set the points of checkouts free that came to nothing (ポイントの解放).

    What was used or released before stays as it is. Answers how many holds were ended.
    """
    return _release(Q(key__in=list(keys)))


@command("customers.lapse_point_holds", "ポイントの解放")
def lapse_point_holds(now: datetime, *, by: Actor) -> int:
    """Set free what checkouts held longer than they may (ポイントの解放). For the clock; repeating is harmless."""
    return _release(Q(until__lte=now))


def _release(which: Q) -> int:
    holds, parts = _holds.lock_open(which)
    if not holds:
        return 0
    _holds.carry_held([(part.lot_id, -part.points) for part in parts])
    return PointHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=HoldState.RELEASED)
