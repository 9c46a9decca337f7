"""Authorise."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.orders.models import Order
from hanjo.payments.commands import _reflect
from hanjo.payments.models import Payment
from hanjo.payments.terms import PaymentKind


@command("payments.authorise", "与信OKの登録")
def authorise(number: str, *, key: str, by: Actor) -> Payment:
    """Note that a payment company vouches for an order; an order that waited for it moves on (与信).

    The same key counts once.
    """
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise NotFound(what="受注", key=number)
    made, created = Payment.objects.get_or_create(
        key=key,
        defaults={
            "order": order,
            "kind": PaymentKind.AUTHORISED,
            "amount_yen": max(order.total_yen, 1),
            "happened_on": clock.business_date(),
            "made_by": str(by),
        },
    )
    if created:
        _reflect.reflect([order.pk], text="与信OK", by=by)
        audit.record(by, "payments.authorise", [number], key=key)
    return made
