"""A closed shop: quiet towards strangers, open to those it owes something."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from hanjo.kernel import setting
from hanjo.orders.models import Order
from hanjo.storefront import queries
from hanjo.storefront.tests import makers, members
from hanjo.storefront.web import gate, kept, urls

pytestmark = pytest.mark.django_db


def close() -> None:
    setting.put("shop.open", False, by=makers.BY)
    kept.forget()


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for one in patterns:
        found |= names(one.url_patterns) if isinstance(one, URLResolver) else {str(one.name)}
    return found


def test_every_name_behind_the_gate_is_a_page_of_the_shop() -> None:
    assert names(urls.pages) >= gate.ALWAYS


def test_a_member_of_a_closed_shop_reaches_all_that_is_theirs() -> None:
    makers.open_shop(5)
    client = members.sign_up()
    close()
    for name in sorted(gate.ALWAYS):
        if name.startswith("shop-my") and name not in POSTED | {"shop-my-address"}:
            assert client.get(reverse(name), follow=True).status_code == 200, name


POSTED = {"shop-my-password", "shop-my-session", "shop-my-passkeys"}


def test_a_guest_of_a_closed_shop_finds_their_order_and_its_receipt() -> None:
    makers.open_shop(5)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    makers.press(guest, makers.type_in(guest))
    order = Order.objects.get()
    close()
    sent = {"number": order.number, "contact": makers.TYPED["email"]}
    answer = guest.post(reverse("shop-look-up"), sent)
    assert answer.status_code == 302, answer.content.decode()[:500]
    assert guest.get(answer["Location"]).status_code == 200
    ref = queries.guest_ref(order)
    for name in ("shop-cancel", "shop-return", "shop-receipt"):
        assert guest.get(reverse(name, args=[ref])).status_code != 503, name


def test_a_closed_shop_sells_nothing_and_takes_no_new_members() -> None:
    makers.open_shop(5)
    close()
    for name in ("shop", "shop-all", "shop-cart", "shop-checkout", "shop-register", "shop-my-favourites"):
        assert Client().get(reverse(name)).status_code == 503, name
