"""Find every payment company: the house's own, and those that other packages bring by an entry point (決済会社の一覧).

A provider is a package of one shape: `PROVIDER` (its code), `LABEL`, `METHODS`, `BASE_URL`, `connect(access)`. Another
package declares its own in the group `hanjo.payments`, under the provider's code; it may also replace one of ours.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from hanjo.kernel.refusal import Refusal
from hanjo.payments.providers.terms import Access, Port
from hanjo.payments.terms import Method

GROUP = "hanjo.payments"
OURS = {code: f"hanjo.payments.providers.{code}" for code in ("stripe", "komoju", "deferred")}
SHAPE = ("PROVIDER", "LABEL", "METHODS", "BASE_URL", "connect")


class UnknownProvider(Refusal):
    """No installed package answers for this provider code."""

    code = "unknown_provider"
    message = "決済会社「{provider}」に対応していません。"
    fix = "設定の決済会社を選び直してください（{known}）。"


class Connect(Protocol):
    def __call__(self, access: Access) -> Port: ...


class Provider(Protocol):
    PROVIDER: str
    LABEL: str
    METHODS: tuple[Method, ...]
    BASE_URL: str
    connect: Connect


def provider_codes() -> list[str]:
    """The codes of all payment companies that answer."""
    return sorted({*OURS, *(point.name for point in entry_points(group=GROUP))})


@cache
def provider(code: str) -> Provider:
    """The payment company with this code; refuses a code for which nobody answers (決済会社)."""
    declared = [point.load() for point in entry_points(group=GROUP, name=code)]
    for module in [*declared, *([import_module(OURS[code])] if code in OURS else [])]:
        if all(hasattr(module, name) for name in SHAPE) and code == module.PROVIDER:
            return cast(Provider, module)
    raise UnknownProvider(provider=code, known="、".join(provider_codes()))
