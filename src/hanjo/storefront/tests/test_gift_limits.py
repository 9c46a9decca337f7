"""Goods that cannot be wrapped, bear no noshi or take time: said everywhere and never sold otherwise."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.catalogue.terms import SkuCard
from hanjo.fulfilment.queries import pack_flags
from hanjo.kernel import clock, setting
from hanjo.orders.models import Order
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Wrapping
from hanjo.storefront import commands as shop
from hanjo.storefront import queries
from hanjo.storefront.commands._drafts import _but
from hanjo.storefront.models import Checkout, ShopProduct
from hanjo.storefront.rules import Entry, Receiver
from hanjo.storefront.rules.gifts import allowed, dress_of
from hanjo.storefront.tests import makers
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db
PAPERS = [
    Wrapping(code="washi", label="和紙の包装", yen=110),
    Wrapping(code="noshi", label="のし", yen=55, noshi=True),
]


def shop_with(**sides: dict[str, object]) -> dict[str, SkuCard]:
    skus = makers.open_shop(10)
    pricing.save_wrappings(PAPERS, by=makers.BY)
    for code, values in sides.items():
        ShopProduct.objects.create(product_id=skus[code].product_id, slug=code, **values)
    kept.forget()
    return skus


def page(name: str, *args: str) -> str:
    return makers.visitor().get(reverse(name, args=args)).content.decode()


def test_the_page_of_a_product_says_which_dress_it_may_have() -> None:
    shop_with(cup={"wrapping": False}, pot={"wrapping": False, "noshi": False})
    assert "のしを承ります（包装はできません）" in page("shop-product", "cup")
    assert "のし・包装は承れません" in page("shop-product", "pot")


def test_a_product_of_which_the_shop_has_said_nothing_may_be_a_gift() -> None:
    shop_with()
    assert "のし・包装を承ります" in page("shop-product", "cup")


def test_what_cannot_be_wrapped_is_never_offered_wrapping() -> None:
    shop_with(cup={"wrapping": False, "noshi": False})
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    assert "のし・包装は承れません" in guest.get(reverse("shop-cart")).content.decode()
    text = guest.get(reverse("shop-checkout")).content.decode()
    assert 'name="wrapping"' not in text
    assert 'name="noshi_purpose"' not in text
    assert "この商品は、包装できません。" in text


def test_a_wish_that_came_all_the_same_is_dropped_and_not_paid_for() -> None:
    shop_with(cup={"wrapping": False, "noshi": False})
    guest = makers.visitor()
    makers.fill(guest, ("cup", 2))
    checkout = makers.type_in(guest, wrapping="washi", noshi="内のし", noshi_purpose="御祝", message="どうぞ")
    assert checkout.quote["wrapping_yen"] == 0
    makers.press(guest, checkout)
    order = Order.objects.get()
    assert (order.wrapping, order.noshi, order.gift_message) == ("", "", "どうぞ")


def test_in_a_mixed_parcel_only_what_can_be_wrapped_is_paid_for_and_the_rest_is_named() -> None:
    shop_with(cup={"wrapping": False})
    guest = makers.visitor()
    makers.fill(guest, ("cup", 2), ("pot", 3))
    text = guest.get(reverse("shop-checkout")).content.decode()
    assert "商品 cup は、包装できません。" in text
    checkout = makers.type_in(guest, wrapping="washi")
    assert checkout.quote["wrapping_yen"] == 3 * 110
    makers.press(guest, checkout)
    assert Order.objects.get().wrapping == "和紙の包装（商品 cupを除く）"


def test_in_a_mixed_parcel_the_packer_reads_which_goods_get_no_noshi() -> None:
    shop_with(cup={"noshi": False})
    guest = makers.visitor()
    makers.fill(guest, ("cup", 2), ("pot", 3))
    checkout = makers.type_in(guest, noshi="内のし", noshi_purpose="御祝", noshi_name="見本")
    makers.press(guest, checkout)
    order = Order.objects.get()
    assert order.noshi.startswith("内のし・御祝・")
    assert order.noshi.endswith("・見本（商品 cupを除く）")
    assert any("商品 cupを除く" in flag for flag in pack_flags(order))


@pytest.mark.parametrize(("name", "end"), [("長い" * 60, "（1 商品を除く）"), ("杯", "（杯を除く）")])
def test_long_names_become_their_number_so_that_the_exception_is_never_cut_off(name: str, end: str) -> None:
    text = _but("外のし・御祝・" + "見" * 60, [name, name])
    assert text.endswith(end)
    assert len(text) <= 120


def test_days_that_a_product_needs_move_the_earliest_day_on_its_page_and_at_the_checkout() -> None:
    skus = shop_with()
    setting.put("shop.closed_weekdays", [], by=makers.BY)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    before = _earliest(guest)
    ShopProduct.objects.create(product_id=skus["cup"].product_id, slug="cup", lead_days=4)
    kept.forget()
    assert (_earliest(guest) - before).days == 4
    assert "発送まで 4 営業日いただきます" in page("shop-product", "cup")
    now, sku = clock.now(), skus["cup"].id
    later, soon = shop.reach([sku], now=now, lead_days=4)[0][0], shop.reach([sku], now=now)[0][0]
    assert (later - soon).days == 4


def _earliest(guest: Client) -> date:
    makers.type_in(guest)
    form = Checkout.objects.order_by("-pk")[0]
    cart = queries.cart_of(guest.cookies["hanjo_cart"].value)
    return shop.figures(cart, Entry.from_json(form.form)).promises[0].earliest_on


def test_an_entry_without_forbidden_wishes_stays_what_it_was() -> None:
    entry = Entry(receivers=(Receiver(wrapping="washi"),))
    assert allowed(entry, [dress_of([])]) is entry
