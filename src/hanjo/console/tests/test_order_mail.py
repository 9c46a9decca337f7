"""A mail to one buyer or to many: what is seen is what goes, once, and it stands in the timeline."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from hanjo.channels import commands as channels
from hanjo.channels.mail import BY_HAND, MailKind
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.console.models import Selection
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Hold, Order, OrderEvent
from hanjo.orders.tests.makers import KOBE

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
MASKED = "a1b2c3d4@pc.fw.rakuten.ne.jp"


@pytest.fixture
def asked(take: Any) -> Order:
    """An order that waits for a decision, with a masked address, at a shop that has a sender."""
    Channel.objects.update(sender_email="shop@example.jp", sender_name="はんじょう商店")
    made: Order = take("stop-1", recipient=replace(KOBE, city="神戸市灘区"))
    Order.objects.filter(pk=made.pk).update(buyer_email=MASKED)
    made.refresh_from_db()
    return made


def shown(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page) or re.search(
        rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL
    )
    assert found, name
    return html.unescape(found[1]).lstrip("\n")


def address(order: Order) -> str:
    return f"/orders/{order.number}/mail/"


def test_the_form_begins_with_the_reason_of_the_stop(hana_client: Client, asked: Order) -> None:
    hold = Hold.objects.get(order=asked, severity="stop")
    triage = hana_client.get("/triage/").content.decode()
    assert f"{address(asked)}?back=triage&amp;hold={hold.pk}" in triage
    page = hana_client.get(address(asked), {"hold": hold.pk, "back": "triage"}).content.decode()
    assert hold.reason in shown(page, "body")
    assert hold.evidence not in shown(page, "body")
    assert "見本 花子 様" in shown(page, "body")
    assert MASKED in page


@pytest.mark.parametrize("kind", BY_HAND)
def test_every_kind_fills_itself_for_a_real_order(asked: Order, kind: MailKind) -> None:
    letter = channels.draft_mail(asked, kind)
    assert letter.trouble == ("返金の記録がありません" if kind is MailKind.REFUNDED else "")
    assert "{{" not in letter.subject + letter.body
    assert asked.external_number in letter.subject


def test_what_the_preview_shows_is_what_the_server_gets_once(
    hana_client: Client, asked: Order, smtp: Any, settings: Any
) -> None:
    settings.SMTP_CONFIGURED = True
    body = "見本 花子 様\r\n\r\n{{ order.number }} の件です。\r\n<b>髙橋</b>\r\n"
    form = {"kind": "free", "subject": "ご住所\tの件", "body": body, "key": "press-1"}
    preview = hana_client.post(address(asked), {**form, "do": "preview"}, headers={"HX-Request": "true"})
    assert OutgoingMail.objects.count() == 0
    seen = re.search(r'<p class="prose pre">(.*?)</p>', preview.content.decode(), re.DOTALL)
    assert seen is not None
    for _ in range(2):
        assert hana_client.post(address(asked), form).status_code == 303
    channels.send_mails("shop", by=BY)
    channels.send_mails("shop", by=BY)
    (sent,) = smtp.messages
    assert sent["Subject"] == "ご住所 の件"
    assert sent["To"] == MASKED
    assert sent.get_content().replace("\r\n", "\n") == html.unescape(seen[1])
    assert "{{ order.number }}" in sent.get_content()
    steps = OrderEvent.objects.filter(order=asked, verb="mail").values_list("text", "actor")
    assert list(steps) == [("お客様へメール「ご住所 の件」", "staff:hana")]
    page = hana_client.get(f"/orders/{asked.number}/").content.decode()
    assert "ご住所 の件" in page
    assert "送信済み" in page


def test_waiting_for_the_answer_puts_the_order_aside_and_the_triage_goes_on(
    hana_client: Client, asked: Order
) -> None:
    form = {"kind": "ask", "subject": "件", "body": "本文", "key": "k", "wait": "1", "back": "triage"}
    answer = hana_client.post(address(asked), form)
    assert answer.headers["Location"].startswith("/triage/")
    asked.refresh_from_db()
    assert asked.held_by_hand
    assert OrderEvent.objects.filter(order=asked, verb="hold").get().text == "保留: お客様の返事待ち"
    assert "お客様の返事待ち" in hana_client.get(f"/orders/{asked.number}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"body": " \r\n "}, "メールの本文がありません"),
        ({"subject": " "}, "メールの件名がありません"),
        ({"body": "あ" * 50_001}, "本文が長すぎます"),
    ],
)
def test_a_mail_without_words_is_refused_and_nothing_is_written(
    hana_client: Client, asked: Order, changed: dict[str, str], says: str
) -> None:
    form = {"kind": "ask", "subject": "件", "body": "本文", "key": "k", "wait": "1", **changed}
    answer = hana_client.post(address(asked), form)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    asked.refresh_from_db()
    assert not asked.held_by_hand
    assert not OutgoingMail.objects.exists()
    assert not OrderEvent.objects.filter(verb__in=("mail", "hold")).exists()


def test_without_an_address_nothing_is_written_and_the_page_says_what_to_do(
    hana_client: Client, asked: Order
) -> None:
    Order.objects.update(buyer_email="")
    assert hana_client.get(address(asked)).status_code == 200
    answer = hana_client.post(address(asked), {"kind": "ask", "subject": "件", "body": "文", "key": "k"})
    assert answer.status_code == 422
    assert "メールを送れるアドレスがありません" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_masked_address_needs_the_sender_that_the_mall_knows(hana_client: Client, asked: Order) -> None:
    Channel.objects.update(sender_email="")
    answer = hana_client.post(address(asked), {"kind": "ask", "subject": "件", "body": "文", "key": "k"})
    assert answer.status_code == 422
    assert "モールに登録した送信元アドレスが店舗に設定されていません" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_somebody_without_the_permission_writes_nothing(ken_client: Client, asked: Order) -> None:
    answer = ken_client.post(address(asked), {"kind": "ask", "subject": "件", "body": "文", "key": "k"})
    assert answer.status_code == 403
    assert not OutgoingMail.objects.exists()


def test_many_buyers_get_their_own_mail_once_and_the_order_without_address_is_named(
    hana_client: Client, many: Any
) -> None:
    Channel.objects.update(sender_email="shop@example.jp")
    rows = many(3)
    for row in rows[:2]:
        Order.objects.filter(pk=row.pk).update(buyer_email=f"buyer-{row.pk}@example.jp")
    preview = hana_client.post(
        "/orders/bulk/mail/", {"ids": [row.pk for row in rows]}, headers={"HX-Request": "true"}
    )
    assert "メールアドレスがない" in preview.content.decode()
    token = Selection.objects.order_by("-id").values_list("token", flat=True)[0]
    form = {"token": token, "key": "once", "letter": "delayed", "wait": "1"}
    for _ in range(2):
        hana_client.post("/orders/bulk/mail/run/", form)
    mails = OutgoingMail.objects.order_by("id")
    assert sorted(mail.order_id for mail in mails) == sorted(row.pk for row in rows[:2])
    assert {mail.kind for mail in mails} == {"delayed"}
    assert OrderEvent.objects.filter(verb="mail").count() == 2
    assert Order.objects.filter(held_by_hand=True).count() == 2
