"""From the cart to the order: once, at the price that was shown, never what cannot be had."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.terms import ProductRow
from hanjo.inventory import queries as inventory
from hanjo.inventory.models import Hold, Reservation
from hanjo.orders.models import Order
from hanjo.payments.models import Intent
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests import makers

pytestmark = pytest.mark.django_db


def test_a_guest_buys_and_the_order_stands_on_the_board_with_its_stock() -> None:
    skus = makers.open_shop(10)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 2), ("pot", 1))
    checkout = makers.type_in(guest)
    answer = makers.press(guest, checkout)
    assert answer.url == reverse("shop-done", args=[checkout.key])  # type: ignore[attr-defined]  # a redirect
    order = Order.objects.get()
    checkout.refresh_from_db()
    assert (order.channel, order.total_yen, order.pay_kind) == ("shop", checkout.quote["total_yen"], "cod")
    assert order.lines.count() == 2
    assert inventory.available([skus["cup"].id]) == {skus["cup"].id: 8}
    assert checkout.state == "placed"
    page = guest.get(reverse("shop-done", args=[checkout.key])).content.decode()
    assert order.number in page
    makers.stands()


def test_pressing_twice_is_one_order() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 2))
    checkout = makers.type_in(guest)
    makers.press(guest, checkout)
    makers.press(guest, checkout)
    assert Order.objects.count() == 1
    assert Intent.objects.count() == 1


def test_a_price_that_changed_is_shown_before_it_is_charged() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    checkout = makers.type_in(guest)
    catalogue.save_products([ProductRow(sku_code="cup", name="商品 cup", price_yen=1500)], by=makers.BY)
    answer = makers.press(guest, checkout)
    assert answer.status_code == 422  # type: ignore[attr-defined]  # a page
    assert "変わりました" in answer.content.decode()  # type: ignore[attr-defined]  # as above
    assert not Order.objects.exists()
    assert not Hold.objects.filter(state="open").exists()
    again = Checkout.objects.get(pk=checkout.pk)
    assert again.digest != checkout.digest
    makers.press(guest, again)
    assert Order.objects.get().goods_yen == 1500


def test_what_was_sold_while_the_buyer_read_is_refused_and_nothing_is_held_or_charged() -> None:
    makers.open_shop(3)
    slow, quick = makers.visitor(), makers.visitor()
    makers.fill(slow, ("cup", 2))
    waiting = makers.type_in(slow)
    makers.fill(quick, ("cup", 2))
    makers.press(quick, makers.type_in(quick))
    answer = makers.press(slow, waiting)
    assert "商品 cup" in answer.content.decode()  # type: ignore[attr-defined]  # a page
    assert Order.objects.count() == 1
    assert Intent.objects.count() == 1
    assert Reservation.objects.filter(state="open", group__startswith="hold:").count() == 0


def test_a_form_from_another_site_changes_nothing() -> None:
    makers.open_shop(10)
    stranger = Client(headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"})
    assert stranger.post(reverse("shop-cart-add"), {"sku": "cup"}).status_code == 422
    assert Client().post(reverse("shop-cart-add"), {"sku": "cup"}).status_code == 422
    own = Client(headers={"Origin": "http://testserver"})
    assert own.post(reverse("shop-cart-add"), {"sku": "cup"}).status_code == 302


def test_nobody_confirms_the_checkout_of_another_cart() -> None:
    makers.open_shop(10)
    mine, other = makers.visitor(), makers.visitor()
    makers.fill(mine, ("cup", 1))
    checkout = makers.type_in(mine)
    makers.fill(other, ("pot", 1))
    makers.type_in(other)
    assert makers.press(other, checkout).status_code in (404, 422)  # type: ignore[attr-defined]  # a page
    assert not Order.objects.exists()


def test_what_is_missing_is_said_under_its_field_and_nothing_typed_is_lost() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    answer = guest.post(reverse("shop-checkout"), {"b_family": "見本", "b_postal": "６５０ー０００１"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="見本"' in text
    assert 'value="6500001"' in text
    assert 'id="email-note" class="bad"' in text


def test_goods_that_do_not_exist_or_are_too_many_are_refused() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    assert guest.post(reverse("shop-cart-add"), {"sku": "nothing"}).status_code == 422
    assert guest.post(reverse("shop-cart-add"), {"sku": "cup", "quantity": "99"}).status_code == 302
    assert guest.post(reverse("shop-cart-add"), {"sku": "cup", "quantity": "1"}).status_code == 422
    assert "99" in guest.get(reverse("shop-cart")).content.decode()
