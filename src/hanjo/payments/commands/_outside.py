"""Shared inner step: ask a payment company, outside every transaction, behind a circuit breaker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from hanjo.kernel import clock
from hanjo.payments.models import ProviderAccount
from hanjo.payments.providers.registry import provider
from hanjo.payments.providers.terms import Access, Port
from hanjo.payments.providers.wire import Unreachable
from hanjo.payments.terms import ProviderDown, ProviderRefused
from hanjo.staff.sealed import unseal

TRIPS_AFTER = 5  # failures in a row
RESTS = timedelta(seconds=30)

R = TypeVar("R")


def connect(account: ProviderAccount) -> Port:
    """Open an account: the only moment at which its secrets are readable."""
    company = provider(account.provider)
    return company.connect(
        Access(
            code=account.code,
            base_url=(account.base_url or company.BASE_URL).rstrip("/"),
            secret=unseal(account.sealed_secret) if account.sealed_secret else "",
            hook_secret=unseal(account.sealed_hook_secret) if account.sealed_hook_secret else "",
            options=account.options,
        )
    )


def ask(account: ProviderAccount, question: Callable[[Port], R]) -> R:
    """Ask the company; refuses without asking while it has failed again and again (決済会社への問い合わせ)."""
    with transaction.atomic(durable=True):  # nobody may hold locks while the outside takes its time
        closed_until = ProviderAccount.objects.values_list("closed_until", flat=True).get(pk=account.pk)
    if closed_until is not None and closed_until > clock.now():
        raise ProviderDown(account=account.title)
    rows = ProviderAccount.objects.filter(pk=account.pk)
    try:
        answer = question(connect(account))
    except Unreachable as error:
        rows.update(failures=F("failures") + 1)
        rows.filter(failures__gte=TRIPS_AFTER).update(closed_until=clock.now() + RESTS)
        raise ProviderDown(account=account.title) from error
    except ProviderRefused as refusal:
        raise ProviderRefused(account=account.title, because=refusal.facts["because"]) from refusal
    rows.exclude(failures=0, closed_until=None).update(failures=0, closed_until=None)
    return answer
