"""What leaving and erasing share."""

from __future__ import annotations

from hanjo.customers import queries
from hanjo.customers.commands import _lots
from hanjo.customers.commands.note_consents import note_consents
from hanjo.customers.models import Member, PointHold, PointPromise
from hanjo.customers.terms import (
    ConsentAction,
    HoldState,
    OrderUnderWay,
    PaidBalanceLeft,
    PointCause,
    PointKind,
    PromiseState,
    Purpose,
    Said,
)
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor


def end_points(customer_id: int, why: str, *, by: Actor) -> None:
    """Write off free points and promises; refuses while money or a checkout hangs on them."""
    lots = _lots.lock_live([customer_id], clock.business_date())
    if PointHold.objects.filter(customer_id=customer_id, state=HoldState.HELD).exists():
        raise OrderUnderWay
    paid = sum(lot.free for lot in lots.get((customer_id, PointKind.PAID.value), []))
    if paid:
        raise PaidBalanceLeft(yen=f"{paid:,}")
    ref = f"left:{clock.now().isoformat()}"
    free = lots.get((customer_id, PointKind.FREE.value), [])
    _lots.move([(lot.id, -lot.free, ref, why) for lot in free if lot.free], PointCause.EXPIRED, held=0, by=by)
    PointPromise.objects.filter(customer_id=customer_id, state=PromiseState.PENDING).update(
        state=PromiseState.DROPPED
    )


def close_doors(member: Member) -> None:
    """End everything that opens the account."""
    member.sessions.all().delete()
    member.tokens.all().delete()
    member.passkeys.all().delete()
    member.restock_wishes.all().delete()


def stop_mail(email: str, *, by: Actor) -> None:
    """Keep a no for every purpose that has a yes."""
    yes = [purpose for purpose in Purpose if queries.may_market(email, purpose)]
    note_consents(
        [Said(email=email, purpose=purpose, action=ConsentAction.OPT_OUT, form="leaving") for purpose in yes],
        by=by,
    )
