"""Shared inner step: write down what a payment company is to do, and queue it with the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from procrastinate.contrib.django import app

from hanjo.kernel.actor import Actor
from hanjo.payments.models import Errand, Intent, IntentShare
from hanjo.payments.terms import ErrandState, ErrandVerb


def send(
    intent: Intent,
    verb: ErrandVerb,
    *,
    key: str,
    yen: int = 0,
    order_id: int | None = None,
    because: str = "",
    data: Mapping[str, Any] | None = None,
    by: Actor,
) -> Errand:
    """Note an errand once by its key and queue it; the caller holds the intent's lock (決済の依頼)."""
    errand, created = Errand.objects.get_or_create(
        key=key,
        defaults={
            "intent": intent,
            "verb": verb,
            "yen": yen,
            "order_id": order_id,
            "because": because[:200],
            "data": dict(data or {}),
            "made_by": str(by),
        },
    )
    if created:
        queue(errand.pk, intent.pk)
    return errand


def queue(errand_id: int, intent_id: int) -> None:
    """Have it carried out by a worker; errands of one payment never run at once."""
    job = app.configure_task("payments.run_errand", queue="payments", lock=f"intent:{intent_id}")
    job.defer(errand_id=errand_id)


def numbered(intent: Intent, verb: ErrandVerb) -> str:
    """The key of a capture or void: the same until it was refused, so that it happens once."""
    refused = intent.errands.filter(verb=verb, state=ErrandState.FAILED).count()
    return f"intent:{intent.pk}:{verb}:{refused + 1}"


def live(shares: Sequence[IntentShare]) -> int:
    """What is to be taken for the orders that still live; an order that became cheaper takes less."""
    return sum(min(share.yen, share.order.total_yen) for share in shares if not share.is_dropped)
