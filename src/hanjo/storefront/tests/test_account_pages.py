"""Passwords, devices, consents, notices and leaving, as members meet them."""

from __future__ import annotations

import pyotp
import pytest
from django.urls import reverse

from hanjo.channels.models import OutgoingMail
from hanjo.customers import queries as people
from hanjo.customers.facts import AttributeChanged, NewDeviceSeen
from hanjo.customers.models import ConsentEvent, Favourite, Member, MemberSession, RestockWish
from hanjo.customers.terms import Purpose
from hanjo.inventory.tests import makers as stock
from hanjo.storefront import commands as shop
from hanjo.storefront import reactions
from hanjo.storefront.models import Card
from hanjo.storefront.tests import makers, members

pytestmark = pytest.mark.django_db

NEW = "まったく-べつの-合言葉-3"


def test_every_page_of_a_member_opens_with_few_queries(django_assert_max_num_queries: object) -> None:
    makers.open_shop(10)
    client = members.sign_up()
    members.buy(client)
    for name in (
        "my",
        "my-points",
        "my-favourites",
        "my-addresses",
        "my-mail",
        "my-profile",
        "my-security",
        "my-leave",
    ):
        with django_assert_max_num_queries(12):  # type: ignore[operator]  # pytest-django's fixture
            answer = client.get(reverse(f"shop-{name}"))
        assert answer.status_code == 200, name
        assert makers.visitor().get(reverse(f"shop-{name}")).status_code == 302


def test_a_new_password_needs_the_present_one_and_signs_out_the_others() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    other = members.sign_in(makers.visitor())
    page = reverse("shop-my-password")
    assert client.post(page, {"present": "wrong-one-here", "new": NEW}).status_code == 422
    assert other.get(reverse("shop-my")).status_code == 200
    assert client.post(page, {"present": members.PASSWORD, "new": NEW}).status_code == 302
    assert client.get(reverse("shop-my")).status_code == 200
    assert other.get(reverse("shop-my")).status_code == 302


def test_a_member_ends_the_session_of_another_device_but_of_nobody_else() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    phone = members.sign_in(makers.visitor())
    stranger = members.sign_up("taro@example.jp")
    foreign = MemberSession.objects.get(member__email="taro@example.jp")
    client.post(reverse("shop-my-session"), {"session": foreign.pk})
    assert stranger.get(reverse("shop-my")).status_code == 200
    client.post(reverse("shop-my-session"), {})
    assert phone.get(reverse("shop-my")).status_code == 302
    assert client.get(reverse("shop-my")).status_code == 200


def test_the_second_step_is_asked_for_at_the_next_sign_in() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    page = client.get(reverse("shop-my-totp")).content.decode()
    secret = page.partition("<code>")[2].partition("</code>")[0]
    done = client.post(reverse("shop-my-totp"), {"step": "confirm", "code": pyotp.TOTP(secret).now()})
    recovery = done.content.decode().partition("<code>")[2].partition("</code>")[0]
    other = makers.visitor()
    sent = {"email": "hanako@example.jp", "password": members.PASSWORD}
    answer = other.post(reverse("shop-sign-in"), sent)
    assert reverse("shop-code") in answer.url  # type: ignore[attr-defined]  # a redirect
    assert other.get(reverse("shop-my")).status_code == 302
    assert other.post(reverse("shop-code"), {"code": "000000"}).status_code == 422
    assert other.post(reverse("shop-code"), {"code": recovery}).status_code == 302
    assert other.get(reverse("shop-my")).status_code == 200


def test_consent_keeps_the_words_that_were_shown_and_a_no_counts_at_once() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    client.post(reverse("shop-my-mail"), {"purpose": ["news"]})
    event = ConsentEvent.objects.get()
    assert event.wording is not None
    assert "架空の店からメールで受け取ることに同意" in event.wording.text
    assert people.may_market("hanako@example.jp", Purpose.NEWS)
    client.post(reverse("shop-my-mail"), {})
    assert not people.may_market("hanako@example.jp", Purpose.NEWS)
    assert ConsentEvent.objects.count() == 2


