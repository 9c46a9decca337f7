"""The opening guide and its trial order: every step is real, and nothing is left behind."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanjo.inventory import queries as stock
from hanjo.kernel import setting
from hanjo.orders.models import Order
from hanjo.storefront import commands
from hanjo.storefront.legal.terms import Profile
from hanjo.storefront.models import Cart
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, open_shop, stands

pytestmark = pytest.mark.django_db


def test_a_trial_order_goes_through_and_the_stock_is_back() -> None:
    skus = open_shop(3)
    before = stock.available([card.id for card in skus.values()])
    client = boss()
    assert client.post(reverse("shop-desk-trial")).status_code in (302, 303)
    kept = setting.get("shop.trial", {})
    assert kept["ok"], kept["steps"]
    order = Order.objects.get()
    assert order.state == "cancelled"
    assert "見本" in order.remarks
    assert stock.available([card.id for card in skus.values()]) == before
    assert not Cart.objects.exists()
    page = client.get(reverse("shop-desk-guide")).content.decode()
    assert order.number in page
    stands()


def test_a_trial_names_the_step_that_fails_and_leaves_nothing() -> None:
    skus = open_shop(3)
    commands.save_legal(Profile(legal_name="見本"), by=BY)
    before = stock.available([card.id for card in skus.values()])
    boss().post(reverse("shop-desk-trial"))
    kept = setting.get("shop.trial", {})
    assert not kept["ok"]
    assert kept["steps"][-1][:2] == ["確認画面を出す", False]
    assert "キャンセルの条件" in kept["steps"][-1][2]
    assert not Order.objects.exists()
    assert not Cart.objects.exists()
    assert stock.available([card.id for card in skus.values()]) == before


def test_a_shop_without_goods_says_so() -> None:
    boss().post(reverse("shop-desk-trial"))
    assert "買える商品がありません" in setting.get("shop.trial", {})["steps"][0][2]


def test_the_guide_names_what_keeps_the_doors_shut_and_who_may_not_open_them() -> None:
    open_shop()
    commands.close_doors(by=BY)
    page = boss().get(reverse("shop-desk-guide")).content.decode()
    assert "店のメールアドレス" in page
    assert boss("storefront.look").post(reverse("shop-desk-doors"), {"do": "open"}).status_code == 403
    assert boss().post(reverse("shop-desk-doors"), {"do": "open"}).status_code == 422
    assert setting.get("shop.open", True) is False
