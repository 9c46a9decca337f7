"""Money for programs: counted once by its key, refused when it does not fit."""

import json

import pytest

from hanjo.inventory.tests.makers import products, put, warehouse
from hanjo.orders.tests.makers import take
from hanjo.payments.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    cards = products("TEA")
    put(cards["TEA"].id, 10, warehouse())
    return cards


@pytest.fixture
def call(client, api_token):
    headers = api_token("payments.*")

    def send(method, path, body=None):
        text = json.dumps(body) if body is not None else ""
        return client.generic(
            method, f"/api/v1{path}", data=text, content_type="application/json", headers=headers
        )

    return send


def test_money_comes_in_once_by_its_key_and_too_much_is_refused(call, goods):
    order = take("1", (goods["TEA"], 1))
    path = f"/orders/{order.number}/payments"
    body = {"amount_yen": 1000, "received_on": "2026-11-22", "key": "bank-7"}
    assert call("POST", path, body).json()["money_state"] == "paid"
    call("POST", path, body)
    assert Payment.objects.count() == 1
    wrong = call("POST", path, {**body, "key": "bank-8", "amount_yen": 5})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:hanjo:wrong_amount")
    refund = call("POST", f"/orders/{order.number}/refunds", {"amount_yen": 400, "key": "r1"}).json()
    assert (refund["money_state"], refund["paid_yen"]) == ("part_refunded", 600)
    assert len(call("GET", path).json()["payments"]) == 2


def test_an_authorisation_counts_once_and_a_looker_may_not_give_it(call, client, api_token, goods):
    order = take("1", (goods["TEA"], 1))
    path = f"/orders/{order.number}/authorisations"
    assert call("POST", path, {"key": "a1"}).json()["money_state"] == "authorised"
    call("POST", path, {"key": "a1"})
    assert Payment.objects.count() == 1
    looking = api_token("payments.look")
    answer = client.post(f"/api/v1{path}", {"key": "a2"}, content_type="application/json", headers=looking)
    assert answer.status_code == 403
    assert Payment.objects.count() == 1
