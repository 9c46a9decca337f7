"""Start an intent."""

from __future__ import annotations

from datetime import timedelta

from hanjo.kernel import clock, row
from hanjo.kernel.actor import Actor
from hanjo.payments import own, queries
from hanjo.payments.commands import _apply, _outside
from hanjo.payments.models import Intent
from hanjo.payments.providers.terms import Order, Seen
from hanjo.payments.terms import Buyer, IntentState, Method, Next

ON_THE_PAGE = timedelta(minutes=60)
SHORTEST = timedelta(minutes=31)  # Stripe closes no page earlier than 30 minutes after it was opened


def start_intent(intent_id: int, *, by: Actor) -> Next:
    """Begin the payment and answer what the buyer does next (決済の手続き).

    Talks to the payment company outside a transaction, with the intent's key as its idempotency key: asking again
    answers the same page or number. What needs no company is settled at once. A payment that had failed begins
    anew at the provider. Refuses while the company does not answer; nothing is lost, the same call may be repeated.
    """
    intent = row.there(Intent, "id = %s", [intent_id])
    state = IntentState(intent.state)
    if state not in (IntentState.CREATED, IntentState.FAILED) or (
        state == IntentState.FAILED and not intent.account
    ):
        return queries.next_of(intent)
    if intent.account is None:
        method = Method(intent.method)
        to, said = own.start(
            method,
            amount_yen=intent.amount_yen,
            reference=intent.reference,
            expires_at=intent.expires_at,
            account=queries.own_account() if method == Method.BANK_TRANSFER else {},
        )
        captured = intent.amount_yen if to == IntentState.CAPTURED else 0
        seen = Seen(external_id="", state=to, captured_yen=captured, next=said, expires_at=intent.expires_at)
    else:
        _set_out(intent)
        order = Order(
            key=intent.key,
            method=Method(intent.method),
            amount_yen=intent.amount_yen,
            buyer=Buyer(**intent.buyer),
            return_url=intent.return_url,
            about=intent.about,
            expires_at=intent.expires_at,
            again=intent.external_id if state == IntentState.FAILED else "",
        )
        seen = _outside.ask(intent.account, lambda port: port.open(order))
    return queries.next_of(_apply.apply(intent_id, seen, by=by))


def _set_out(intent: Intent) -> None:
    """Note that the company is about to be asked, so that a lost answer is asked for again.

    A page for a card gets its full time from its first call on; a repeated call says the same as the first.
    """
    now = clock.now()
    intent.looked_at = now
    short = intent.expires_at is None or intent.expires_at < now + SHORTEST
    if intent.method in (Method.CARD, Method.DEFERRED) and short:
        intent.expires_at = now + ON_THE_PAGE
    intent.save(update_fields=["looked_at", "expires_at"])
