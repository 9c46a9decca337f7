"""What the simulated companies know: accounts, payments, what was asked with which key."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulators.payments.scenario import Scenario

AUTHORISATION_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Account:
    """A shop's contract with one company."""

    company: str  # stripe, komoju, deferred
    secret: str
    hook_url: str = ""
    hook_secret: str = ""


class Refused(Exception):
    """The company says no."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        self.code, self.message, self.status = code, message, status
        super().__init__(message)


@dataclass(kw_only=True)
class Payment:
    """A payment, whichever company's. Of a card only brand and last four digits are kept."""

    id: str
    company: str
    key: str
    amount: int
    method: str = "card"  # card, konbini, bank, deferred
    manual: bool = True
    state: str = "new"  # new, challenge, waiting, authorised, captured, voided, expired, failed, review
    page_id: str = ""
    page_state: str = "open"  # open, complete, expired
    return_url: str = ""
    about: str = ""
    email: str = ""
    created: float = 0.0
    expires_at: float = 0.0
    capture_before: float = 0.0
    captured: int = 0
    refunds: list[dict[str, Any]] = field(default_factory=list)
    three_ds: dict[str, str] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    store: str = ""
    number: str = ""
    error: str = ""
    disputed: bool = False
    shipment: dict[str, Any] = field(default_factory=dict)

    @property
    def refunded(self) -> int:
        """All that went back."""
        return sum(int(one["amount"]) for one in self.refunds)

    @property
    def begun(self) -> bool:
        """Whether the buyer did anything on the page yet."""
        return self.state not in ("new",) or bool(self.error)


class World:
    """Everything the simulated companies know, behind one lock."""

    def __init__(self, accounts: list[Account], scenario: Scenario | None = None) -> None:
        self.accounts = {account.company: account for account in accounts}
        self.scenario = scenario or Scenario()
        self.lock = threading.RLock()
        self.payments: dict[str, Payment] = {}
        self.pages: dict[str, str] = {}
        self.answers: dict[tuple[str, str], tuple[str, int, Any]] = {}
        self.counts: dict[str, int] = {}
        self.tell: Callable[[Payment, str], None] = lambda payment, event: None
        self.base_url = ""

    def new_id(self, prefix: str) -> str:
        """An id that looks like the company's and is the same in every run."""
        with self.lock:
            self.counts[prefix] = self.counts.get(prefix, 0) + 1
            return f"{prefix}_sim{self.scenario.seed:04d}{self.counts[prefix]:06d}"

    def add(self, payment: Payment, page: str = "") -> Payment:
        """Keep a payment and the page that leads to it."""
        payment.created = time.time()
        self.payments[payment.id] = payment
        if page:
            payment.page_id = page
            self.pages[page] = payment.id
        return payment

    def get(self, name: str) -> Payment:
        """A payment by its own id or its page's."""
        found = self.payments.get(self.pages.get(name, name))
        if found is None:
            raise Refused("resource_missing", f"No such payment: {name}", 404)
        return found

    # --- what buyers do ----------------------------------------------------------------------------------

    def authorise(self, payment: Payment, *, challenged: bool) -> None:
        """The card's bank says yes; a shop that captures at once has its money."""
        payment.error = ""
        payment.page_state = "complete"
        payment.three_ds = {
            "result": "authenticated",
            "eci": "05",
            "version": "2.2.0",
            "flow": "challenge" if challenged else "frictionless",
        }
        payment.state = "authorised"
        payment.capture_before = time.time() + AUTHORISATION_SECONDS
        if payment.manual:
            self.tell(payment, "authorised")
        else:
            self.capture(payment, payment.amount)

    def decline(self, payment: Payment, code: str) -> None:
        """The card's bank says no; the buyer may try another card on the same page."""
        payment.state, payment.error = "new", code
        self.tell(payment, "failed")

    def pay(self, payment: Payment) -> None:
        """The buyer paid at the till or by transfer."""
        if payment.state not in ("waiting", "expired"):
            raise Refused("not_waiting", f"{payment.id} is {payment.state}")
        payment.state, payment.captured = "captured", payment.amount
        self.tell(payment, "captured")

    def expire(self, payment: Payment) -> None:
        """The deadline is over."""
        if payment.state in ("new", "challenge", "waiting"):
            payment.state = payment.page_state = "expired"
            self.tell(payment, "expired")

    def dispute(self, payment: Payment) -> None:
        """The card holder disputes it."""
        payment.disputed = True
        self.tell(payment, "disputed")

    # --- what shops ask ----------------------------------------------------------------------------------

    def capture(self, payment: Payment, amount: int) -> None:
        """Take the money, once; what is not taken is let go."""
        if payment.state != "authorised":
            raise Refused("payment_intent_unexpected_state", f"cannot be captured: {payment.state}")
        if not 0 < amount <= payment.amount:
            raise Refused("amount_too_large", "more than was authorised")
        payment.state, payment.captured = "captured", amount
        self.tell(payment, "captured")

    def cancel(self, payment: Payment) -> None:
        """Let it go."""
        if payment.state == "captured":
            raise Refused("payment_intent_unexpected_state", "already captured")
        payment.state = "voided"
        payment.page_state = "expired"
        self.tell(payment, "voided")

    def refund(self, payment: Payment, amount: int, note: str = "") -> dict[str, Any]:
        """Pay back, never more than was taken."""
        if payment.state != "captured" or not 0 < amount <= payment.captured - payment.refunded:
            raise Refused("charge_already_refunded", "more than is left")
        made = {"id": self.new_id("re"), "amount": amount, "description": note}
        payment.refunds.append(made)
        self.tell(payment, "refunded")
        return made
