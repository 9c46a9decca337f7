"""Pay back."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order
from hanjo.payments.commands import _errands
from hanjo.payments.models import Errand, Intent, IntentShare
from hanjo.payments.terms import ErrandState, ErrandVerb, IntentDiffers, NothingToMove


@command("payments.pay_back", "決済会社からの返金")
def pay_back(order_id: int, yen: int, *, key: str, because: str = "", by: Actor) -> Errand:
    """Have a payment company pay back part or all of what an order's buyer paid (決済会社からの返金).

    The same key is one refund, however often it is asked for; with another amount it is refused. Refuses more than
    was taken and not yet paid back. Money that came by the shop's own bank account is paid back by hand: `refund`.
    """
    ids = sorted(
        IntentShare.objects.filter(order_id=order_id, intent__account__isnull=False).values_list(
            "intent_id", flat=True
        )
    )
    intents = list(Intent.objects.select_for_update().filter(pk__in=ids).order_by("id"))
    known = Errand.objects.filter(key=f"refund:{key}").first()
    if known is not None:
        if (known.yen, known.order_id) != (yen, order_id):
            raise IntentDiffers(was=f"返金 {known.yen:,} 円", asked=f"返金 {yen:,} 円")
        return known
    most = 0
    for intent in intents:
        left = refundable(intent.pk, order_id)
        if 0 < yen <= left:
            sent = _errands.send(
                intent,
                ErrandVerb.REFUND,
                key=f"refund:{key}",
                yen=yen,
                order_id=order_id,
                because=because,
                by=by,
            )
            audit.record(by, "payments.pay_back", [intent.key], yen=yen, because=because)
            return sent
        most = max(most, left)
    number = Order.objects.values_list("number", flat=True).get(pk=order_id)
    raise NothingToMove(number=number, verb="返金", open_yen=f"{most:,}")


def refundable(intent_id: int, order_id: int) -> int:
    """What was taken for an order, less what was paid back and what is on its way back."""
    share = IntentShare.objects.get(intent_id=intent_id, order_id=order_id)
    waiting = Errand.objects.filter(
        intent_id=intent_id, order_id=order_id, verb=ErrandVerb.REFUND, is_booked=False
    )
    on_its_way = sum(errand.yen for errand in waiting.exclude(state=ErrandState.FAILED))
    return share.captured_yen - share.refunded_yen - on_its_way
