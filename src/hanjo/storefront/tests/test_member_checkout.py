"""A member's checkout: nothing is asked twice, the book and the points are at hand."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.customers import commands as customers
from hanjo.customers import queries as people
from hanjo.customers.models import ConsentEvent
from hanjo.customers.terms import Earning, Place
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests import makers, members

pytestmark = pytest.mark.django_db

MORE = Place(
    label="実家", name="見本 太郎", postal="060-0001", prefecture="北海道", city="札幌市中央区", street="北一条西9-9",
    phone="011-000-0000",
)  # fmt: skip


def test_a_member_finds_what_they_typed_last_time() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    members.buy(client)
    makers.fill(client, ("pot", 1))
    text = client.get(reverse("shop-checkout")).content.decode()
    for value in ("hanako@example.jp", "加納町1-2-3", "6500001"):
        assert f'value="{value}"' in text
    assert "見本 花子 様（会員）" in text


def test_a_place_of_the_book_is_put_in_by_one_press_and_somebody_elses_is_not() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    own = customers.save_address(members.member().pk, MORE, by=makers.BY)
    members.sign_up("taro@example.jp")
    foreign = customers.save_address(members.member("taro@example.jp").pk, MORE, by=makers.BY)
    makers.fill(client, ("cup", 1))
    page = reverse("shop-checkout")
    client.post(page, {**makers.TYPED, "act": f"book:{foreign.pk}:0"})
    assert Checkout.objects.get().form["to"] == "self"
    answer = client.post(page, {**makers.TYPED, "act": f"book:{own.pk}:0"})
    assert answer.status_code == 302
    form = Checkout.objects.get().form
    assert (form["to"], form["receivers"][0]["street"]) == ("other", "北一条西9-9")


def test_points_are_used_up_to_the_balance_and_come_back_when_the_order_is_called_off() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    member = members.member()
    customers.earn_points([Earning(customer_id=member.customer_id, points=300, ref="gift:1")], by=makers.BY)
    makers.fill(client, ("cup", 1))
    client.post(reverse("shop-checkout"), {**makers.TYPED, "act": "points:all"})
    assert Checkout.objects.get().form["points"] == 300
    checkout = makers.type_in(client, points="99999")
    assert checkout.quote["points_used"] == 300
    makers.press(client, checkout)
    assert people.balance(member.customer_id).free == 0
    makers.stands()


def test_a_guest_has_no_points_to_use() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    assert makers.type_in(guest, points="500").quote["points_used"] == 0


def test_the_address_pages_show_and_change_only_ones_own() -> None:
    makers.open_shop(10)
    mine = members.sign_up()
    place = customers.save_address(members.member().pk, MORE, by=makers.BY)
    other = members.sign_up("taro@example.jp")
    page = reverse("shop-my-address", args=[place.pk])
    assert mine.get(page).status_code == 200
    assert other.get(page).status_code == 404
    sent = {f"r_{name[2:]}": value for name, value in makers.TYPED.items() if name.startswith("b_")}
    assert other.post(page, sent).status_code == 404
    other.post(reverse("shop-my-addresses"), {"drop": place.pk})
    place.refresh_from_db()
    assert place.street == "北一条西9-9"
    assert mine.post(page, sent).status_code == 302
    place.refresh_from_db()
    assert place.street == "加納町1-2-3"


def test_the_tick_for_advertising_mail_is_kept_with_its_words_and_no_tick_keeps_nothing() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    members.buy(guest, ("cup", 1))
    assert not ConsentEvent.objects.exists()
    members.buy(guest, ("cup", 1), wants_mail="1")
    event = ConsentEvent.objects.get()
    assert event.wording is not None
    assert event.wording.text in guest.get(_checkout(guest)).content.decode()
    assert people.may_market("hanako@example.jp")


def _checkout(guest: Client) -> str:
    makers.fill(guest, ("pot", 1))
    return reverse("shop-checkout")
