"""Mails, templates and reports on pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels.models import Channel, MailTemplate, OutgoingMail, ShipmentReport
from hanjo.channels.reactions import note_shipments
from hanjo.channels.tests.test_shipments import left, order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    """The frame around a page (menu, search) belongs to the console and asks questions of its own."""
    settings.HANJO_SHELL_CONTEXT = ()


@pytest.fixture
def shop() -> Channel:
    return Channel.objects.create(
        code="rakuten",
        name="楽天市場店",
        letter="楽",
        prefix="R",
        format="rakuten",
        sender_email="shop@example.jp",
    )


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("name", ["channels-mails", "channels-mail-templates", "channels-reports"])
def test_every_page_opens_in_an_empty_house(hana_client: Client, name: str) -> None:
    assert hana_client.get(reverse(name)).status_code == 200


def test_a_missing_mail_server_is_said_on_the_page(hana_client: Client, settings: Any) -> None:
    settings.SMTP_CONFIGURED = False
    assert "送信先が未設定です" in text(hana_client.get(reverse("channels-mails")))


def test_a_mail_in_doubt_is_shown_and_decided(hana_client: Client, shop: Channel) -> None:
    note_shipments([left(order("R-1"), "R-1-1")])
    OutgoingMail.objects.update(state="uncertain")
    row = OutgoingMail.objects.get()
    assert "送れたか分からないメールが 1 通" in text(hana_client.get(reverse("channels-mails")))
    address = reverse("channels-mail", args=[row.pk])
    assert "確認して送り直す" in text(hana_client.get(address))
    assert hana_client.post(address, {"decision": "sent"}).status_code == 303
    row.refresh_from_db()
    assert row.state == "sent"
    assert row.sent_at is not None


def test_what_a_buyer_wrote_is_escaped_on_the_page(hana_client: Client, shop: Channel) -> None:
    note_shipments([left(order("R-1", buyer_name="<script>alert(1)</script>"), "R-1-1")])
    shown = text(hana_client.get(reverse("channels-mail", args=[OutgoingMail.objects.get().pk])))
    assert "<script>alert" not in shown


def test_a_template_is_tried_before_it_is_kept(hana_client: Client, shop: Channel) -> None:
    address = reverse("channels-mail-template", args=["shipped"])
    assert "見本 花子 様" in text(hana_client.get(address))
    bad = hana_client.post(address, {"subject": "x", "body": "{{ nobody }}", "is_on": "1", "do": "save"})
    assert bad.status_code == 422
    assert "「nobody」という差し込み項目はありません" in text(bad)
    assert not MailTemplate.objects.exists()
    good = {"subject": "発送 {{ order.number }}", "body": "ありがとう", "is_on": "1", "channel": "rakuten"}
    assert "発送 R-100001" in text(hana_client.post(address, {**good, "do": "preview"}))
    assert not MailTemplate.objects.exists()
    assert hana_client.post(address, {**good, "do": "save"}).status_code == 303
    assert MailTemplate.objects.get().channel == "rakuten"


def test_a_report_is_written_on_the_page_and_fetched_again_byte_for_byte(
    hana_client: Client, shop: Channel
) -> None:
    note_shipments([left(order("R-1"), "R-1-1")])
    assert hana_client.post(reverse("channels-reports"), {"channel": "rakuten"}).status_code == 303
    name = ShipmentReport.objects.get().file.rpartition("/")[2]
    address = reverse("channels-report-file", args=["rakuten", name])
    first, second = (b"".join(hana_client.get(address).streaming_content) for _ in range(2))  # type: ignore[attr-defined]  # a file answer streams
    assert first == second
    assert b"200961185430" in first
    assert hana_client.post(reverse("channels-reports"), {"channel": "rakuten"}).status_code == 422
    assert hana_client.get(reverse("channels-report-file", args=["rakuten", "x.csv"])).status_code == 404
