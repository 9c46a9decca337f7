"""Hold points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hanjo.customers.commands import _lots
from hanjo.customers.commands._holds import carry_held
from hanjo.customers.models import PointHold, PointHoldPart
from hanjo.customers.terms import HoldState, PointKind, PointsHeld, PointsShort, PointWish, ShortOfPoints
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.hold_points", "ポイントの確保")
def hold_points(
    customer_id: int, points: int, *, key: str, until: datetime, by: Actor, kind: PointKind = PointKind.FREE
) -> None:
    """Set a checkout's points aside until its money is settled (ポイントの確保).

    What ends soonest is taken first, and what has ended is not taken at all. A key that holds already keeps its
    hold. Refuses when the customer cannot spend that many; then nothing is set aside.
    """
    wish = PointWish(customer_id=customer_id, points=points, key=key, until=until, kind=kind)
    (answer,) = hold_many_points([wish], by=by)
    if isinstance(answer, PointsShort):
        raise ShortOfPoints(there=answer.there, wanted=answer.wanted)


@command("customers.hold_many_points", "ポイントの確保")
def hold_many_points(wishes: Sequence[PointWish], *, by: Actor) -> list[PointsHeld | PointsShort]:
    """Set aside the points of many checkouts, those named first come first (ポイントの確保).

    The number of statements does not grow with the wishes. A hold that was used or released is not opened again:
    its key answers short.
    """
    today = clock.business_date()
    lots = _lots.lock_live(sorted({wish.customer_id for wish in wishes}), today)
    known = _known([wish.key for wish in wishes])  # under the locks: the same press in another process
    answers: list[PointsHeld | PointsShort] = []
    holds: list[PointHold] = []
    parts: list[tuple[PointHold, list[tuple[int, int]]]] = []
    for wish in wishes:
        own = lots.get((wish.customer_id, wish.kind.value), [])
        there = sum(lot.free for lot in own)
        state = known.get((wish.key, wish.kind.value))
        shares = _lots.allot(own, wish.points) if state is None and wish.points > 0 else None
        if shares:
            hold = PointHold(
                key=wish.key,
                kind=wish.kind,
                customer_id=wish.customer_id,
                points=wish.points,
                until=wish.until,
            )
            holds.append(hold)
            parts.append((hold, shares))
            known[wish.key, wish.kind.value] = HoldState.HELD
        held = known.get((wish.key, wish.kind.value)) == HoldState.HELD
        answers.append(
            PointsHeld(key=wish.key) if held else PointsShort(key=wish.key, wanted=wish.points, there=there)
        )
    _write(holds, parts)
    return answers


def _known(keys: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = PointHold.objects.filter(key__in=list(keys)).values_list("key", "kind", "state")
    return {(key, kind): state for key, kind, state in rows}


def _write(holds: list[PointHold], parts: list[tuple[PointHold, list[tuple[int, int]]]]) -> None:
    if not holds:
        return
    for hold, pk in zip(holds, bulk.next_ids(PointHold, len(holds)), strict=True):
        hold.pk = pk
    PointHold.objects.bulk_create(holds)
    PointHoldPart.objects.bulk_create(
        [
            PointHoldPart(hold=hold, lot_id=lot_id, points=points)
            for hold, shares in parts
            for lot_id, points in shares
        ]
    )
    carry_held([share for _, shares in parts for share in shares])
