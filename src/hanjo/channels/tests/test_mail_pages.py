"""Mails, templates and reports on pages."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels import commands
from hanjo.channels.letters import LANGUAGES, OCCASIONS
from hanjo.channels.models import Channel, MailTemplate, OutgoingMail, ShipmentReport
from hanjo.channels.reactions import note_shipments
from hanjo.channels.tests.test_shipments import left, order
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry

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


def test_every_text_of_every_language_opens_and_shows_its_preview(hana_client: Client, shop: Channel) -> None:
    whole = text(hana_client.get(reverse("channels-mail-templates")))
    for kind, occasion in OCCASIONS.items():
        assert whole.count(f"/{kind}/?channel=") == len(LANGUAGES)
        for language in LANGUAGES:
            page = text(
                hana_client.get(reverse("channels-mail-template", args=[kind]), {"language": language})
            )
            assert "見本を作れません" not in page
            assert all(escape("{{ " + one.name + " }}") in page for one in occasion.fields)


def test_texts_about_no_order_are_those_of_the_own_shop(hana_client: Client, shop: Channel) -> None:
    mall = text(hana_client.get(reverse("channels-mail-templates"), {"channel": "rakuten"}))
    assert "発送のお知らせ" in mall
    assert "パスワードの再設定" not in mall


def test_while_somebody_types_the_preview_answers_what_is_wrong(hana_client: Client, shop: Channel) -> None:
    address = reverse("channels-mail-template", args=["reset_password"])
    asked = {"HX-Request": "true", "HX-Target": "letter"}
    seen = hana_client.post(address, {"subject": "件名", "body": "リンクなし", "do": "look"}, headers=asked)
    assert seen.status_code == 200
    assert "必ず入れてください" in text(seen)
    assert "<html" not in text(seen)
    assert not MailTemplate.objects.exists()


def test_a_text_is_kept_per_language_and_goes_back_to_the_delivered_one(
    hana_client: Client, shop: Channel
) -> None:
    address = reverse("channels-mail-template", args=["restock"])
    form = {
        "subject": "Back",
        "body": "{{ link }}",
        "language": "en",
        "is_on": "1",
        "is_on_shown": "1",
        "do": "save",
    }
    assert hana_client.post(address, form).status_code == 303
    row = MailTemplate.objects.get()
    assert (row.language, row.channel, row.subject) == ("en", "", "Back")
    assert "再入荷のお知らせ" in text(hana_client.get(address))
    reset = reverse("channels-mail-reset", args=["restock"])
    assert hana_client.get(reset).status_code == 303
    assert MailTemplate.objects.exists()
    assert hana_client.post(reset, {"language": "en", "channel": ""}).status_code == 303
    assert not MailTemplate.objects.exists()


def test_going_back_to_the_delivered_text_switches_nothing_on(hana_client: Client, shop: Channel) -> None:
    address = reverse("channels-mail-template", args=["restock"])
    form = {"subject": "自分の", "body": "{{ link }}", "is_on_shown": "1", "do": "save"}
    hana_client.post(address, form)
    hana_client.post(reverse("channels-mail-reset", args=["restock"]), {"language": "ja"})
    row = MailTemplate.objects.get()
    assert not row.is_on
    assert row.subject == OCCASIONS["restock"].ja[0]


def test_a_sample_goes_to_who_asks_for_it(hana_client: Client, hana: Any, shop: Channel) -> None:
    address = reverse("channels-mail-template", args=["reset_password"])
    form = {"subject": "件名", "body": "{{ link }}", "do": "sample"}
    assert hana_client.post(address, form).status_code == 422
    assert not OutgoingMail.objects.exists()
    hana.email = "hana@example.jp"
    hana.save()
    assert hana_client.post(address, form).status_code == 200
    assert OutgoingMail.objects.get().to == "hana@example.jp"
    assert not MailTemplate.objects.exists()


@pytest.mark.parametrize("do", ["save", "sample", "preview"])
def test_who_may_not_change_texts_changes_none(
    ken_client: Client, mei_client: Client, shop: Channel, do: str
) -> None:
    address = reverse("channels-mail-template", args=["restock"])
    form = {"subject": "件名", "body": "{{ link }}", "do": do}
    MailTemplate.objects.create(kind="restock", subject="店の", body="{{ link }}")
    for client in (ken_client, mei_client):
        assert client.post(address, form).status_code == 403
        assert (
            client.post(reverse("channels-mail-reset", args=["restock"]), {"language": "ja"}).status_code
            == 403
        )
    assert mei_client.get(address).status_code == 403
    assert MailTemplate.objects.get().subject == "店の"
    assert not OutgoingMail.objects.exists()


def test_the_key_in_a_waiting_letter_is_shown_to_nobody(hana_client: Client, shop: Channel) -> None:
    values = {"name": "花子", "link": "https://shop.example.jp/reset/s3cret"}
    one = commands.ShopLetter(key="k", kind="reset_password", to="a@example.jp", values=values)
    commands.queue_letters("rakuten", [one], by=Actor.system("test"))
    row = OutgoingMail.objects.get()
    for state in ("queued", "failed", "uncertain", "sent"):
        OutgoingMail.objects.update(state=state)
        assert "s3cret" not in text(hana_client.get(reverse("channels-mail", args=[row.pk]))), state
    assert "s3cret" not in text(hana_client.get(reverse("channels-mails")))
    assert "s3cret" not in "".join(str(one.data) for one in AuditEntry.objects.all())
