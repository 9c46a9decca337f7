"""The order's page shows where its money is, and what may be done with it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.payments import commands
from hanjo.payments.models import Errand, Mismatch
from hanjo.payments.terms import IntentState
from hanjo.payments.tests.conftest import BY, Shop
from hanjo.staff import commands as staff
from hanjo.staff.models import Staff

NOON = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def signed_in(permissions: list[str]) -> Client:
    for code, granted in (("owner", ["*"]), ("money", permissions)):
        staff.set_role(code, code, granted, by=BY)
    staff.create_staff("taro", name="太郎", password="very-long-secret-8", roles=["owner"], by=BY)
    staff.create_staff("hana", name="花", password="very-long-secret-9", roles=["money"], by=BY)
    client = Client()
    client.force_login(Staff.objects.get(login="hana"))
    return client


def test_the_order_shows_its_payment_and_takes_the_money_on_a_press(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent = shop.authorised(order)
    client = signed_in(["*"])
    page = client.get(reverse("orders-order", args=[order.number])).content.decode()
    assert "与信済" in page
    assert "•••• 4242" in page
    assert "ECI 05" in page
    address = reverse("payments-intent", args=[intent.pk, "capture", order.number])
    assert "売上にします" in client.get(address).content.decode()
    assert client.post(address).status_code in (302, 303)
    shop.run()
    intent.refresh_from_db()
    assert intent.state == IntentState.CAPTURED
    again = client.post(address)
    assert again.status_code == 422
    refund = reverse("payments-intent", args=[intent.pk, "refund", order.number])
    sent = {"amount_yen": "1,000", "because": "一部欠品", "key": "one-press"}
    for _ in range(2):
        assert client.post(refund, sent).status_code in (302, 303)
    too_much = client.post(refund, {"amount_yen": "9999", "because": "x", "key": "other"})
    assert too_much.status_code == 422
    assert "残り 2,000 円" in too_much.content.decode()
    shop.run()
    order.refresh_from_db()
    assert order.paid_yen == 2000


def test_who_may_only_look_cannot_move_money(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent = shop.authorised(order)
    client = signed_in(["orders.look", "payments.look"])
    page = client.get(reverse("orders-order", args=[order.number])).content.decode()
    assert "与信済" in page
    assert "売上を確定" not in page
    for verb in ("capture", "void", "refund"):
        address = reverse("payments-intent", args=[intent.pk, verb, order.number])
        assert client.post(address, {"amount_yen": "1", "because": "x"}).status_code == 403
    assert not Errand.objects.exists()
    assert commands.refresh_intent(intent.pk).state == IntentState.AUTHORISED


def test_a_difference_with_a_company_is_work_until_somebody_looked_into_it(shop: Shop) -> None:
    account = shop.account("stripe")
    found = Mismatch.objects.create(
        account=account,
        external_id="pi_x",
        kind="only_there",
        text="決済会社にだけある決済です",
        found_on=NOON,
    )
    client = signed_in(["*"])
    address = reverse("payments-mismatches")
    assert "決済会社にだけある決済です" in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(address, {"id": found.pk}).status_code == 303
    assert "決済会社にだけある決済です" not in client.get(address).content.decode()
