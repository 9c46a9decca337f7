"""Save a provider account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.payments.models import ProviderAccount
from hanjo.payments.providers.registry import provider
from hanjo.payments.terms import Method, MethodNotOffered
from hanjo.staff.sealed import seal


@command("payments.save_account", "決済アカウントの設定")
def save_account(
    code: str,
    *,
    provider_code: str,
    title: str,
    methods: Sequence[Method],
    secret: str = "",
    hook_secret: str = "",
    base_url: str = "",
    options: Mapping[str, Any] | None = None,
    is_on: bool = True,
    by: Actor,
) -> ProviderAccount:
    """Keep a contract with a payment company; its secrets are sealed and never shown again (決済アカウントの設定).

    Saving again replaces it; an empty secret keeps the one that is there. Refuses a company that no package answers
    for, and a method that it does not have.
    """
    company = provider(provider_code)
    for method in methods:
        if method not in company.METHODS:
            raise MethodNotOffered(method=method.label)
    values: dict[str, Any] = {
        "provider": provider_code,
        "title": title,
        "base_url": base_url,
        "methods": [str(method) for method in methods],
        "options": dict(options or {}),
        "is_on": is_on,
        "changed_by": str(by),
        "failures": 0,
        "closed_until": None,
    }
    values |= {"sealed_secret": seal(secret)} if secret else {}
    values |= {"sealed_hook_secret": seal(hook_secret)} if hook_secret else {}
    made, _ = ProviderAccount.objects.update_or_create(code=code, defaults=values)
    audit.record(by, "payments.save_account", [code], provider=provider_code, methods=values["methods"])
    return made
