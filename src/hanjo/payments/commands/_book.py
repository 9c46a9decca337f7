"""Shared inner step: the money of an intent stands in the books of its orders, to the yen, once."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import clock, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.money import spread
from hanjo.kernel.telling import tell
from hanjo.orders.models import Order
from hanjo.payments.commands import _errands, _reflect
from hanjo.payments.facts import MoneyPaidBack
from hanjo.payments.models import Errand, Intent, IntentShare, Payment
from hanjo.payments.terms import CLOSED, ErrandVerb, IntentState, Method, PaymentKind

AUTHORISED = frozenset(
    {IntentState.AUTHORISED, IntentState.CAPTURED, IntentState.PART_REFUNDED, IntentState.REFUNDED}
)
# What is paid without an authorisation before it is only ever received.
STRAIGHT = frozenset({Method.KONBINI, Method.BANK_TRANSFER, Method.VIRTUAL_ACCOUNT, Method.COD, Method.FREE})

SURPLUS = "surplus"
"""Of a refund: the buyer paid all the same, and hears that it comes back."""


def book(intent: Intent, *, by: Actor) -> None:
    """Write Payment rows for whatever the intent's amounts are ahead of its orders' books (決済の記帳).

    The caller holds the intent's lock. Booking again finds no difference and writes nothing.
    """
    shares = row.many(IntentShare, "intent_id = %s ORDER BY order_id FOR UPDATE", [intent.pk])
    if not shares:
        return
    taken = _captured(intent, shares)
    rows = [*_authorised(intent, shares), *taken, *_refunded(intent, shares)]
    for made in rows:
        made.made_by = str(by)
    if not rows:
        return
    Payment.objects.bulk_create(rows)
    if taken:
        _send_back(intent, shares, by=by)
    IntentShare.objects.bulk_update(shares, ["authorised_yen", "captured_yen", "refunded_yen"])
    text = f"{Method(intent.method).label} {IntentState(intent.state).label}"
    _reflect.reflect(sorted({made.order_id for made in rows}), text=text, by=by)


def has_moved(intent: Intent) -> bool:
    """Whether there is anything that orders which are new to it would have in their books."""
    return bool(intent.captured_yen or intent.refunded_yen) or intent.state in AUTHORISED


def _row(intent: Intent, share: IntentShare, kind: PaymentKind, yen: int, upto: int) -> Payment:
    """One row; its key names the sum up to which it books, so that it exists once whatever repeats."""
    return Payment(
        order_id=share.order_id,
        kind=kind,
        amount_yen=yen,
        happened_on=clock.business_date(),
        key=f"intent:{intent.pk}:{kind}:{share.order_id}:{upto}",
        note=Method(intent.method).label,
    )


def _authorised(intent: Intent, shares: Sequence[IntentShare]) -> list[Payment]:
    rows = []
    for share in shares:
        wanted = share.authorised_yen
        if intent.state in AUTHORISED and not share.is_dropped and intent.method not in STRAIGHT:
            wanted = share.yen
        elif intent.state in CLOSED or (share.is_dropped and not share.captured_yen):
            wanted = 0
        change = wanted - share.authorised_yen
        if change:
            kind = PaymentKind.AUTHORISED if change > 0 else PaymentKind.RELEASED
            stamp = int(clock.now().timestamp())
            rows.append(_row(intent, share, kind, abs(change), stamp))
            share.authorised_yen = wanted
    return rows


def _captured(intent: Intent, shares: Sequence[IntentShare]) -> list[Payment]:
    """Spread what was taken over the orders that live; what an order was booked before is never taken away."""
    wanted = spread_over(intent.captured_yen, shares)
    rows = []
    for share, yen in zip(shares, wanted, strict=True):
        if yen > share.captured_yen:
            rows.append(_row(intent, share, PaymentKind.RECEIVED, yen - share.captured_yen, yen))
            share.captured_yen = yen
    return rows


def spread_over(captured_yen: int, shares: Sequence[IntentShare]) -> list[int]:
    """How much of what was taken belongs to which order."""
    booked = [share.captured_yen for share in shares]
    left = captured_yen - sum(booked)
    if left <= 0:
        return booked
    wanted = list(booked)
    for group in (False, True):  # orders that live first; what is left came for a cancelled one
        room = [
            max(share.yen - have, 0) if share.is_dropped == group else 0
            for share, have in zip(shares, wanted, strict=True)
        ]
        parts = spread(min(left, sum(room)), room)
        wanted = [have + more for have, more in zip(wanted, parts, strict=True)]
        left -= sum(parts)
    over = spread(left, [share.yen for share in shares])  # a transfer may be too large
    return [have + more for have, more in zip(wanted, over, strict=True)]


def _refunded(intent: Intent, shares: Sequence[IntentShare]) -> list[Payment]:
    """Book refunds on the order each was asked for; what the company paid back by itself is spread."""
    left = intent.refunded_yen - sum(share.refunded_yen for share in shares)
    rows: list[Payment] = []
    if left <= 0:
        return rows
    asked = Errand.objects.filter(intent=intent, verb=ErrandVerb.REFUND, is_booked=False).exclude(
        state="failed"
    )
    for errand in asked.order_by("id"):
        share = next((one for one in shares if one.order_id == errand.order_id), None)
        if share is None or errand.yen > left:
            continue
        rows.append(_back(intent, share, errand.yen))
        left -= errand.yen
        errand.is_booked = True
        errand.save(update_fields=["is_booked"])
        surplus = bool(errand.data.get(SURPLUS))
        told = MoneyPaidBack(errand=errand.key, order_id=share.order_id, yen=errand.yen, surplus=surplus)
        tell([told])
    if left > 0:
        kept = [share.captured_yen - share.refunded_yen for share in shares]
        for share, yen in zip(shares, spread(left, kept), strict=True):
            if yen:
                rows.append(_back(intent, share, yen))
    return rows


def _send_back(intent: Intent, shares: Sequence[IntentShare], *, by: Actor) -> None:
    """What was taken beyond what the orders came to goes back by itself: an order was cancelled or became cheaper.

    A company that captures all or nothing makes this happen; so does a buyer who pays for a cancelled order.
    """
    if intent.account_id is None:
        return
    totals = dict(
        Order.objects.filter(pk__in=[one.order_id for one in shares]).values_list("pk", "total_yen")
    )
    by_hand = intent.errands.filter(verb=ErrandVerb.CAPTURE).exists()
    for share in shares:
        due = 0 if share.is_dropped else min(share.yen, totals[share.order_id]) if by_hand else share.yen
        over = share.captured_yen - share.refunded_yen - due
        if over <= 0:
            continue
        _errands.send(
            intent,
            ErrandVerb.REFUND,
            key=f"refund:cancel:{share.order_id}"
            if share.is_dropped
            else f"refund:over:{intent.pk}:{share.order_id}",
            yen=over,
            order_id=share.order_id,
            because="受注の取消" if share.is_dropped else "金額の変更",
            data={SURPLUS: True} if share.is_dropped and intent.method in STRAIGHT else None,
            by=by,
        )


def _back(intent: Intent, share: IntentShare, yen: int) -> Payment:
    share.refunded_yen += yen
    return _row(intent, share, PaymentKind.REFUNDED, yen, share.refunded_yen)
