"""Refund."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.orders.models import Order
from hanjo.payments.commands import _reflect
from hanjo.payments.models import Payment
from hanjo.payments.terms import PaymentKind, WrongAmount


@command("payments.refund", "返金の登録")
def refund(number: str, amount_yen: int, *, key: str, note: str = "", by: Actor) -> Payment:
    """Note that money was paid back (返金). The same key counts once. Refuses more than came in."""
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise NotFound(what="受注", key=number)
    made = Payment.objects.filter(key=key).first()
    if made is not None:
        return made
    if not 0 < amount_yen <= order.paid_yen:
        raise WrongAmount(number=number, open_yen=f"{order.paid_yen:,}", amount_yen=f"{amount_yen:,}")
    made = Payment.objects.create(
        order=order,
        kind=PaymentKind.REFUNDED,
        amount_yen=amount_yen,
        happened_on=clock.business_date(),
        key=key,
        note=note,
        made_by=str(by),
    )
    _reflect.reflect([order.pk], text=f"返金 {amount_yen:,} 円", by=by)
    audit.record(by, "payments.refund", [number], amount_yen=amount_yen)
    return made
