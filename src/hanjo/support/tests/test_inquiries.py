"""Inquiries: kept once, answered once, forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hanjo.channels import commands as channels
from hanjo.channels.models import OutgoingMail
from hanjo.channels.terms import Format
from hanjo.inventory.tests import makers as stock
from hanjo.kernel import clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.orders.models import Order
from hanjo.orders.tests import makers
from hanjo.staff import commands as staff
from hanjo.staff.models import Staff
from hanjo.support import commands, queries
from hanjo.support.models import AnswerTemplate, Inquiry, InquiryMessage
from hanjo.support.terms import BadMail, InquiryState, NoSuchInquiry, Subject, TextMissing, TextTooLong

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def shop(db: None) -> None:
    """The own shop's channel, from whose address letters go out."""
    channels.save_channel(
        "shop", by=BY, name="店", letter="店", colour="m6", prefix="S", format=Format.OWN,
        sender_name="店", sender_email="shop@example.jp", position=1, settings={},
    )  # fmt: skip


def ask(key: str = "k1", **more: str) -> Inquiry:
    values = {"name": "見本 花子", "mail": "hanako@example.jp", "text": "いつ届きますか。", **more}
    asked = commands.Asked(key=key, subject=Subject.ORDER, **values)
    return commands.take_inquiry(asked, channel="shop", shop="架空の店", by=BY)


def test_an_inquiry_is_kept_and_confirmed_by_mail() -> None:
    row = ask()
    assert (row.state, row.number[:2]) == (InquiryState.NEW, "Q-")
    letter = OutgoingMail.objects.get()
    assert (letter.to, row.number in letter.subject) == ("hanako@example.jp", True)
    assert "いつ届きますか" in letter.body


