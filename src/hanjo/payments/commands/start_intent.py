"""Start an intent."""

from __future__ import annotations

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.payments import own, queries
from hanjo.payments.commands import _apply, _outside
from hanjo.payments.models import Intent
from hanjo.payments.providers.terms import Order, Seen
from hanjo.payments.terms import Buyer, IntentState, Method, Next


def start_intent(intent_id: int, *, by: Actor) -> Next:
    """Begin the payment and answer what the buyer does next (決済の手続き).

    Talks to the payment company outside a transaction, with the intent's key as its idempotency key: asking again
    answers the same page or number. What needs no company is settled at once. A payment that had failed begins
    anew at the provider. Refuses while the company does not answer; nothing is lost, the same call may be repeated.
    """
    intent = Intent.objects.select_related("account").get(pk=intent_id)
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
        Intent.objects.filter(pk=intent_id).update(
            looked_at=clock.now()
        )  # an answer that gets lost is asked for again
        seen = _outside.ask(intent.account, lambda port: port.open(order))
    return queries.next_of(_apply.apply(intent_id, seen, by=by))
