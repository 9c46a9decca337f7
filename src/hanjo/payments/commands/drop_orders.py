"""Drop orders."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.payments.commands import _book, _reissue
from hanjo.payments.commands.pay_back import pay_back, refundable
from hanjo.payments.commands.void import void
from hanjo.payments.models import Intent, IntentShare
from hanjo.payments.terms import INTENT_MOVES, IntentState


@command("payments.drop_orders", "取り消された受注の決済の後始末")
def drop_orders(order_ids: Sequence[int], *, by: Actor) -> None:
    """Give the buyers of cancelled orders their money back, or never take it (取消時の返金).

    Taken money is paid back through its company. An authorisation is let go when no order of the payment lives any
    more; as long as one does, only its part will be captured, and a number to pay at a till is replaced by one over
    that part. Doing it again changes nothing.
    """
    pairs = list(
        IntentShare.objects.filter(order_id__in=order_ids).values_list("intent_id", "order_id").order_by("id")
    )
    for intent in Intent.objects.select_for_update().filter(pk__in={pk for pk, _ in pairs}).order_by("id"):
        dropped = [order_id for pk, order_id in pairs if pk == intent.pk]
        shares = IntentShare.objects.filter(intent=intent)
        shares.filter(order_id__in=dropped).update(is_dropped=True)
        _book.book(intent, by=by)
        for order_id in dropped:
            left = refundable(intent.pk, order_id)
            if left > 0 and intent.account_id is not None:
                pay_back(order_id, left, key=f"cancel:{order_id}", because="受注の取消", by=by)
        lives = shares.filter(is_dropped=False).exists()
        if lives:
            _reissue.ask(intent, by=by)
        elif INTENT_MOVES.allowed("void", IntentState(intent.state)):
            void([intent.pk], because="受注の取消", by=by)
