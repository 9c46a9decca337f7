"""Members for tests, made the way people become one: by the pages and their mails."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from hanjo.channels.models import OutgoingMail
from hanjo.customers.models import Member
from hanjo.orders.models import Order
from hanjo.storefront.tests import makers

PASSWORD = "ひやむぎ-天日干し-29"


def link_in_last_mail(to: str) -> str:
    """The path of the link in the newest mail to somebody."""
    mail = OutgoingMail.objects.filter(to=to).order_by("-pk")[0]
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def sign_up(email: str = "hanako@example.jp", client: Client | None = None) -> Client:
    """Somebody who has registered, opened the mail and signed in."""
    client = client or makers.visitor()
    sent = {"email": email, "family": "見本", "given": "花子", "password": PASSWORD, "terms": "1"}
    answer = client.post(reverse("shop-register"), sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert client.post(link_in_last_mail(email)).status_code == 302
    return sign_in(client, email)


def sign_in(client: Client, email: str = "hanako@example.jp") -> Client:
    """Sign in with the password of these tests."""
    answer = client.post(reverse("shop-sign-in"), {"email": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return client


def member(email: str = "hanako@example.jp") -> Member:
    """The row behind an account."""
    return Member.objects.select_related("customer").get(email=email)


def buy(client: Client, *wants: tuple[str, int], **typed: str) -> Order:
    """Buy by cash on delivery and answer the order."""
    makers.fill(client, *(wants or (("cup", 1),)))
    makers.press(client, makers.type_in(client, **typed))
    return Order.objects.order_by("-pk")[0]
