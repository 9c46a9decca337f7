"""Background entry points of payments."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal
from hanjo.payments import commands
from hanjo.payments.models import Errand, Intent, IntentEvent, ProviderAccount
from hanjo.payments.terms import BEFORE_MONEY, ErrandState, IntentState

BY = Actor.system("payments")
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
OPEN_TOO_LONG = timedelta(minutes=10)
AUTHORISED_TOO_LONG = timedelta(hours=6)

log = logging.getLogger("hanjo.payments")


@app.task(name="payments.run_errand", queue="payments", retry=AGAIN)
def run_errand(errand_id: int) -> None:
    """Carry out a capture, void or refund; a company that does not answer is asked again later."""
    commands.run_errand(errand_id, by=BY)


@app.task(name="payments.apply_event", queue="payments", retry=AGAIN)
def apply_event(event_id: int) -> None:
    """Bring a payment up to date after its company's message."""
    commands.apply_event(event_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="payments.look_after", queue="payments", queueing_lock="payments.look_after")
def look_after(timestamp: int) -> None:
    """Heal what a crash or an outage left open: events, errands and payments; then the deadlines."""
    before = clock.now() - OPEN_TOO_LONG
    for event_id in IntentEvent.objects.filter(applied_at=None, received_at__lt=before).values_list(
        "pk", flat=True
    )[:200]:
        _quietly(commands.apply_event, event_id)
    for errand_id in Errand.objects.filter(state=ErrandState.OPEN, made_at__lt=before).values_list(
        "pk", flat=True
    )[:200]:
        _quietly(run_errand.func, errand_id)
    begun = Q(state__in=BEFORE_MONEY, looked_at__lt=before)
    promised = Q(
        state=IntentState.AUTHORISED, looked_at__lt=before - AUTHORISED_TOO_LONG
    )  # it may have run out
    silent = Intent.objects.filter(begun | promised, account__isnull=False)
    for intent_id in silent.order_by("looked_at").values_list("pk", flat=True)[:200]:
        _quietly(commands.refresh_intent, intent_id)
    commands.expire_intents(clock.now(), by=BY)


@app.periodic(cron="10 19 * * *")  # 04:10 in Tokyo
@app.task(name="payments.compare", queue="payments", queueing_lock="payments.compare")
def compare(timestamp: int) -> None:
    """Compare the last three days with every payment company's list."""
    until = clock.now()
    for account in ProviderAccount.objects.filter(is_on=True):
        try:
            commands.compare(account.code, until - timedelta(days=3), until, by=BY)
        except Refusal as refusal:
            log.warning("%s を照合できませんでした: %s", account.title, refusal.text)


def _quietly(step: Callable[[int], object], pk: int) -> None:
    """One that fails does not keep the others from being healed."""
    try:
        step(pk)
    except Refusal as refusal:
        log.warning("決済の再確認を延期しました: %s", refusal.text)
