"""Refresh an intent."""

from __future__ import annotations

from hanjo.kernel.actor import Actor
from hanjo.payments.commands import _apply, _outside
from hanjo.payments.commands.start_intent import start_intent
from hanjo.payments.models import Intent
from hanjo.payments.terms import IntentState

ASKER = Actor.system("payments")


def refresh_intent(intent_id: int, *, by: Actor = ASKER) -> Intent:
    """Ask the payment company what is true and write it down (決済の照会).

    Heals a crash between an outside call and our writing: a payment whose beginning was asked for but whose answer
    was lost is begun again with the same key, which answers the same payment. What needs no company stays as it is.
    """
    intent = Intent.objects.select_related("account").get(pk=intent_id)
    if intent.account is None:
        return intent
    external_id = intent.external_id
    if not external_id:
        if intent.state == IntentState.CREATED and intent.looked_at is not None:
            start_intent(intent_id, by=by)
            intent.refresh_from_db()
        return intent
    seen = _outside.ask(intent.account, lambda port: port.look(external_id))
    return _apply.apply(intent_id, seen, asked=external_id, by=by)
