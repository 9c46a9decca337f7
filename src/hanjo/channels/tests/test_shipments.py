"""Reports to malls and mails to buyers, each exactly once."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from django.core.files.storage import default_storage

from hanjo.channels import commands
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel, MailTemplate, OutgoingMail, ShipmentReport
from hanjo.channels.reactions import note_shipments
from hanjo.channels.terms import BadTemplate, MailDecided, NoReportFormat, NothingToReport
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def shop() -> Channel:
    return Channel.objects.create(
        code="rakuten", name="楽天市場店", letter="楽", prefix="R", format="rakuten", sender_name="はんじょう商店",
        sender_email="shop@example.jp",
    )  # fmt: skip


def order(number: str, **more: Any) -> Order:
    values = {
        "channel": "rakuten",
        "buyer_name": "見本 花子",
        "buyer_email": f"{number.lower()}@example.jp",
        "name": "見本",
    }
    return Order.objects.create(
        number=number, external_number=f"X-{number}", ordered_at="2026-11-21T00:00Z", **{**values, **more}
    )


def left(row: Order, *keys: str) -> ParcelsDispatched:
    parcels = [
        {"key": key, "tracking_number": f"20096118543{n}", "carrier": "yamato", "service": "yamato.takkyubin"}
        for n, key in enumerate(keys)
    ]
    return ParcelsDispatched(
        order_id=row.pk, number=row.number, channel=row.channel, shipped_on="2026-11-22", parcels=parcels
    )


@pytest.fixture
def post(smtp: Any, settings: Any) -> Any:
    settings.SMTP_CONFIGURED = True
    return smtp


def test_a_shipment_becomes_one_report_per_parcel_and_one_mail(shop: Channel) -> None:
    fact = left(order("R-1"), "R-1-1", "R-1-2")
    note_shipments([fact])
    note_shipments([fact])
    assert list(ShipmentReport.objects.values_list("parcel_key", flat=True).order_by("id")) == [
        "R-1-1",
        "R-1-2",
    ]
    row = OutgoingMail.objects.get()
    assert (row.state, row.to, row.key) == ("queued", "r-1@example.jp", "shipped:R-1:R-1-1+R-1-2")
    assert "200961185430" in row.body
    assert "200961185431" in row.body


def test_orders_in_one_box_are_told_each_by_its_own_mall(shop: Channel) -> None:
    Channel.objects.create(
        code="shop", name="本店", letter="本", prefix="H", format="eccube", sender_email="h@example.jp"
    )
    leader = order("R-1")
    follower = order("H-2", channel="shop", merged_into=leader)
    note_shipments([left(leader, "R-1-1")])
    assert ShipmentReport.objects.get().order == leader
    assert set(OutgoingMail.objects.values_list("order_id", "sender")) == {
        (leader.pk, "shop@example.jp"),
        (follower.pk, "h@example.jp"),
    }


def test_a_history_is_told_nothing(shop: Channel) -> None:
    Channel.objects.update(is_history=True)
    note_shipments([left(order("R-1"), "R-1-1")])
    assert not OutgoingMail.objects.exists()
    assert not ShipmentReport.objects.exists()


def test_an_order_without_address_shows_that_nobody_was_told(shop: Channel) -> None:
    note_shipments([left(order("R-1", buyer_email=""), "R-1-1")])
    row = OutgoingMail.objects.get()
    assert (row.state, row.trouble) == ("stopped", "注文にメールアドレスがありません")


def test_a_masked_address_without_registered_sender_is_not_tried(shop: Channel) -> None:
    Channel.objects.update(sender_email="")
    note_shipments([left(order("R-1", buyer_email="abc@pc.fw.rakuten.ne.jp"), "R-1-1")])
    assert "送信元アドレス" in OutgoingMail.objects.get().trouble


def test_the_number_of_statements_does_not_grow_with_the_batch(shop: Channel, count_sql: Any) -> None:
    few = [left(order(f"R-{n}"), f"R-{n}-1") for n in range(2)]
    many = [left(order(f"S-{n}"), f"S-{n}-1") for n in range(60)]
    with count_sql() as small:
        note_shipments(few)
    with count_sql() as large:
        note_shipments(many)
    assert OutgoingMail.objects.count() == 62
    assert large.count <= small.count


def test_mails_go_out_once(shop: Channel, post: Any) -> None:
    note_shipments([left(order("R-1"), "R-1-1"), left(order("R-2"), "R-2-1")])
    assert commands.send_mails("rakuten", by=BY).sent == 2
    assert commands.send_mails("rakuten", by=BY).sent == 0
    assert len(post.messages) == 2
    letter = post.messages[0]
    assert letter["To"] == "r-1@example.jp"
    assert letter["From"].addresses[0].display_name == "はんじょう商店"
    assert letter["Message-ID"] == OutgoingMail.objects.get(order__number="R-1").message_id
    assert "送り状番号 200961185430" in letter.get_content()


def test_without_a_mail_server_mails_wait(shop: Channel, settings: Any) -> None:
    settings.SMTP_CONFIGURED = False
    note_shipments([left(order("R-1"), "R-1-1")])
    posted = commands.send_mails("rakuten", by=BY)
    assert (posted.waiting, posted.why) == (1, "送信先が未設定です")
    assert OutgoingMail.objects.get().state == "queued"


def test_a_server_that_does_not_answer_leaves_mails_waiting(shop: Channel, settings: Any) -> None:
    settings.SMTP_CONFIGURED, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", 9
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    note_shipments([left(order("R-1"), "R-1-1")])
    assert "つながりません" in commands.send_mails("rakuten", by=BY).why
    assert OutgoingMail.objects.get().state == "queued"


def test_a_mail_that_the_server_refuses_fails_and_one_it_puts_off_waits(shop: Channel, post: Any) -> None:
    note_shipments([left(order("R-1"), "R-1-1"), left(order("R-2"), "R-2-1")])
    post.refuse = lambda letter: "550 no such user" if letter["To"] == "r-1@example.jp" else "451 later"
    commands.send_mails("rakuten", by=BY)
    assert dict(OutgoingMail.objects.values_list("order__number", "state")) == {
        "R-1": "failed",
        "R-2": "queued",
    }


def test_silence_in_the_middle_leaves_a_mail_in_doubt(
    shop: Channel, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_shipments([left(order("R-1"), "R-1-1"), left(order("R-2"), "R-2-1")])

    def cut(*args: object, **more: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "send_message", cut)
    posted = commands.send_mails("rakuten", by=BY)
    assert (posted.uncertain, posted.waiting) == (1, 1)
    assert OutgoingMail.objects.get(order__number="R-1").state == "uncertain"


def test_a_mail_found_on_its_way_is_in_doubt_and_never_sent_by_itself(shop: Channel, post: Any) -> None:
    note_shipments([left(order("R-1"), "R-1-1")])
    OutgoingMail.objects.update(state="sending")
    commands.send_mails("rakuten", by=BY)
    commands.send_mails("rakuten", by=BY)
    assert OutgoingMail.objects.get().state == "uncertain"
    assert post.messages == []


def test_a_person_decides_about_a_mail_in_doubt(shop: Channel, post: Any) -> None:
    note_shipments([left(order("R-1"), "R-1-1")])
    OutgoingMail.objects.update(state="uncertain")
    row = OutgoingMail.objects.get()
    commands.settle_mail(row.pk, "resend", by=BY)
    assert commands.send_mails("rakuten", by=BY).sent == 1
    assert post.messages[0]["Message-ID"] == row.message_id
    with pytest.raises(MailDecided):
        commands.settle_mail(row.pk, "resend", by=BY)
    assert len(post.messages) == 1


def test_the_limit_of_a_channel_is_kept(shop: Channel, post: Any) -> None:
    Channel.objects.update(settings={"mails_per_minute": 2})
    note_shipments([left(order(f"R-{n}"), f"R-{n}-1") for n in range(5)])
    assert commands.send_mails("rakuten", by=BY).waiting == 3
    assert len(post.messages) == 2


def test_a_channel_writes_in_its_own_words(shop: Channel) -> None:
    commands.save_template(MailKind.SHIPPED, "発送 {{ order.number }}", "ありがとう", by=BY)
    commands.save_template(
        MailKind.SHIPPED, "楽天 {{ order.number }}", "ありがとう", channel="rakuten", by=BY
    )
    note_shipments([left(order("R-1"), "R-1-1")])
    assert OutgoingMail.objects.get().subject == "楽天 R-1"


def test_a_template_that_cannot_be_filled_is_not_kept(shop: Channel) -> None:
    with pytest.raises(BadTemplate):
        commands.save_template(MailKind.SHIPPED, "x", "{{ nobody }}", by=BY)
    assert not MailTemplate.objects.exists()


def test_a_switched_off_template_stops_the_mail_and_says_so(shop: Channel) -> None:
    commands.save_template(MailKind.SHIPPED, "x", "y", is_on=False, by=BY)
    note_shipments([left(order("R-1"), "R-1-1")])
    assert OutgoingMail.objects.get().trouble == "この文面はオフになっています"


def test_each_parcel_stands_in_exactly_one_report_file(shop: Channel) -> None:
    note_shipments(
        [left(order("R-1", facts={"package_id": "77"}), "R-1-1", "R-1-2"), left(order("R-2"), "R-2-1")]
    )
    made = commands.write_report("rakuten", by=BY)
    rows = default_storage.open(made.path).read().decode("cp932").split("\r\n")
    assert rows[0] == "注文番号,送付先ID,発送明細ID,お荷物伝票番号,配送会社,発送日"
    assert rows[1] == "X-R-1,77,,200961185430,1001,2026-11-22"
    assert (made.parcels, made.orders, len(rows)) == (3, 2, 5)
    with pytest.raises(NothingToReport):
        commands.write_report("rakuten", by=BY)
    note_shipments([left(order("R-3"), "R-3-1")])
    again = commands.write_report("rakuten", by=BY)
    assert again.name != made.name
    assert again.parcels == 1
    assert set(ShipmentReport.objects.values_list("file", flat=True)) == {made.path, again.path}


def test_a_mall_without_report_file_says_so(shop: Channel) -> None:
    Channel.objects.update(format="eccube")
    with pytest.raises(NoReportFormat):
        commands.write_report("rakuten", by=BY)
