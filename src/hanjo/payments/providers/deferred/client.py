"""Speak the neutral deferred-payment protocol: the only file here that touches the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from hanjo.payments.providers import wire
from hanjo.payments.providers.deferred import translate
from hanjo.payments.providers.terms import Access, Heard, Order, Seen
from hanjo.payments.terms import ProviderRefused


class Deferred:
    """One contract, reached through a bridge."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def open(self, order: Order) -> Seen:
        """Ask for credit and register."""
        key = f"{order.key}:{order.again}" if order.again else order.key
        body = {
            "key": order.key,
            "amount": order.amount_yen,
            "buyer": asdict(order.buyer),
            "about": order.about,
        }
        return translate.seen(self._call("POST", "/transactions", body, key))

    def look(self, external_id: str) -> Seen:
        """Read it anew."""
        return translate.seen(self._call("GET", f"/transactions/{external_id}"))

    def capture(self, external_id: str, yen: int, *, key: str, data: Mapping[str, Any]) -> Seen:
        """Report the shipment: the company pays for what was sent."""
        body = {"amount": yen, **translate.shipment(data)}
        return translate.seen(self._call("POST", f"/transactions/{external_id}/shipment", body, key))

    def void(self, external_id: str, *, key: str) -> Seen:
        """Call it off before the shipment."""
        return translate.seen(self._call("POST", f"/transactions/{external_id}/cancel", {}, key))

    def refund(self, external_id: str, yen: int, *, key: str, because: str) -> Seen:
        """Take back part or all of what was reported."""
        body = {"amount": yen, "because": because}
        return translate.seen(self._call("POST", f"/transactions/{external_id}/refund", body, key))

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Heard:
        """Prove a webhook by its signature."""
        translate.verify(headers.get("X-Deferred-Signature", ""), body, self.access.hook_secret, now=now)
        return translate.heard(body)

    def payments(self, since: datetime, until: datetime) -> Iterator[Seen]:
        """All transactions of a time, page by page."""
        after = ""
        while True:
            query = {"since": since.isoformat(), "until": until.isoformat(), "after": after}
            page = self._call("GET", f"/transactions?{urlencode(query)}")
            for one in page["data"]:
                yield translate.seen(one)
            after = page.get("next") or ""
            if not after:
                return

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, key: str = ""
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.access.secret}", "Content-Type": "application/json"}
        answer = wire.request(
            method,
            f"{self.access.base_url}{path}",
            headers=headers | ({"Idempotency-Key": key} if key else {}),
            body=json.dumps(body).encode() if body is not None else None,
            repeatable=True,
        )
        if answer.status < 300 and isinstance(answer.data, dict):
            return answer.data
        raise ProviderRefused(account=self.access.code, because=translate.refusal(answer.status, answer.data))
