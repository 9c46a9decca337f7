"""Void."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.payments.commands import _apply, _errands
from hanjo.payments.models import Intent
from hanjo.payments.providers.terms import Seen
from hanjo.payments.terms import INTENT_MOVES, ErrandVerb, IntentState


@command("payments.void", "決済の取消")
def void(intent_ids: Sequence[int], *, because: str = "", by: Actor) -> None:
    """Call payments off before money was taken: the authorisation is let go (決済の取消).

    What a payment company knows of is called off there, by a worker; everything else at once. A payment that is
    voided already stays so. Refuses a payment whose money was taken: that is a refund.
    """
    intents = list(Intent.objects.select_for_update().filter(pk__in=intent_ids).order_by("id"))
    for intent in intents:
        state = IntentState(intent.state)
        if state in (IntentState.VOIDED, IntentState.EXPIRED):
            continue
        INTENT_MOVES.target("void", state, label="決済の取消")
        if intent.account_id is None or not intent.external_id:
            _apply.apply(intent.pk, Seen(external_id="", state=IntentState.VOIDED, message=because), by=by)
        else:
            key = _errands.numbered(intent, ErrandVerb.VOID)
            _errands.send(intent, ErrandVerb.VOID, key=key, because=because, by=by)
    audit.record(by, "payments.void", [intent.key for intent in intents], because=because)