def test_the_same_form_sent_twice_is_one_inquiry() -> None:
    assert ask().id == ask().id
    assert (Inquiry.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_links_of_strangers_are_not_mailed_to_others() -> None:
    ask(text="見て https://evil.example/x と www.evil.example", name="http://evil.example/")
    assert "evil" not in OutgoingMail.objects.get().body
    assert "https://evil.example/x" in InquiryMessage.objects.get().text


def test_braces_in_what_was_typed_are_text() -> None:
    ask(text="{shop} {0} {x.__class__}", name="{name}")
    assert "{shop} {0} {x.__class__}" in OutgoingMail.objects.get().body


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"text": "  "}, TextMissing), ({"name": ""}, TextMissing), ({"text": "あ" * 5001}, TextTooLong),
        ({"mail": "hanako"}, BadMail), ({"mail": "a@b@example.jp"}, BadMail),
        ({"mail": "a@example.jp\nBcc: x@example.jp"}, BadMail),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_and_not_kept(
    more: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(**more)
    assert (Inquiry.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_an_order_is_linked_only_when_number_and_address_fit_together() -> None:
    skus = stock.products("cup")
    order = makers.take("1", (skus["cup"], 1))
    Order.objects.update(buyer_email="hanako@example.jp")
    assert ask("a", order_number=order.number.lower()).order_id == order.id
    assert ask("b", order_number=order.number, mail="other@example.jp").order_id is None
    assert ask("c", order_number="S-999").order_id is None
    assert [one.id for one in queries.orders_of("HANAKO@example.jp")] == [order.id]


def test_an_answer_goes_out_once_for_each_key() -> None:
    row = ask()
    for _ in range(2):
        commands.answer_inquiry(row.number, "明日です。", key="x", channel="shop", shop="架空の店", by=BY)
    row.refresh_from_db()
    assert row.state == InquiryState.ANSWERED
    assert OutgoingMail.objects.filter(body__contains="明日です。").count() == 1
    with pytest.raises(TextMissing):
        commands.answer_inquiry(row.number, " ", key="y", channel="shop", shop="架空の店", by=BY)
    with pytest.raises(NoSuchInquiry):
        commands.answer_inquiry("Q-0", "x", key="z", channel="shop", shop="架空の店", by=BY)
    assert OutgoingMail.objects.count() == 2


def test_what_a_customer_says_opens_the_inquiry_again_and_a_note_does_not() -> None:
    row = ask()
    commands.close_inquiry(row.number, by=BY)
    commands.note_inquiry(row.number, "電話した", by=BY)
    row.refresh_from_db()
    assert row.state == InquiryState.CLOSED
    commands.note_inquiry(row.number, "まだ届かないとのこと", by=BY, from_customer=True)
    row.refresh_from_db()
    assert (row.state, row.closed_at) == (InquiryState.NEW, None)


def test_answered_ones_close_by_themselves_and_are_erased_when_their_time_is_over() -> None:
    row, now = ask(), clock.now()
    commands.answer_inquiry(row.number, "はい", key="x", channel="shop", shop="店", by=BY)
    assert commands.close_quiet(now + timedelta(days=13), by=BY) == 0
    assert commands.close_quiet(now + timedelta(days=15), by=BY) == 1
    setting.put("support.keep_days", 30, by=BY)
    assert commands.forget_inquiries(now + timedelta(days=44), by=BY) == 0
    assert commands.forget_inquiries(now + timedelta(days=46), by=BY) == 1
    assert (Inquiry.objects.count(), InquiryMessage.objects.count()) == (0, 0)


def test_the_staff_answers_from_the_page_and_it_is_written_down(hana_client: Client, hana: Staff) -> None:
    row = ask()
    commands.save_template("お礼", "ありがとうございます。", by=BY)
    address = f"/inquiries/{row.number}/"
    assert "ありがとうございます。" in hana_client.get(address + "?template=お礼").content.decode()
    hana_client.post(address, {"do": "assign", "assignee": "hana"})
    hana_client.post(address, {"do": "answer-close", "text": "明日です。", "key": "k"})
    row.refresh_from_db()
    assert (row.assignee_id, row.state) == (hana.id, InquiryState.CLOSED)
    assert AuditEntry.objects.filter(command="support.answer_inquiry", actor="staff:hana").count() == 1
    empty = hana_client.post(address, {"do": "note", "text": ""})
    assert (empty.status_code, "メモが入っていません" in empty.content.decode()) == (422, True)


def test_who_may_not_look_sees_nothing_and_who_may_not_answer_cannot(
    mei_client: Client, mei: Staff, hana: Staff
) -> None:
    row = ask()
    assert mei_client.get(f"/inquiries/{row.number}/").status_code == 403
    assert mei_client.post(f"/inquiries/{row.number}/", {"do": "answer", "text": "x"}).status_code == 403
    staff.set_role("reader", "見る人", ["support.look"], by=BY)
    staff.change_staff(mei.pk, name=mei.name, email="", roles=["reader"], is_active=True, by=BY)
    assert mei_client.get(f"/inquiries/{row.number}/").status_code == 200
    assert mei_client.post(f"/inquiries/{row.number}/", {"do": "answer", "text": "x"}).status_code == 422
    assert InquiryMessage.objects.count() == 1


def test_the_inbox_takes_few_statements_however_many_there_are(hana_client: Client, count_sql: Any) -> None:
    for n in range(30):
        ask(f"k{n}")
    hana_client.get("/inquiries/")
    with count_sql() as seen:
        page = hana_client.get("/inquiries/?state=all")
    assert page.status_code == 200
    assert seen.count <= 15


def test_templates_and_times_are_kept_from_their_page(hana_client: Client) -> None:
    address = "/inquiries/templates/"
    hana_client.post(address, {"name": "お礼", "body": "ありがとう"})
    hana_client.post(address, {"do": "days", "keep_days": "100", "close_days": "0", "answer_hours": "12"})
    assert queries.times() == (100, 0, 12)
    for name, bad in (("keep_days", "x"), ("answer_hours", "0"), ("answer_hours", "241"), ("close_days", "")):
        typed = {"do": "days", "keep_days": "50", "close_days": "1", "answer_hours": "6", name: bad}
        wrong = hana_client.post(address, typed)
        assert (wrong.status_code, queries.times()) == (422, (100, 0, 12))
    hana_client.post(address, {"do": "remove", "name": "お礼"})
    assert not AnswerTemplate.objects.exists()
