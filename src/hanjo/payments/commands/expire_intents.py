"""Expire intents."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.telling import tell
from hanjo.payments.commands import _apply, _outside
from hanjo.payments.commands.refresh_intent import refresh_intent
from hanjo.payments.facts import IntentReminded
from hanjo.payments.models import Intent
from hanjo.payments.providers.terms import Seen
from hanjo.payments.terms import BEFORE_MONEY, IntentState, Method, ProviderDown, ProviderRefused

REMIND_HOURS = "payments.remind_hours"
GRACE = timedelta(minutes=15)  # a company's own clock, and a notice under way


def expire_intents(now: datetime, *, by: Actor) -> int:
    """Remind buyers whose deadline comes near, and close payments whose deadline is over (支払期限の管理).

    Before one is closed its company is asked, and told to take no more money. Money that comes all the same is
    booked and told as late. Doing it again changes nothing. Answers how many were closed.
    """
    remind(now)
    over = Intent.objects.filter(state__in=BEFORE_MONEY, expires_at__lt=now - GRACE).exclude(
        method=Method.COD
    )
    closed = 0
    for pk in list(over.order_by("id").values_list("pk", flat=True)[:500]):
        try:
            closed += _close(pk, by=by)
        except ProviderDown:
            continue  # asked again at the next round
    return closed


def _close(intent_id: int, *, by: Actor) -> int:
    intent = refresh_intent(intent_id, by=by)
    if intent.state not in BEFORE_MONEY:
        return 0
    external_id = intent.external_id
    if intent.account is not None and external_id:
        try:
            _outside.ask(
                intent.account, lambda port: port.void(external_id, key=f"intent:{intent_id}:expire")
            )
        except ProviderRefused:
            if refresh_intent(intent_id, by=by).state not in BEFORE_MONEY:
                return 0
    closed = _apply.apply(
        intent_id,
        Seen(external_id="", state=IntentState.EXPIRED, message="お支払期限が過ぎました。"),
        asked=external_id,
        by=by,
    )
    return int(closed.state == IntentState.EXPIRED)


@transaction.atomic
def remind(now: datetime) -> int:
    """Tell of every payment that is still awaited a day before its deadline, once each (支払いのお願い)."""
    until = now + timedelta(hours=setting.get(REMIND_HOURS, 24))
    due = Intent.objects.select_for_update(skip_locked=True).filter(
        state=IntentState.WAITING, expires_at__gt=now, expires_at__lte=until, reminded_at__isnull=True
    )
    intents = list(due.prefetch_related("shares").order_by("id")[:500])
    Intent.objects.filter(pk__in=[intent.pk for intent in intents]).update(reminded_at=now)
    tell(
        [
            IntentReminded(
                intent_id=intent.pk,
                key=intent.key,
                expires_at=intent.expires_at.isoformat() if intent.expires_at else "",
                order_ids=sorted(share.order_id for share in intent.shares.all()),
            )
            for intent in intents
        ]
    )
    return len(intents)
