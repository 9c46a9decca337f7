"""KOMOJU's shapes become ours."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest

from hanjo.payments.providers.komoju import translate
from hanjo.payments.providers.terms import Order
from hanjo.payments.terms import BadHook, Buyer, IntentState, Method

SAMPLES = Path(__file__).parent.parent / "samples"


def test_a_konbini_payment_that_is_called_authorized_promises_no_money() -> None:
    seen = translate.seen_session(json.loads((SAMPLES / "konbini_authorized.json").read_text("utf-8")))
    assert (seen.state, seen.captured_yen, seen.key) == (IntentState.WAITING, 0, "c-1")
    assert seen.expires_at is not None


@pytest.mark.parametrize(("method", "capture"), [(Method.CARD, "manual"), (Method.KONBINI, "auto")])
def test_only_a_card_is_captured_by_hand(method: Method, capture: str) -> None:
    order = Order(
        key="c-1",
        method=method,
        amount_yen=4980,
        buyer=Buyer(email="hanako@example.jp"),
        return_url="https://shop.example/back",
        about="",
        expires_at=None,
    )
    body = translate.session_json(order, {})
    assert body["payment_data"] == {"external_order_num": "c-1", "capture": capture}
    assert (body["amount"], body["currency"]) == (4980, "JPY")


def test_a_signature_is_the_hmac_of_the_raw_body() -> None:
    body = b'{"id": "1"}'
    translate.verify(hmac.new(b"s", body, hashlib.sha256).hexdigest(), body, "s")
    for wrong in ("", "0" * 64):
        with pytest.raises(BadHook):
            translate.verify(wrong, body, "s")
