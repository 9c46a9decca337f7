"""Speak to KOMOJU: the only file here that touches the network."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from hanjo.payments.providers import wire
from hanjo.payments.providers.komoju import translate
from hanjo.payments.providers.terms import Access, Heard, Order, Seen
from hanjo.payments.terms import ProviderRefused

PAGE = 100


class Komoju:
    """One KOMOJU account. It knows no idempotency keys: what moves money looks first whether it was done."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def open(self, order: Order) -> Seen:
        """A hosted page; if its answer is lost, another page is opened and the first is never shown."""
        session = self._call("POST", "/sessions", translate.session_json(order, self.access.options))
        return translate.seen_session(session)

    def look(self, external_id: str) -> Seen:
        """Read the page and the payment behind it."""
        session = self._call("GET", f"/sessions/{external_id}")
        payment = session.get("payment")
        if isinstance(payment, Mapping) and payment.get("id"):
            session = {**session, "payment": self._call("GET", f"/payments/{payment['id']}")}
        return translate.seen_session(session)

    def capture(self, external_id: str, yen: int, *, key: str, data: Mapping[str, Any]) -> Seen:
        """Take what was authorised: part of it only where the account may, else all, and the house pays back."""
        seen = self._paid(external_id)
        if seen.captured_yen:
            return seen
        body = {"amount": yen} if self.access.options.get("partial_capture", False) else {}
        self._call("POST", f"/payments/{seen.payment_id}/capture", body)
        return self.look(external_id)

    def void(self, external_id: str, *, key: str) -> Seen:
        """Cancel the payment, or the page while there is none."""
        seen = self.look(external_id)
        path = f"/payments/{seen.payment_id}" if seen.payment_id else f"/sessions/{external_id}"
        self._call("POST", f"{path}/cancel", {})
        return self.look(external_id)

    def refund(self, external_id: str, yen: int, *, key: str, because: str) -> Seen:
        """Pay back, unless a refund with this key stands there already."""
        seen = self._paid(external_id)
        payment = self._call("GET", f"/payments/{seen.payment_id}")
        if not translate.has_refund(payment, key):
            body = {"amount": yen, "description": key}
            self._call("POST", f"/payments/{seen.payment_id}/refund", body)
        return self.look(external_id)

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Heard:
        """Prove a webhook by its signature."""
        translate.verify(headers.get("X-Komoju-Signature", ""), body, self.access.hook_secret)
        return translate.heard(headers.get("X-Komoju-ID", ""), headers.get("X-Komoju-Event", ""), body)

    def payments(self, since: datetime, until: datetime) -> Iterator[Seen]:
        """All payments of a time, page by page."""
        number = 1
        while True:
            query = {
                "start_time": since.isoformat(),
                "end_time": until.isoformat(),
                "page": number,
                "per_page": PAGE,
            }
            page = self._call("GET", f"/payments?{urlencode(query)}")
            found = page.get("data") or []
            for payment in found:
                yield translate.seen_payment(payment)
            if number >= int(page.get("last_page") or 1) or not found:
                return
            number += 1

    def _paid(self, external_id: str) -> Seen:
        seen = self.look(external_id)
        if not seen.payment_id:
            raise ProviderRefused(account=self.access.code, because="決済がまだ行われていません")
        return seen

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        secret = base64.b64encode(f"{self.access.secret}:".encode()).decode()
        answer = wire.request(
            method,
            f"{self.access.base_url}/api/v1{path}",
            headers={"Authorization": f"Basic {secret}", "Content-Type": "application/json"},
            body=json.dumps(body).encode() if body is not None else None,
            repeatable=method == "GET",
        )
        if answer.status < 300 and isinstance(answer.data, dict):
            return answer.data
        raise ProviderRefused(account=self.access.code, because=translate.refusal(answer.status, answer.data))
