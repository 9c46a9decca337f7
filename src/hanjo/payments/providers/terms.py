"""The port that every payment company is translated to (決済会社の口)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from hanjo.payments.terms import Buyer, IntentState, Method, Next


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """An account opened: where to ask and with which secrets (決済アカウントの接続)."""

    code: str
    base_url: str
    secret: str
    hook_secret: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What a payment company is asked to take (決済の申し込み)."""

    key: str
    method: Method
    amount_yen: int
    buyer: Buyer
    return_url: str
    about: str
    expires_at: datetime | None
    again: str = ""  # id of the try that failed: a new one needs a new idempotency key


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A payment as its company sees it now (決済会社から見た状態)."""

    external_id: str
    state: IntentState
    payment_id: str = ""
    key: str = ""  # ours, when the company gives it back
    amount_yen: int | None = None
    captured_yen: int = 0
    refunded_yen: int = 0
    next: Next | None = None
    message: str = ""
    three_ds: Mapping[str, str] = field(default_factory=dict)
    card: Mapping[str, str] = field(default_factory=dict)
    capture_before: datetime | None = None
    expires_at: datetime | None = None
    is_disputed: bool = False
    dispute: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A webhook that is proven to come from the company (確かめた通知)."""

    event_id: str
    kind: str
    external_id: str = ""  # whichever id it speaks of: the page's or the payment's
    key: str = ""


class Port(Protocol):
    """What a payment company can do for an account. Every method may be repeated with the same key."""

    def open(self, order: Order) -> Seen:
        """Begin a payment."""

    def look(self, external_id: str) -> Seen:
        """Say what is true now."""

    def capture(self, external_id: str, yen: int, *, key: str, data: Mapping[str, Any]) -> Seen:
        """Take the money that was authorised, once; what is not taken is let go."""

    def void(self, external_id: str, *, key: str) -> Seen:
        """Let go of the authorisation, or call the payment off before it is made."""

    def refund(self, external_id: str, yen: int, *, key: str, because: str) -> Seen:
        """Pay money back."""

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Heard:
        """Prove a webhook; refuses with BadHook what cannot be proven."""

    def payments(self, since: datetime, until: datetime) -> Iterable[Seen]:
        """Every payment begun in this time, for the daily comparison."""
