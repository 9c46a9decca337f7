"""Coupons, sales, points and ranks, as the staff sets them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanjo.catalogue.models import Category, Product
from hanjo.customers.models import Rank
from hanjo.kernel import setting
from hanjo.pricing import queries as pricing
from hanjo.pricing.models import Coupon, CouponCode, Sale
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import open_shop

pytestmark = pytest.mark.django_db

COUPON = {"code": "welcome", "label": "はじめてのお客様", "kind": "yen", "value": "500", "is_active": "1"}


def test_a_coupon_is_made_stopped_and_its_codes_taken_out() -> None:
    client = boss()
    typed = {**COUPON, "single_use_codes": "1"}
    assert client.post(reverse("shop-desk-coupon-new"), typed).status_code in (302, 303)
    assert "はじめてのお客様" in client.get(reverse("shop-desk-coupons")).content.decode()
    client.post(reverse("shop-desk-coupon-make", args=["WELCOME"]), {"count": "25"})
    assert CouponCode.objects.count() == 25
    sheet = client.get(reverse("shop-desk-coupon-codes", args=["WELCOME"])).content.decode()
    assert sheet.count("WELCOME-") == 25
    assert client.get(reverse("shop-desk-coupon", args=["WELCOME"])).status_code == 200
    client.post(reverse("shop-desk-coupon", args=["WELCOME"]), {**COUPON, "is_active": ""})
    assert Coupon.objects.get().is_active is False


@pytest.mark.parametrize("wrong", [{"kind": "percent", "value": "200"}, {"value": "0"}, {"label": ""}])
def test_a_coupon_that_makes_no_sense_is_refused_and_not_kept(wrong: dict[str, str]) -> None:
    assert boss().post(reverse("shop-desk-coupon-new"), {**COUPON, **wrong}).status_code == 422
    assert not Coupon.objects.exists()


def test_too_many_codes_at_once_are_refused() -> None:
    client = boss()
    client.post(reverse("shop-desk-coupon-new"), {**COUPON, "single_use_codes": "1"})
    client.post(reverse("shop-desk-coupon-make", args=["WELCOME"]), {"count": "999999"})
    assert not CouponCode.objects.exists()


def test_a_sale_shows_why_an_old_price_may_not_be_shown_and_can_be_stopped() -> None:
    skus = open_shop()
    shelf = Category.objects.create(code="cups", name="器")
    Product.objects.filter(skus__in=[card.id for card in skus.values()]).update(category=shelf)
    client = boss()
    typed = {
        "code": "winter",
        "label": "冬のセール",
        "percent": "20",
        "categories": [str(shelf.pk)],
        "past_prices": "1",
    }
    assert client.post(reverse("shop-desk-sales"), typed).status_code in (302, 303)
    text = client.get(reverse("shop-desk-sale", args=["winter"])).content.decode()
    assert "出せない" in text
    assert "冬のセール" in client.get(reverse("shop-desk-sales")).content.decode()
    assert client.post(reverse("shop-desk-sale", args=["winter"])).status_code in (302, 303)
    assert Sale.objects.get().state in ("ended", "draft")


POINTS = {"rate": "1.5", "minimum": "100", "cap_percent": "50", "covers_all": "1", "notice_days": "21"}


def test_points_and_ranks_are_kept_and_a_bad_figure_changes_nothing() -> None:
    client = boss()
    ranks = {"k_code": ["gold"], "k_name": ["ゴールド"], "k_yen": ["50000"], "k_rate": ["3"]}
    assert client.post(reverse("shop-desk-points"), {**POINTS, **ranks}).status_code in (302, 303)
    rule = pricing.terms().points
    assert (rule.rate, rule.rates, rule.cap_percent, rule.on_paid) == (150, {"gold": 300}, 50, False)
    assert Rank.objects.get().yearly_from_yen == 50000
    assert setting.get("shop.points_notice_days", 0) == 21
    assert 'value="21"' in client.get(reverse("shop-desk-points")).content.decode()
    assert (
        client.post(reverse("shop-desk-points"), {**POINTS, **ranks, "k_yen": ["たくさん"]}).status_code
        == 422
    )
    assert Rank.objects.get().yearly_from_yen == 50000
    assert "ゴールド" in client.get(reverse("shop-desk-points")).content.decode()


def test_who_may_only_look_changes_nothing() -> None:
    client = boss("pricing.look")
    assert client.get(reverse("shop-desk-coupons")).status_code == 200
    assert client.post(reverse("shop-desk-coupon-new"), COUPON).status_code == 403
    assert client.post(reverse("shop-desk-points"), POINTS).status_code == 403
    assert not Coupon.objects.exists()


def test_a_coupon_for_shipping_says_free_and_not_zero_yen() -> None:
    open_shop()
    client = boss()
    typed = {
        "code": "FREE",
        "label": "送料サービス",
        "kind": "shipping",
        "value": "0",
        "minimum_yen": "0",
        "is_active": "1",
    }
    assert client.post(reverse("shop-desk-coupon-new"), typed).status_code in (302, 303)
    shown = client.get(reverse("shop-desk-coupons")).content.decode()
    assert "FREE・送料無料" in shown
    form = client.get(reverse("shop-desk-coupon-new")).content.decode()
    assert "対象の会員ランク" not in form  # there is none to choose
