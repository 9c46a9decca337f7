"""Receive a webhook, and apply it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound
from hanjo.payments import rules, scrub
from hanjo.payments.commands import _outside
from hanjo.payments.commands.refresh_intent import refresh_intent
from hanjo.payments.models import Intent, IntentEvent, ProviderAccount
from hanjo.payments.terms import BadHook

WAITS_FOR_ITS_INTENT = timedelta(hours=1)


def receive_webhook(account_code: str, headers: Mapping[str, str], body: bytes) -> int:
    """Prove a payment company's message and keep it once; a worker then asks the company what is true (通知の受信).

    Answers the id of the kept event, the same one for a repeated message. What it claims is never believed: order
    and repetition of messages do not matter. Refuses an unknown account and what cannot be proven; nothing is kept.
    """
    account = ProviderAccount.objects.filter(code=account_code, is_on=True).first()
    if account is None:
        raise NotFound(what="決済アカウント", key=account_code)
    heard = _outside.connect(account).hear(headers, body, now=clock.now())
    if not heard.event_id:
        raise BadHook(because="通知の番号がありません")
    raw = json.dumps(scrub.clean(json.loads(body)), ensure_ascii=False)
    with transaction.atomic():
        event, created = IntentEvent.objects.get_or_create(
            account=account,
            event_id=heard.event_id[:120],
            defaults={
                "kind": heard.kind[:60],
                "external_id": heard.external_id[:100],
                "intent": _intent(account, heard.external_id, heard.key),
                "raw": raw,
            },
        )
        if created:
            app.configure_task("payments.apply_event", queue="payments").defer(event_id=event.pk)
    return event.pk


def apply_event(event_id: int) -> bool:
    """Ask the company about the payment a kept event speaks of (通知の反映). Answers whether it is settled.

    An event that came before its payment was written down waits for it, an hour at most.
    """
    event = IntentEvent.objects.select_related("account").get(pk=event_id)
    if event.applied_at is not None:
        return True
    intent_id = event.intent_id
    if intent_id is None and event.external_id:
        found = _intent(event.account, event.external_id, "")
        if found is None and event.received_at > clock.now() - WAITS_FOR_ITS_INTENT:
            return False
        intent_id = found.pk if found else None
    if intent_id is not None:
        refresh_intent(intent_id)
    IntentEvent.objects.filter(pk=event_id).update(applied_at=clock.now(), intent_id=intent_id)
    return True


def _intent(account: ProviderAccount, external_id: str, key: str) -> Intent | None:
    wanted = Q(pk=None)
    if key:
        wanted |= Q(key=key) | (Q(key=rules.first_key(key)) if rules.first_key(key) else Q(pk=None))
    if external_id:
        wanted |= Q(external_id=external_id) | Q(payment_id=external_id)
    return Intent.objects.filter(wanted, account=account).first()
