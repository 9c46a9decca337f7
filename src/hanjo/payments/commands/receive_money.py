"""Receive money."""

from __future__ import annotations

from datetime import date

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.orders.models import Order
from hanjo.payments.commands import _own, _reflect
from hanjo.payments.models import Payment
from hanjo.payments.terms import PaymentKind, WrongAmount


@command("payments.receive_money", "入金の登録")
def receive_money(
    number: str,
    amount_yen: int,
    *,
    received_on: date,
    key: str,
    note: str = "",
    accept_difference: bool = False,
    by: Actor,
) -> Payment:
    """Note that money for an order came in; an order that waited for it moves on (入金).

    The same key counts once. Refuses an amount other than what is open, unless the difference is accepted on
    purpose.
    """
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise NotFound(what="受注", key=number)
    made = Payment.objects.filter(key=key).first()
    if made is not None:
        return made
    open_yen = order.total_yen - order.paid_yen
    if amount_yen < 1 or (amount_yen != open_yen and not accept_difference):
        raise WrongAmount(number=number, open_yen=f"{open_yen:,}", amount_yen=f"{amount_yen:,}")
    made = Payment.objects.create(
        order=order,
        kind=PaymentKind.RECEIVED,
        amount_yen=amount_yen,
        happened_on=received_on,
        key=key,
        note=note,
        made_by=str(by),
    )
    if accept_difference and 0 < amount_yen < open_yen:
        Payment.objects.create(
            order=order,
            kind=PaymentKind.RECEIVED,
            amount_yen=open_yen - amount_yen,
            happened_on=received_on,
            key=f"{key}:difference",
            note="振込手数料など、差額を店舗負担",
            made_by=str(by),
        )
    _reflect.reflect([order.pk], text=f"入金 {amount_yen:,} 円", by=by)
    _own.note_received([order.pk], by=by)
    audit.record(by, "payments.receive_money", [number], amount_yen=amount_yen, key=key)
    return made
