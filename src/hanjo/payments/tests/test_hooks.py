"""What comes to the door: proven, kept once, never believed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.payments import commands
from hanjo.payments.models import IntentEvent
from hanjo.payments.terms import IntentState, Method
from hanjo.payments.tests.conftest import HOOK_SECRET, Shop
from simulators.payments.hooks import signature
from simulators.payments.world import Account

pytestmark = pytest.mark.django_db
COMPANIES = pytest.mark.parametrize("company", ["stripe", "komoju", "deferred"])


def event(company: str, external_id: str, key: str = "") -> dict[str, object]:
    data: dict[str, object] = {
        "id": external_id,
        "external_order_num": key,
        "metadata": {"key": key},
        "key": key,
    }
    thing = {"object": {**data, "object": "payment_intent"}} if company == "stripe" else data
    return {"id": f"evt_{company}_1", "type": "payment.captured", "data": thing}


def send(company: str, told: dict[str, object], secret: str = HOOK_SECRET, **headers: str) -> int:
    body = json.dumps(told).encode()
    signed = signature(Account(company=company, secret="", hook_secret=secret), told, body) | headers
    answer = Client().post(
        reverse("payments-hook", args=[company]), body, content_type="application/json", headers=signed
    )
    return int(answer.status_code)


@COMPANIES
def test_an_event_is_kept_once_and_a_worker_asks_the_company(shop: Shop, company: str) -> None:
    shop.account(company)
    intent, said = shop.start(Method.DEFERRED if company == "deferred" else Method.CARD)
    if said.kind == "redirect":
        shop.card(said.url)
    told = event(company, shop.there(intent).id, intent.key)
    assert [send(company, told) for _ in range(3)] == [204] * 3
    kept = IntentEvent.objects.get()
    assert kept.intent_id == intent.pk
    for _ in range(2):
        assert commands.apply_event(kept.pk)
    intent.refresh_from_db()
    # The event claims a capture. The company says authorised: that is what stands in the books.
    assert intent.state == IntentState.AUTHORISED


@COMPANIES
def test_what_cannot_be_proven_is_turned_away_and_not_kept(shop: Shop, company: str) -> None:
    shop.account(company)
    told = event(company, "x")
    assert send(company, told, secret="whsec_wrong") == 400
    body = json.dumps(told).encode()
    plain = Client().post(reverse("payments-hook", args=[company]), body, content_type="application/json")
    assert plain.status_code == 400
    assert send("nobody", told) == 404
    assert not IntentEvent.objects.exists()


def test_an_old_signature_and_one_of_several_while_secrets_change(shop: Shop) -> None:
    shop.account("stripe")
    told = event("stripe", "pi_x")
    body = json.dumps(told).encode()

    def signed(stamp: int, secret: str = HOOK_SECRET) -> str:
        return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()

    now = int(time.time())
    old = now - 301
    assert send("stripe", told, **{"Stripe-Signature": f"t={old},v1={signed(old)}"}) == 400
    both = f"t={now},v1={signed(now, 'whsec_before')},v1={signed(now)},v0=x"
    assert send("stripe", told, **{"Stripe-Signature": both}) == 204
    assert IntentEvent.objects.count() == 1


def test_a_card_number_in_an_event_is_not_kept(shop: Shop) -> None:
    shop.account("komoju")
    told = event("komoju", "kp_x") | {"note": "4242 4242 4242 4242", "cvc": "123"}
    assert send("komoju", told) == 204
    assert "4242" not in IntentEvent.objects.get().raw


def test_a_body_that_is_too_large_is_not_read(shop: Shop) -> None:
    shop.account("komoju")
    assert send("komoju", {"id": "1", "type": "x", "data": {}, "pad": "x" * 300_000}) == 413
    assert not IntentEvent.objects.exists()


def test_an_event_of_a_payment_that_is_not_written_down_yet_waits_for_it(shop: Shop) -> None:
    shop.account("stripe")
    assert send("stripe", event("stripe", "pi_unknown")) == 204
    assert not commands.apply_event(IntentEvent.objects.get().pk)
    assert IntentEvent.objects.get().applied_at is None
