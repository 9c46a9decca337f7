"""Stripe's shapes (names after its Python library 16.1.0) become ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hanjo.payments.providers import wire
from hanjo.payments.providers.stripe import translate
from hanjo.payments.providers.terms import Order
from hanjo.payments.terms import Buyer, IntentState, Method

SAMPLES = Path(__file__).parent.parent / "samples"
UNTIL = datetime(2026, 12, 1, 14, 59, 59, tzinfo=UTC)


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def order(method: Method, phone: str = "078-000-0001") -> Order:
    return Order(
        key="c-1",
        method=method,
        amount_yen=4980,
        buyer=Buyer(name="見本 花子", email="hanako@example.jp", phone=phone),
        return_url="https://shop.example/back",
        about="ご注文",
        expires_at=UNTIL,
    )


def test_yen_are_sent_whole_and_the_card_waits_for_the_shipment() -> None:
    form = dict(wire.pairs(translate.session_form(order(Method.CARD), {})))
    assert form["line_items[0][price_data][unit_amount]"] == "4980"
    assert form["payment_intent_data[capture_method]"] == "manual"
    assert form["payment_method_options[card][request_three_d_secure]"] == "any"
    assert not [name for name in form if "number" in name or "cvc" in name]


def test_a_konbini_number_runs_out_with_our_deadline_and_takes_only_a_number_that_can_be() -> None:
    form = dict(wire.pairs(translate.intent_form(order(Method.KONBINI), "")))
    assert form["payment_method_options[konbini][expires_at]"] == str(int(UNTIL.timestamp()))
    assert form["payment_method_options[konbini][confirmation_number]"] == "0780000001"
    odd = dict(wire.pairs(translate.intent_form(order(Method.KONBINI, "不明"), "")))
    assert "payment_method_options[konbini][confirmation_number]" not in odd


def test_a_konbini_payment_shows_a_code_for_each_of_the_four_chains() -> None:
    seen = translate.seen_intent(sample("konbini_waiting"))
    assert (seen.state, seen.captured_yen) == (IntentState.WAITING, 0)
    assert seen.next is not None
    assert [label for label, _ in seen.next.lines][1:] == [
        "ファミリーマートの払込番号",
        "ローソンの払込番号",
        "ミニストップの払込番号",
        "セイコーマートの払込番号",
    ]


def test_the_result_of_3d_secure_the_liability_and_the_end_of_the_authorisation_are_kept() -> None:
    seen = translate.seen_session(sample("card_authorised"))
    assert (seen.external_id, seen.payment_id) == ("cs_sample1", "pi_sample2")
    assert seen.state == IntentState.AUTHORISED
    assert (seen.three_ds["eci"], seen.three_ds["liability"]) == ("06", "issuer")
    assert seen.card == {"brand": "visa", "last4": "3220", "expiry": "2031-04"}
    assert seen.capture_before is not None
