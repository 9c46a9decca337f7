"""Speak to Stripe: the only file here that touches the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from hanjo.payments.providers import wire
from hanjo.payments.providers.stripe import translate
from hanjo.payments.providers.terms import Access, Heard, Order, Seen
from hanjo.payments.terms import Method, ProviderRefused

API_VERSION = "2026-10-28.endive"
EXPAND_INTENT = {"expand": ["latest_charge"]}
EXPAND_SESSION = {"expand": ["payment_intent.latest_charge"]}


class Stripe:
    """One Stripe account."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def open(self, order: Order) -> Seen:
        """A hosted page for cards; a number or an account at once for konbini and transfers."""
        key = f"{order.key}:{order.again}" if order.again else order.key
        if order.method == Method.CARD:
            form = translate.session_form(order, self.access.options)
            return translate.seen_session(self._post("/v1/checkout/sessions", form | EXPAND_SESSION, key))
        customer = ""
        if order.method == Method.VIRTUAL_ACCOUNT:
            person = translate.customer_form(order)
            customer = self._post("/v1/customers", person, f"{key}:customer")["id"]
        form = translate.intent_form(order, customer)
        return translate.seen_intent(self._post("/v1/payment_intents", form | EXPAND_INTENT, key))

    def look(self, external_id: str) -> Seen:
        """Read the page or the payment anew."""
        if external_id.startswith("cs_"):
            return translate.seen_session(self._get(f"/v1/checkout/sessions/{external_id}", EXPAND_SESSION))
        return translate.seen_intent(self._get(f"/v1/payment_intents/{external_id}", EXPAND_INTENT))

    def capture(self, external_id: str, yen: int, *, key: str, data: Mapping[str, Any]) -> Seen:
        """Take part or all of what was authorised; Stripe lets the rest go."""
        payment = self._payment(external_id)
        form = {"amount_to_capture": yen}
        self._post(f"/v1/payment_intents/{payment}/capture", form, key)
        return self.look(external_id)

    def void(self, external_id: str, *, key: str) -> Seen:
        """Close the page while nothing was paid, or cancel the payment."""
        seen = self.look(external_id)
        if external_id.startswith("cs_") and not seen.payment_id:
            self._post(f"/v1/checkout/sessions/{external_id}/expire", {}, key)
        else:
            self._post(f"/v1/payment_intents/{seen.payment_id}/cancel", {}, key)
        return self.look(external_id)

    def refund(self, external_id: str, yen: int, *, key: str, because: str) -> Seen:
        """Pay back part or all; to konbini and transfer buyers Stripe mails how to get it."""
        payment = self._get(f"/v1/payment_intents/{self._payment(external_id)}", EXPAND_INTENT)
        self._post("/v1/refunds", translate.refund_form(payment, yen, because), key)
        return self.look(external_id)

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Heard:
        """Prove a webhook by its signature."""
        translate.verify(headers.get("Stripe-Signature", ""), body, self.access.hook_secret, now=now)
        return translate.heard(body)

    def payments(self, since: datetime, until: datetime) -> Iterator[Seen]:
        """All payments of a time, page by page."""
        window = {"gte": int(since.timestamp()), "lte": int(until.timestamp())}  # whole seconds
        query: dict[str, Any] = {"created": window, "limit": 100, "expand": ["data.latest_charge"]}
        while True:
            page = self._get("/v1/payment_intents", query)
            for payment in page["data"]:
                yield translate.seen_intent(payment)
            if not page.get("has_more") or not page["data"]:
                return
            query = {**query, "starting_after": page["data"][-1]["id"]}

    def _payment(self, external_id: str) -> str:
        payment = self.look(external_id).payment_id
        if not payment:
            raise ProviderRefused(account=self.access.code, because="決済がまだ行われていません")
        return payment

    def _get(self, path: str, query: Mapping[str, Any]) -> dict[str, Any]:
        url = f"{self.access.base_url}{path}?{urlencode(wire.pairs(query))}"
        return self._answer(wire.request("GET", url, headers=self._headers(), repeatable=True))

    def _post(self, path: str, form: Mapping[str, Any], key: str) -> dict[str, Any]:
        headers = self._headers() | {
            "Content-Type": "application/x-www-form-urlencoded",
            "Idempotency-Key": key,
        }
        body = urlencode(wire.pairs(form)).encode()
        url = f"{self.access.base_url}{path}"
        return self._answer(wire.request("POST", url, headers=headers, body=body, repeatable=True))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access.secret}", "Stripe-Version": API_VERSION}

    def _answer(self, answer: wire.Answer) -> dict[str, Any]:
        if answer.status < 300 and isinstance(answer.data, dict):
            return answer.data
        raise ProviderRefused(account=self.access.code, because=translate.refusal(answer.status, answer.data))
