"""What a buyer sees that is easily forgotten: their own part of a purchase, feedback, what cannot be had now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from hanjo.catalogue.models import Product
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Fare
from hanjo.storefront import queries
from hanjo.storefront.search.fold import in_script_of
from hanjo.storefront.tests import makers, members
from hanjo.storefront.tests.test_receivers import send, shared
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db


def test_the_page_of_an_order_tells_only_its_own_receivers_day_and_that_the_payment_is_for_both() -> None:
    skus = makers.open_shop(10)
    makers.take_transfers()
    guest = makers.visitor()
    makers.fill(guest, ("cup", 3))
    send(guest, shared(skus["cup"].id, 1, 2))
    first, second = Order.objects.order_by("pk")
    mine = guest.get(reverse("shop-order", args=[queries.guest_ref(first)])).content.decode()
    theirs = guest.get(reverse("shop-order", args=[queries.guest_ref(second)])).content.decode()
    assert "架空 次郎" not in mine
    assert "見本 花子 様: " not in theirs
    assert "2 件のご注文の合計です" in mine


def test_whoever_puts_something_into_their_favourites_is_told_so() -> None:
    makers.open_shop(3)
    client = members.sign_up()
    page = client.get(reverse("shop-product", args=["cup"])).content.decode()
    back = page.partition('name="next" value="')[2].partition('"')[0]
    pk = Product.objects.get(code="cup").pk
    answer = client.post(reverse("shop-favourite"), {"product": pk, "next": back}, follow=True)
    assert "お気に入りに入れました。" in answer.content.decode()


def test_what_is_sold_out_promises_no_day_and_asks_for_no_number() -> None:
    makers.open_shop(1)
    first = makers.visitor()
    makers.fill(first, ("cup", 1))
    makers.press(first, makers.type_in(first))
    kept.forget()
    text = makers.visitor().get(reverse("shop-product", args=["cup"])).content.decode()
    assert "売り切れ" in text
    assert "最短" not in text
    assert 'name="quantity"' not in text


def test_a_reservation_says_when_it_is_on_sale_and_an_order_item_that_it_is_made_after() -> None:
    makers.open_shop(3)
    day = clock.business_date() + timedelta(days=20)
    Product.objects.filter(code="cup").update(on_sale_on=day)
    Product.objects.filter(code="pot").update(made_to_order=True)
    kept.forget()
    client = makers.visitor()
    text = client.get(reverse("shop-product", args=["cup"])).content.decode()
    assert f"{day.month}月{day.day}日" in text.partition("ご予約")[2][:60]
    assert (
        "ご注文を受けてからご用意します" in client.get(reverse("shop-product", args=["pot"])).content.decode()
    )


def test_a_suggestion_stands_in_the_script_that_was_typed() -> None:
    assert in_script_of("そばちょく", "ソバチョコ") == "そばちょこ"
    assert in_script_of("サーバ", "サーバー") == "サーバー"
    assert in_script_of("soba", "そば猪口") == "そば猪口"


def test_the_cart_says_what_sending_to_a_prefecture_costs_before_anything_else_is_typed() -> None:
    makers.open_shop(5)
    pricing.save_shipping_table(
        [Fare(yen=800), Fare(yen=1500, zone="北", prefectures=("北海道",))], by=makers.BY
    )
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    assert "800円〜" in guest.get(reverse("shop-cart")).content.decode()
    guest.post(reverse("shop-cart-change"), {"prefecture": "北海道"})
    text = guest.get(reverse("shop-cart")).content.decode()
    assert "1,500円" in text
    assert "1,500円〜" not in text
