"""The summary beside the checkout follows what is typed, keeps nothing, and has a button for those without script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Bracket, Fare
from hanjo.storefront.models import Cart, Checkout
from hanjo.storefront.tests import makers

pytestmark = pytest.mark.django_db


def fares() -> None:
    pricing.save_shipping_table(
        [Fare(yen=800), Fare(yen=1500, zone="北", prefectures=("北海道",))], by=makers.BY
    )
    pricing.save_fees([Bracket(pay_kind="cod", yen=330)], by=makers.BY)


def test_the_summary_follows_prefecture_and_payment_and_keeps_nothing() -> None:
    skus = makers.open_shop(5)
    fares()
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    north = {**makers.TYPED, "b_prefecture": "北海道", "method": "cod"}
    answer = guest.post(reverse("shop-sum"), north)
    total = skus["cup"].price_yen + 1500 + 330
    assert answer.status_code == 200
    assert f"{total:,}円" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert not Checkout.objects.exists()


def test_the_summary_of_an_empty_cart_is_no_page() -> None:
    makers.open_shop(5)
    assert makers.visitor().post(reverse("shop-sum"), makers.TYPED).status_code == 204


def test_without_script_a_button_keeps_what_was_typed_and_shows_the_new_total() -> None:
    skus = makers.open_shop(5)
    fares()
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    answer = guest.post(reverse("shop-checkout"), {"b_prefecture": "北海道", "method": "cod", "act": "sum"})
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('shop-checkout')}#summary")
    text = guest.get(reverse("shop-checkout")).content.decode()
    assert f"{skus['cup'].price_yen + 1500 + 330:,}円" in text
    assert 'value="sum"' in text


def test_a_coupon_can_be_put_in_and_taken_out_at_the_checkout() -> None:
    makers.open_shop(5)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    guest.post(reverse("shop-checkout"), {"coupon": "nanika", "act": "coupon"})
    assert Cart.objects.get().coupons == ["NANIKA"]
    text = guest.get(reverse("shop-checkout")).content.decode()
    assert "クーポン「NANIKA」は見つかりません" in text
    assert 'value="uncoupon:NANIKA"' in text
    guest.post(reverse("shop-checkout"), {"act": "uncoupon:NANIKA"})
    assert Cart.objects.get().coupons == []


def test_a_coupon_that_stands_in_the_way_is_linked_to_where_it_can_be_taken_out() -> None:
    makers.open_shop(5)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    answer = guest.post(reverse("shop-checkout"), {**makers.TYPED, "coupon": "NANIKA"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'href="#quote-coupon_unknown"' in text
    assert 'id="quote-coupon_unknown"' in text
