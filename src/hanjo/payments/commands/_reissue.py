"""Shared inner step: a number at the till asks for what its orders still come to, after one of them was cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from hanjo.kernel import clock, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.speech import say
from hanjo.kernel.telling import tell
from hanjo.payments import own, queries, rules
from hanjo.payments.commands import _errands, _outside
from hanjo.payments.facts import IntentReissued
from hanjo.payments.models import Errand, Intent, IntentShare
from hanjo.payments.providers.terms import Order, Port, Seen
from hanjo.payments.terms import (
    CLOSED,
    INTENT_MOVES,
    VERB_TO,
    Buyer,
    ErrandState,
    ErrandVerb,
    IntentState,
    Method,
    Next,
)

SHOWN = frozenset({IntentState.ACTION, IntentState.WAITING})
"""The buyer has a number, or a page that will give one, and has not paid."""
AT_LEAST = timedelta(days=1)
COLUMNS = (
    "amount_yen",
    "external_id",
    "payment_id",
    "next",
    "expires_at",
    "state",
    "reminded_at",
    "looked_at",
)


def ask(intent: Intent, *, by: Actor) -> None:
    """Have the old sum replaced by what the orders that live come to (お支払い番号の出し直し).

    The caller holds the intent's lock. Asking again changes nothing. A number of a company is replaced by a worker, and
    nobody is shown the old one from now on; a transfer to the shop's own account only asks for less. What is paid by
    card, on delivery or into an account of the buyer's own keeps its sum: it is taken or paid back in part.
    """
    rest = _rest(intent)
    if rest in (0, intent.amount_yen) or intent.captured_yen or intent.state not in SHOWN:
        return
    if intent.method == Method.BANK_TRANSFER:
        _ask_for_less(intent, rest)
    elif intent.method == Method.KONBINI and intent.account_id is not None:
        key = f"reissue:{intent.pk}:{rest}"
        if Errand.objects.filter(key=key).exists():
            return
        until = max(intent.expires_at or clock.now(), own.end_of_day(clock.business_date() + AT_LEAST))
        data = {"expires_at": until.isoformat()}
        _errands.send(intent, ErrandVerb.REISSUE, key=key, yen=rest, because="受注の取消", data=data, by=by)
        with override(_language(intent)):
            wait = say(
                "お支払い番号を出し直しています。新しい番号をメールでお知らせしますので、お待ちください。"
            )
        intent.next = Next(kind="instructions", message=wait).as_json()
        intent.save(update_fields=["next"])


def is_open(intent: Intent, *, but: int | None = None) -> bool:
    """Whether the number that the company knows is being replaced, so that its end is not the payment's end."""
    open_ones = intent.errands.filter(verb=ErrandVerb.REISSUE, state=ErrandState.OPEN)
    return open_ones.exclude(pk=but or 0).exists()


def is_stale(errand: Errand) -> bool:
    """Whether there is nothing to replace any more: it was paid, it ended, or yet another order was cancelled."""
    return errand.intent.state not in SHOWN or _rest(errand.intent) != errand.yen


def void_old(port: Port, errand: Errand) -> Seen:
    """Call the old number off; with the errand's key it may be asked any number of times."""
    return port.void(errand.intent.external_id, key=errand.key)


def open_new(errand: Errand) -> Seen:
    """Ask the company for a number over the rest; the same errand always asks with the same key and deadline."""
    intent, account = errand.intent, errand.intent.account
    assert account is not None, "only payments of a company have errands"
    order = Order(
        key=rules.reissued_key(intent.key, errand.yen),
        method=Method(intent.method),
        amount_yen=errand.yen,
        buyer=Buyer(**intent.buyer),
        return_url=intent.return_url,
        about=intent.about,
        expires_at=datetime.fromisoformat(errand.data["expires_at"]),
    )
    with override(_language(intent)):
        return _outside.ask(account, lambda port: port.open(order))


@transaction.atomic
def write(errand_id: int, seen: Seen, *, by: Actor) -> Errand:
    """The new number and the end of the errand stand in the database together, and the buyer is told.

    When the payment ended while the company was asked, the new number is called off as well.
    """
    errand = Errand.objects.select_related("intent").get(pk=errand_id)
    intent = row.there(Intent, "id = %s FOR UPDATE", [errand.intent_id])
    errand = Errand.objects.select_for_update().get(pk=errand_id)
    if errand.state != ErrandState.OPEN:
        return errand
    _take_over(intent, errand, seen)
    errand.state, errand.done_at = ErrandState.DONE, clock.now()
    errand.save(update_fields=["state", "done_at"])
    rest = _rest(intent)
    if intent.state in CLOSED or not rest:
        key = f"reissue:{intent.pk}:{errand.yen}:void"
        _errands.send(intent, ErrandVerb.VOID, key=key, because="受注の取消", by=by)
    elif rest == errand.yen:
        _tell(intent)
    return errand


def _take_over(intent: Intent, errand: Errand, seen: Seen) -> None:
    was, until = intent.expires_at, datetime.fromisoformat(errand.data["expires_at"])
    intent.amount_yen = errand.yen
    intent.external_id, intent.payment_id = seen.external_id, seen.payment_id
    intent.next = seen.next.as_json() if seen.next is not None else {}
    intent.expires_at = seen.expires_at or until
    intent.looked_at = clock.now()
    if was is not None and intent.expires_at > was:
        intent.reminded_at = None
    if seen.state in SHOWN and INTENT_MOVES.allowed(VERB_TO[seen.state], IntentState(intent.state)):
        intent.state = seen.state
    row.change(intent, *COLUMNS)


def _ask_for_less(intent: Intent, rest: int) -> None:
    with override(_language(intent)):
        _, said = own.start(
            Method(intent.method),
            amount_yen=rest,
            reference=intent.reference,
            expires_at=intent.expires_at,
            account=queries.own_account(),
        )
    intent.amount_yen, intent.next = rest, said.as_json()
    intent.save(update_fields=["amount_yen", "next"])
    _tell(intent)


def _tell(intent: Intent) -> None:
    living = _living(intent).values_list("order_id", flat=True)
    tell(
        [IntentReissued(intent_id=intent.pk, key=intent.key, yen=intent.amount_yen, order_ids=sorted(living))]
    )


def _living(intent: Intent) -> QuerySet[IntentShare]:
    return IntentShare.objects.filter(intent_id=intent.pk, is_dropped=False)


def _rest(intent: Intent) -> int:
    return sum(_living(intent).values_list("yen", flat=True))


def _language(intent: Intent) -> str:
    """The language that the orders were placed in, so that the new number reads like the first one."""
    facts = _living(intent).order_by("order_id").values_list("order__facts", flat=True).first() or {}
    return str(facts.get("language") or "ja")
