"""Becoming a member, signing in and out, and seeing one's own orders only."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from hanjo.channels.models import OutgoingMail
from hanjo.customers.models import Member, MemberSession
from hanjo.storefront.models import Cart, CartLine
from hanjo.storefront.tests import makers, members

pytestmark = pytest.mark.django_db


def test_a_buyer_becomes_a_member_and_sees_the_order_they_placed_as_a_guest() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    order = members.buy(guest)
    members.sign_up(client=guest)
    page = guest.get(reverse("shop-my")).content.decode()
    assert order.number in page
    detail = guest.get(reverse("shop-order", args=[order.number]))
    assert detail.status_code == 200
    assert "商品 cup" in detail.content.decode()


def test_the_thanks_page_makes_a_member_with_one_password() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    order = members.buy(guest)
    key = order.checkout_link.checkout.key
    answer = guest.post(reverse("shop-done-join", args=[key]), {"password": members.PASSWORD})
    assert answer.status_code == 302
    guest.post(members.link_in_last_mail("hanako@example.jp"))
    members.sign_in(guest)
    member = members.member()
    assert (member.name, member.phone) == ("見本 花子", "090-0000-0000")
    assert order.number in guest.get(reverse("shop-my")).content.decode()


def test_a_stranger_gets_no_order_of_somebody_else() -> None:
    makers.open_shop(10)
    mine = members.sign_up()
    order = members.buy(mine)
    other = members.sign_up("taro@example.jp")
    assert other.get(reverse("shop-order", args=[order.number])).status_code == 404
    assert order.number not in other.get(reverse("shop-my")).content.decode()
    stranger = makers.visitor()
    answer = stranger.get(reverse("shop-order", args=[order.number]))
    assert answer.status_code == 302
    assert reverse("shop-sign-in") in answer.url  # type: ignore[attr-defined]  # a redirect
    made_up = signing.TimestampSigner(salt="another").sign(str(order.pk))
    assert stranger.get(reverse("shop-order", args=[made_up])).status_code == 404


def test_the_page_says_the_same_whether_an_address_has_an_account_or_not() -> None:
    makers.open_shop(10)
    members.sign_up()
    stranger = makers.visitor()
    wrong = stranger.post(reverse("shop-sign-in"), {"email": "hanako@example.jp", "password": "x" * 12})
    nobody = stranger.post(reverse("shop-sign-in"), {"email": "nobody@example.jp", "password": "x" * 12})
    assert wrong.status_code == nobody.status_code == 422
    told = [one.content.decode().replace("nobody@", "hanako@") for one in (wrong, nobody)]
    assert told[0] == told[1]
    asked = [
        stranger.post(reverse("shop-reset"), {"email": email}).content
        for email in ("hanako@example.jp", "nobody@example.jp")
    ]
    assert asked[0] == asked[1]
    assert not OutgoingMail.objects.filter(to="nobody@example.jp").exists()
    again = {
        "email": "hanako@example.jp",
        "family": "他",
        "given": "人",
        "password": "他人の長い合言葉8",
        "terms": "1",
    }
    assert stranger.post(reverse("shop-register"), again).url == reverse("shop-joined")  # type: ignore[attr-defined]  # a redirect
    assert Member.objects.count() == 1


def test_the_session_is_a_cookie_no_script_reads_and_ends_with_signing_out() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    cookie = client.cookies["hanjo_member"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get(reverse("shop-my")).headers["Cache-Control"] == "private, no-store"
    token = cookie.value
    client.post(reverse("shop-sign-out"))
    assert not MemberSession.objects.exists()
    thief = Client()
    thief.cookies["hanjo_member"] = token
    assert thief.get(reverse("shop-my")).status_code == 302


def test_pages_kept_whole_know_nothing_of_a_member() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    first = client.get(reverse("shop"))
    assert "見本" not in first.content.decode()
    assert first.content == Client().get(reverse("shop")).content


def test_signing_in_never_leads_to_another_site() -> None:
    makers.open_shop(10)
    members.sign_up()
    for bad in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    ):
        client = makers.visitor()
        sent = {"email": "hanako@example.jp", "password": members.PASSWORD, "next": bad}
        assert client.post(reverse("shop-sign-in"), sent).url == reverse("shop-my")  # type: ignore[attr-defined]  # a redirect
    client = makers.visitor()
    sent = {"email": "hanako@example.jp", "password": members.PASSWORD, "next": reverse("shop-checkout")}
    assert client.post(reverse("shop-sign-in"), sent).url == reverse("shop-checkout")  # type: ignore[attr-defined]  # a redirect


def test_the_guests_cart_comes_along_and_is_capped() -> None:
    makers.open_shop(200)
    home = members.sign_up()
    makers.fill(home, ("cup", 60))
    phone = makers.visitor()
    makers.fill(phone, ("cup", 60), ("pot", 2))
    members.sign_in(phone)
    lines = CartLine.objects.order_by("sku__code").values_list("sku__code", "quantity")
    assert list(lines) == [("cup", 99), ("pot", 2)]
    assert Cart.objects.count() == 1
    assert 'value="99"' in home.get(reverse("shop-cart")).content.decode()
    phone.post(reverse("shop-sign-out"))
    assert "商品 cup" not in phone.get(reverse("shop-cart")).content.decode()


def test_a_link_in_a_mail_does_nothing_until_the_button_is_pressed() -> None:
    makers.open_shop(10)
    client = makers.visitor()
    sent = {
        "email": "hanako@example.jp",
        "family": "見本",
        "given": "花子",
        "password": members.PASSWORD,
        "terms": "1",
    }
    client.post(reverse("shop-register"), sent)
    link = members.link_in_last_mail("hanako@example.jp")
    assert client.get(link).status_code == 200
    assert Member.objects.get().state == "unconfirmed"
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 422
    assert OutgoingMail.objects.get().is_secret


def test_a_forgotten_password_is_set_with_the_mailed_link_and_ends_every_session() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    lost = makers.visitor()
    lost.post(reverse("shop-reset"), {"email": "hanako@example.jp"})
    link = members.link_in_last_mail("hanako@example.jp")
    assert lost.post(link, {"password": "short"}).status_code == 422
    assert lost.post(link, {"password": "あたらしい-合言葉-7"}).status_code == 302
    assert client.get(reverse("shop-my")).status_code == 302
    sent = {"email": "hanako@example.jp", "password": "あたらしい-合言葉-7"}
    assert lost.post(reverse("shop-sign-in"), sent).url == reverse("shop-my")  # type: ignore[attr-defined]  # a redirect


def test_a_guest_finds_an_order_by_number_and_contact_only() -> None:
    makers.open_shop(10)
    order = members.buy(makers.visitor())
    guest = makers.visitor()
    for contact in ("hanako@example.jp", "０９０−００００−００００"):
        answer = guest.post(reverse("shop-look-up"), {"number": order.number, "contact": contact})
        assert answer.status_code == 302
        assert order.number in guest.get(answer.url).content.decode()  # type: ignore[attr-defined]  # a redirect
    wrong = {"number": order.number, "contact": "taro@example.jp"}
    none = {"number": "S-999999", "contact": "taro@example.jp"}
    told = [guest.post(reverse("shop-look-up"), sent) for sent in (wrong, none)]
    assert [one.status_code for one in told] == [422, 422]
    for _ in range(9):
        guest.post(reverse("shop-look-up"), wrong)
    assert "しばらく受け付けを止めています" in guest.post(reverse("shop-look-up"), wrong).content.decode()
