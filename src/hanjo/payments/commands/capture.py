"""Capture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.payments.commands import _errands
from hanjo.payments.models import Errand, Intent, IntentShare
from hanjo.payments.terms import ErrandVerb, IntentState

NO_PARCELS: Mapping[int, Mapping[str, Any]] = {}


@command("payments.capture", "売上の確定")
def capture(
    order_ids: Sequence[int], *, parcels: Mapping[int, Mapping[str, Any]] = NO_PARCELS, by: Actor
) -> list[Errand]:
    """Ask for the money that was authorised for these orders, as their goods leave (売上確定).

    A payment is captured once: for all its orders that still live, when the first of them leaves; what cancelled
    orders would have taken is let go. Asking again changes nothing. `parcels` (order → carrier, tracking_number,
    shipped_on) goes to a deferred-payment company, which pays for what was sent.
    """
    ids = sorted(
        IntentShare.objects.filter(order_id__in=order_ids, is_dropped=False)
        .values_list("intent_id", flat=True)
        .distinct()
    )
    sent = []
    for intent in Intent.objects.select_for_update().filter(pk__in=ids).order_by("id"):
        if intent.state != IntentState.AUTHORISED or intent.account_id is None:
            continue
        shares = list(intent.shares.select_related("order").order_by("order_id"))
        yen = _errands.live(shares)
        left = [parcels[share.order_id] for share in shares if share.order_id in parcels]
        if yen > 0:
            key = _errands.numbered(intent, ErrandVerb.CAPTURE)
            sent.append(
                _errands.send(
                    intent, ErrandVerb.CAPTURE, key=key, yen=yen, data=left[0] if left else None, by=by
                )
            )
    if sent:
        audit.record(by, "payments.capture", [errand.key for errand in sent])
    return sent
