"""Shared inner step: write down what a payment company says, once, in whatever order it is heard."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from hanjo.kernel import clock, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.telling import tell
from hanjo.payments import scrub
from hanjo.payments.commands import _book, _reissue
from hanjo.payments.facts import IntentDisputed, IntentMoved
from hanjo.payments.models import Intent
from hanjo.payments.providers.terms import Seen
from hanjo.payments.terms import CLOSED, INTENT_MOVES, VERB_TO, IntentState, Method

PAID_LATE = frozenset({IntentState.AUTHORISED, IntentState.CAPTURED})


SEEN = (
    "state", "captured_yen", "refunded_yen", "external_id", "payment_id", "next", "message", "three_ds", "card",
    "capture_before", "expires_at", "looked_at", "disputed_at", "dispute", "moved_at",
)  # fmt: skip
"""What hearing of an intent can change."""


@transaction.atomic
def apply(intent_id: int, seen: Seen, *, asked: str = "", errand_id: int | None = None, by: Actor) -> Intent:
    """Bring an intent in line with what was seen; hearing it twice, or an older thing later, changes nothing.

    Amounts only grow, and a state only moves where the table of moves leads: what was asked earlier and answered
    later cannot turn anything back. `asked` is the company's name of what was looked at: the end of a number that was
    replaced meanwhile, or is being replaced, is not the end of the payment. `errand_id`: on whose behalf it was asked.
    """
    intent = row.there(Intent, "id = %s FOR UPDATE", [intent_id])
    was = IntentState(intent.state)
    if asked and asked != intent.external_id and not seen.captured_yen and seen.state not in PAID_LATE:
        return intent
    if intent.method == Method.KONBINI and was in _reissue.SHOWN:
        seen = _while_replaced(intent, seen, was, errand_id)
    captured = max(intent.captured_yen, seen.captured_yen)
    intent.captured_yen = captured
    intent.refunded_yen = min(captured, max(intent.refunded_yen, seen.refunded_yen))
    _keep(intent, seen)
    for state in _path(was, seen.state, intent):
        intent.state = state
    if intent.state != was:
        intent.moved_at = clock.now()
    row.change(intent, *SEEN)
    _book.book(intent, by=by)
    if intent.state != was:
        late = was in CLOSED and intent.state in PAID_LATE
        tell([IntentMoved(intent_id=intent.pk, key=intent.key, state=str(intent.state), late=late)])
    return intent


def _while_replaced(intent: Intent, seen: Seen, was: IntentState, errand_id: int | None) -> Seen:
    """What is true of a number that is on its way out: whether it was paid; how it is paid is shown to nobody."""
    over = seen.state == IntentState.VOIDED
    if not (over or seen.next) or not _reissue.is_open(intent, but=None if over else errand_id):
        return seen
    return replace(seen, state=was if over else seen.state, next=None)


def _path(was: IntentState, seen: IntentState, intent: Intent) -> list[IntentState]:
    """The steps that lead from what we knew to what is true: refunds pass through the capture we may have missed."""
    if intent.refunded_yen:
        all_back = intent.refunded_yen >= intent.captured_yen
        seen = IntentState.REFUNDED if all_back else IntentState.PART_REFUNDED
    steps, at = [], was
    through = [IntentState.CAPTURED, seen] if intent.refunded_yen else [seen]
    for state in through:
        if state in VERB_TO and INTENT_MOVES.allowed(VERB_TO[state], at):
            steps.append(state)
            at = state
    return steps


def _keep(intent: Intent, seen: Seen) -> None:
    """Take over what stands beside the state; a blank answer never wipes what was known."""
    restarted = seen.external_id and seen.external_id != intent.external_id
    if seen.external_id:
        intent.external_id = seen.external_id
    if seen.payment_id or restarted:
        intent.payment_id = seen.payment_id
    if seen.next is not None:
        intent.next = seen.next.as_json()
    if seen.message:
        intent.message = scrub.clean_text(seen.message)[:300]
    if seen.three_ds:
        intent.three_ds = scrub.clean(dict(seen.three_ds))
    if seen.card:
        intent.card = scrub.clean(dict(seen.card))
    intent.capture_before = seen.capture_before or intent.capture_before
    intent.expires_at = seen.expires_at or intent.expires_at
    intent.looked_at = clock.now()
    if seen.is_disputed and intent.disputed_at is None:
        intent.disputed_at = clock.now()
        intent.dispute = scrub.clean_text(seen.dispute)[:200]
        orders = list(intent.shares.values_list("order_id", flat=True))
        tell([IntentDisputed(intent_id=intent.pk, key=intent.key, order_ids=orders, because=intent.dispute)])