def test_a_new_mail_address_counts_once_its_link_is_opened_and_both_are_told() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    client.post(reverse("shop-my-profile"), {"email": "hana@example.jp"})
    assert Member.objects.get().email == "hanako@example.jp"
    assert OutgoingMail.objects.filter(to="hanako@example.jp", kind="mail_changing").exists()
    client.post(members.link_in_last_mail("hana@example.jp"))
    assert Member.objects.get().email == "hana@example.jp"
    assert OutgoingMail.objects.filter(to="hanako@example.jp", kind="mail_changed").exists()


def test_a_changed_attribute_and_a_new_device_are_told_once_to_every_address() -> None:
    makers.open_shop(10)
    members.sign_up()
    pk, at = members.member().pk, "2026-11-22T03:00:00+00:00"
    facts = [
        AttributeChanged(member_id=pk, what="mail", mails=("old@example.jp", "hanako@example.jp"), at=at)
    ]
    reactions.tell_member(facts)
    reactions.tell_member(facts)
    reactions.tell_member([NewDeviceSeen(member_id=pk, agent="x", address="192.0.2.1", at=at)])
    mails = OutgoingMail.objects.filter(kind__in=["data_changed", "new_device"])
    assert sorted(mails.values_list("to", flat=True)) == [
        "hanako@example.jp",
        "hanako@example.jp",
        "old@example.jp",
    ]


def test_who_waits_for_goods_is_told_once_when_they_are_back() -> None:
    skus = makers.open_shop(1)
    guest = makers.visitor()
    members.buy(guest, ("cup", 1))
    page = reverse("shop-restock")
    assert guest.post(page, {"sku": "cup", "email": "not a mail"}).status_code == 422
    guest.post(page, {"sku": "cup", "email": "wait@example.jp"})
    guest.post(page, {"sku": "cup", "email": "wait@example.jp"})
    assert RestockWish.objects.count() == 1
    ids = [skus["cup"].id]
    assert shop.tell_restock(ids, root="https://shop.example", by=makers.BY) == 0
    stock.put(ids[0], 5, stock.warehouse("second"))
    assert shop.tell_restock(ids, root="https://shop.example", by=makers.BY) == 1
    assert shop.tell_restock(ids, root="https://shop.example", by=makers.BY) == 0
    mail = OutgoingMail.objects.get(to="wait@example.jp")
    assert "https://shop.example/p/" in mail.body


def test_favourites_are_kept_for_members_and_strangers_are_asked_to_sign_in() -> None:
    makers.open_shop(10)
    card = Card.objects.order_by("pk")[0]
    client = members.sign_up()
    client.post(reverse("shop-favourite"), {"product": card.pk})
    assert card.name in client.get(reverse("shop-my-favourites")).content.decode()
    assert makers.visitor().post(reverse("shop-favourite"), {"product": card.pk}).status_code == 302
    assert Favourite.objects.count() == 1
    client.post(reverse("shop-favourite"), {"product": card.pk, "on": "0"})
    assert not Favourite.objects.exists()


def test_leaving_asks_for_the_password_again_and_says_what_is_kept() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    session = MemberSession.objects.get()
    MemberSession.objects.update(proved_at=session.proved_at.replace(year=2025))
    page = reverse("shop-my-leave")
    assert reverse("shop-prove") in client.post(page, {"sure": "1"}).url  # type: ignore[attr-defined]  # a redirect
    assert Member.objects.get().state == "active"
    assert client.post(reverse("shop-prove"), {"password": "wrong-again"}).status_code == 422
    assert client.post(reverse("shop-prove"), {"password": members.PASSWORD, "next": page}).status_code == 302
    assert "7 年以上" in client.get(page).content.decode()
    assert client.post(page, {"sure": "1"}).status_code == 302
    assert Member.objects.get().state == "left"
    assert client.get(reverse("shop-my")).status_code == 302


def test_a_member_takes_all_their_data_along() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    members.buy(client)
    answer = client.post(reverse("shop-my-data"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.content[:2] == b"PK"
    assert len(answer.content) > 1000
