"""Shared inner step: money that came by the shop's own account moves the checkout's payment too."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel.actor import Actor
from hanjo.kernel.telling import tell
from hanjo.payments.facts import IntentMoved
from hanjo.payments.models import Intent, IntentShare
from hanjo.payments.terms import CLOSED, INTENT_MOVES, IntentState


def note_received(order_ids: Sequence[int], *, by: Actor) -> None:
    """Count what orders received onto their own-account payments; all of it received captures them (入金の反映)."""
    ids = IntentShare.objects.filter(order_id__in=order_ids, intent__account__isnull=True).values("intent_id")
    for intent in Intent.objects.select_for_update().filter(pk__in=ids).order_by("id"):
        shares = list(intent.shares.select_related("order").order_by("order_id"))
        for share in shares:
            share.captured_yen = min(max(share.order.paid_yen, share.captured_yen), share.yen)
        IntentShare.objects.bulk_update(shares, ["captured_yen"])
        intent.captured_yen = sum(share.captured_yen for share in shares)
        was = IntentState(intent.state)
        if intent.captured_yen >= intent.amount_yen and INTENT_MOVES.allowed("capture", was):
            intent.state = IntentState.CAPTURED
            tell([IntentMoved(intent_id=intent.pk, key=intent.key, state=intent.state, late=was in CLOSED)])
        intent.save(update_fields=["captured_yen", "state"])
