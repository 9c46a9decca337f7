"""Templates and addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from hanjo.channels import mail
from hanjo.channels.letters import OCCASIONS
from hanjo.channels.letters.checking import check
from hanjo.channels.letters.steps import EXAMPLE
from hanjo.channels.mail import MailKind
from hanjo.channels.terms import BadTemplate


@pytest.mark.parametrize("kind", list(MailKind))
def test_every_template_of_the_house_reads_well_with_the_example(kind: MailKind) -> None:
    subject, body = check(OCCASIONS[kind], *OCCASIONS[kind].ja)
    assert "はんじょう商店" in subject
    assert "見本 花子 様" in body
    assert "{" not in body


def test_the_shipped_mail_names_number_and_page_of_each_parcel() -> None:
    _, body = check(OCCASIONS["shipped"], *OCCASIONS["shipped"].ja)
    assert "送り状番号 200961185434" in body
    assert "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno=200961185434" in body


@pytest.mark.parametrize(
    "body",
    [
        "{{ order.secret }}",
        "{{ nobody }}",
        "{{ order.__class__ }}",
        "{% for i in range(9) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 'x'|indent(1000000000) }}",
        "{% include 'x' %}",
        "{% macro f() %}{{ f() }}{% endmacro %}",
        "{% set a = 'x' %}",
        "{{ order.number",
        "{% for line in lines %}",
    ],
)
def test_a_template_that_reaches_for_more_is_refused_with_a_reason(body: str) -> None:
    with pytest.raises(BadTemplate) as refusal:
        check(OCCASIONS["shipped"], "件名", body)
    assert "本文" in refusal.value.text


def test_a_template_runs_out_of_fuel_instead_of_running_on() -> None:
    loops = "{% for a in lines %}" * 12 + "x" + "{% endfor %}" * 12
    many = {**EXAMPLE, "lines": [{"name": "x"}] * 9}
    with pytest.raises(BadTemplate, match="くり返し"):
        mail.render("件名", loops, many)


def test_what_a_buyer_wrote_is_text_and_never_a_template() -> None:
    evil = {**EXAMPLE, "order": {**EXAMPLE["order"], "buyer": "{{ 7 * 7 }}<b>"}}
    assert mail.render("{{ order.buyer }}", "{{ order.buyer }}", evil)[1] == "{{ 7 * 7 }}<b>\n"


def test_headers_cannot_be_broken_out_of() -> None:
    made = mail.message(
        to="buyer@example.jp",
        sender="shop@example.jp",
        sender_name="はんじょう商店\r\nBcc: all@example.jp",
        subject="発送しました\r\nBcc: all@example.jp",
        body="本文\r\n.\r\n",
        message_id=mail.message_id("k", "shop@example.jp"),
        date=datetime(2026, 11, 22, tzinfo=UTC),
    )
    read = message_from_bytes(made.as_bytes(), policy=default)
    assert read["Bcc"] is None
    assert read["Subject"] == "発送しました Bcc: all@example.jp"
    assert read["From"].addresses[0].display_name == "はんじょう商店 Bcc: all@example.jp"
    assert read.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a b@example.jp", "a@example.jp\nBcc: x@y.jp", "a@ex,b.jp", "あ@example.jp"]
)
def test_what_is_no_address_is_not_one(text: str) -> None:
    assert not mail.is_address(text)


def test_old_mobile_addresses_with_odd_dots_can_be_written_to() -> None:
    made = mail.message(
        to="a..b.@docomo.ne.jp", sender="shop@example.jp", sender_name="", subject="s", body="b",
        message_id="<a@example.jp>", date=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    assert mail.is_address("a..b.@docomo.ne.jp")
    assert made["To"].addresses[0].username == "a..b."
    assert b"docomo.ne.jp" in made.as_bytes()


def test_the_same_mail_has_the_same_id_for_ever() -> None:
    assert mail.message_id("shipped:R-1", "a@b.jp") == mail.message_id("shipped:R-1", "a@b.jp")
    assert mail.message_id("shipped:R-1", "a@b.jp") != mail.message_id("shipped:R-2", "a@b.jp")


def test_a_masked_address_needs_the_sender_that_the_mall_knows() -> None:
    assert mail.is_masked("abc@PC.fw.rakuten.ne.jp")
    assert "モールに登録した" in mail.why_not("abc@pc.fw.rakuten.ne.jp", "")
    assert mail.why_not("abc@pc.fw.rakuten.ne.jp", "shop@example.jp") == ""
