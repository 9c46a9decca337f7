"""Run an errand."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.telling import tell
from hanjo.payments import scrub
from hanjo.payments.commands import _apply, _outside, _reissue
from hanjo.payments.commands.refresh_intent import refresh_intent
from hanjo.payments.facts import ErrandRefused
from hanjo.payments.models import Errand
from hanjo.payments.providers.terms import Port, Seen
from hanjo.payments.terms import ErrandState, ErrandVerb, IntentState, ProviderRefused

CLAIM = timedelta(minutes=2)
GOALS = {
    ErrandVerb.CAPTURE: {IntentState.CAPTURED, IntentState.PART_REFUNDED, IntentState.REFUNDED},
    ErrandVerb.VOID: {IntentState.VOIDED, IntentState.EXPIRED},
    # What was paid meanwhile, or is over, needs no other number.
    ErrandVerb.REISSUE: {
        IntentState.CAPTURED,
        IntentState.PART_REFUNDED,
        IntentState.REFUNDED,
        IntentState.EXPIRED,
        IntentState.FAILED,
        IntentState.VOIDED,
    },
}
KEPT = "番号を取り消せませんでした"


def run_errand(errand_id: int, *, by: Actor) -> Errand:
    """Have a payment company capture, void, refund or number anew, and write down what came of it (決済の依頼の実行).

    The errand's key goes along as idempotency key, so it may be run any number of times, also after a crash between
    the answer and our writing it down: it happens once. Refuses with ProviderDown when the company does not answer;
    what the company itself refuses is kept with its reason and told.
    """
    errand = Errand.objects.select_related("intent__account").get(pk=errand_id)
    intent = errand.intent
    if errand.state != ErrandState.OPEN or intent.account is None:
        return errand
    if not _claim(errand_id):
        return errand
    try:
        return _carry_out(errand, by=by)
    finally:
        Errand.objects.filter(pk=errand_id).update(busy_until=None)


def _claim(errand_id: int) -> bool:
    """One worker at a time asks; a claim outlives a killed worker by two minutes only."""
    now = clock.now()
    free = Errand.objects.filter(pk=errand_id, state=ErrandState.OPEN).filter(
        Q(busy_until=None) | Q(busy_until__lt=now)
    )
    return free.update(tries=F("tries") + 1, busy_until=now + CLAIM) == 1


def _carry_out(errand: Errand, *, by: Actor) -> Errand:
    intent, account = errand.intent, errand.intent.account
    assert account is not None, "only payments of a company have errands"
    refused, asked = "", intent.external_id
    if errand.verb == ErrandVerb.REISSUE and _reissue.is_stale(errand):
        ended = _end(errand)
        refresh_intent(
            errand.intent_id
        )  # an end that was left aside because of this errand is the payment's now
        return ended
    try:
        seen = _outside.ask(account, lambda port: _do(port, errand))
    except ProviderRefused as refusal:
        refused = scrub.clean_text(str(refusal.facts["because"]))[:300]
        seen = _outside.ask(account, lambda port: port.look(asked))
    if errand.verb == ErrandVerb.REISSUE:
        if seen.state == IntentState.VOIDED:
            return _replace(errand, seen, by=by)
        refused = refused or KEPT
    return _write(errand.pk, seen, refused, asked=asked, by=by)


def _replace(errand: Errand, gone: Seen, *, by: Actor) -> Errand:
    """The old number is void: the buyer gets another, or a person hears why there is none."""
    try:
        seen = _reissue.open_new(errand)
    except ProviderRefused as refusal:
        refused = scrub.clean_text(str(refusal.facts["because"]))[:300]
        return _write(errand.pk, gone, refused, asked=errand.intent.external_id, by=by)
    return _reissue.write(errand.pk, seen, by=by)


def _end(errand: Errand) -> Errand:
    """Nothing is left to do."""
    errand.state, errand.done_at = ErrandState.DONE, clock.now()
    errand.save(update_fields=["state", "done_at"])
    return errand


def _do(port: Port, errand: Errand) -> Seen:
    external_id = errand.intent.external_id
    if errand.verb == ErrandVerb.CAPTURE:
        return port.capture(external_id, errand.yen, key=errand.key, data=errand.data)
    if errand.verb == ErrandVerb.VOID:
        return port.void(external_id, key=errand.key)
    if errand.verb == ErrandVerb.REISSUE:
        return _reissue.void_old(port, errand)
    return port.refund(external_id, errand.yen, key=errand.key, because=errand.because)


@transaction.atomic
def _write(errand_id: int, seen: Seen, refused: str, *, asked: str, by: Actor) -> Errand:
    """The answer and the end of the errand stand in the database together."""
    intent_id = Errand.objects.values_list("intent_id", flat=True).get(pk=errand_id)
    intent = _apply.apply(intent_id, seen, asked=asked, errand_id=errand_id, by=by)
    errand = Errand.objects.select_for_update().get(pk=errand_id)
    if errand.state != ErrandState.OPEN:
        return errand
    # A refund that the company calls refused but has paid (a repeated try) stands in the books already.
    reached = intent.state in GOALS.get(ErrandVerb(errand.verb), ()) or errand.is_booked
    failed = bool(refused) and not reached
    errand.state = ErrandState.FAILED if failed else ErrandState.DONE
    errand.answer = refused
    errand.done_at = clock.now()
    errand.save(update_fields=["state", "answer", "done_at"])
    if failed:
        told = ErrandRefused(
            intent_id=intent.pk, key=intent.key, verb=errand.verb, because=refused, errand=errand.key
        )
        tell([told])
    return errand
