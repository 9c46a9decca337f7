"""An order over 0 yen: points or a coupon have paid, so no way to pay is asked for and none is confirmed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels.models import OutgoingMail
from hanjo.customers import commands as customers
from hanjo.customers import queries as people
from hanjo.customers.terms import Earning
from hanjo.orders.models import Order
from hanjo.orders.terms import Stage
from hanjo.payments.models import Intent
from hanjo.payments.terms import Method, PayKind
from hanjo.pricing import commands as pricing
from hanjo.pricing.commands import CouponDraft
from hanjo.pricing.terms import Bracket
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests import makers, members

pytestmark = pytest.mark.django_db


def rich() -> Client:
    """A member whose points are worth more than a cup, with a cup in the cart."""
    client = members.sign_up()
    earned = Earning(customer_id=members.member().customer_id, points=50_000, ref="gift:1")
    customers.earn_points([earned], by=makers.BY)
    makers.fill(client, ("cup", 1))
    return client


@pytest.mark.parametrize("method", ["", "cod"])
def test_points_pay_everything_without_a_way_to_pay_or_its_fee(method: str) -> None:
    makers.open_shop(10)
    pricing.save_fees([Bracket(pay_kind="cod", yen=330, to_yen=None)], by=makers.BY)
    client = rich()
    checkout = makers.type_in(client, points="50000", method=method)
    assert (checkout.quote["total_yen"], checkout.quote["fee_yen"]) == (0, 0)
    assert checkout.snapshot["payment"] == "お支払いなし"
    assert checkout.snapshot["payment_time"] == "お支払いはありません"
    answer = makers.press(client, checkout)
    text = client.get(answer["Location"]).content.decode()
    assert "ご注文ありがとうございます" in text
    assert "配達員" not in text
    order = Order.objects.get()
    assert (order.total_yen, order.pay_kind, order.stage) == (0, PayKind.POINTS, Stage.READY)
    assert Intent.objects.get().method == Method.FREE
    assert people.balance(members.member().customer_id).free == 50_000 - checkout.quote["points_used"]
    assert "お支払いなし" in OutgoingMail.objects.get(body__contains=order.number).body
    makers.stands()


def test_a_coupon_over_everything_needs_no_way_to_pay_either() -> None:
    makers.open_shop(10)
    pricing.save_coupon(
        CouponDraft(code="ZENGAKU", label="全額", kind="yen", value=90_000, stacks=True), by=makers.BY
    )
    pricing.save_coupon(
        CouponDraft(code="SOURYOU", label="送料", kind="shipping", value=0, stacks=True), by=makers.BY
    )
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    for code in ("ZENGAKU", "SOURYOU"):
        guest.post(reverse("shop-checkout"), {**makers.TYPED, "method": "", "coupon": code, "act": "coupon"})
    checkout = makers.type_in(guest, method="")
    assert checkout.quote["total_yen"] == 0
    makers.press(guest, checkout)
    assert Order.objects.get().total_yen == 0
    makers.stands()


def test_what_is_left_to_pay_needs_a_way_to_pay_again() -> None:
    makers.open_shop(10)
    client = rich()
    makers.type_in(client, points="50000", method="")
    for method in ("", "free"):
        answer = client.post(reverse("shop-checkout"), {**makers.TYPED, "points": "10", "method": method})
        assert answer.status_code == 422
        assert "お支払い方法を選んでください。" in answer.content.decode()
    assert not Order.objects.exists()
    assert not Intent.objects.exists()


def test_the_page_says_that_nothing_is_left_to_pay_and_says_it_only_then() -> None:
    makers.open_shop(10)
    client = rich()
    sent = {**makers.TYPED, "method": ""}
    words = "お支払い方法は選ばずにお進みください"
    for points, hidden in (("10", True), ("50000", False)):
        client.post(reverse("shop-checkout"), {**sent, "points": points})
        page = client.get(reverse("shop-checkout")).content.decode()
        line = next(one for one in page.splitlines() if words in one)
        assert (" hidden>" in line) is hidden
        summed = client.post(reverse("shop-sum"), {**sent, "points": points}).content.decode()
        assert ("data-nothing-to-pay" in summed) is not hidden
    assert Checkout.objects.count() == 1
