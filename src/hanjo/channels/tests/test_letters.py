"""Letters that are about no order go the way of all mails, and one that holds a key is forgotten once it is sent."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hanjo.channels import commands as channels
from hanjo.channels.commands.send_mails import MailState, _claim, _mark
from hanjo.channels.letters import LANGUAGES, OCCASIONS
from hanjo.channels.models import MailTemplate, OutgoingMail
from hanjo.channels.terms import BadTemplate, Format, MailCannotGo
from hanjo.channels.told_proofs import TOLD_PROOFS
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def shop() -> str:
    """A shop that may write."""
    channels.save_channel(
        "shop", by=BY, name="店", letter="店", colour="m6", prefix="S", format=Format.OWN,
        sender_name="店", sender_email="shop@example.jp", position=1, settings={},
    )  # fmt: skip
    return "shop"


def letter(
    key: str = "reset:1", *, to: str = "hanako@example.jp", language: str = "ja"
) -> channels.ShopLetter:
    """A letter about an account, with a key in it."""
    return channels.ShopLetter(
        key=key,
        kind="reset_password",
        to=to,
        values={"name": "見本 花子", "link": "https://shop.example.jp/reset/s3cret"},
        language=language,
    )


def test_a_letter_is_written_once_however_often_it_is_asked_for(shop: str) -> None:
    assert channels.queue_letters(shop, [letter(), letter("reset:2")], by=BY) == 2
    assert channels.queue_letters(shop, [letter()], by=BY) == 0
    assert OutgoingMail.objects.filter(order=None, state="queued").count() == 2
    assert [one for one in run_all(TOLD_PROOFS) if one.broken] == []


def test_a_letter_to_no_address_says_why_it_cannot_go(shop: str) -> None:
    channels.queue_letters(shop, [letter(to="nowhere")], by=BY)
    row = OutgoingMail.objects.get()
    assert row.state == "failed"
    assert row.trouble


def test_the_text_of_a_letter_with_a_key_is_forgotten_once_it_is_sent(shop: str) -> None:
    plain = channels.ShopLetter(
        key="plain", kind="mail_changed", to="hanako@example.jp", values={"name": "花子"}
    )
    channels.queue_letters(shop, [letter(), plain], by=BY)
    for row in OutgoingMail.objects.all():
        claimed = _claim(row.pk, by=BY)
        assert claimed is not None
        _mark(row.pk, MailState.SENT, "", by=BY)
    kept = {row.is_secret: row.body for row in OutgoingMail.objects.all()}
    assert "s3cret" not in kept[True]
    assert "新しいアドレスに変わりました" in kept[False]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [one.code for one in OCCASIONS.values() if not one.of_order])
def test_a_letter_of_every_kind_leaves_in_every_language_without_a_gap(
    shop: str, kind: str, language: str
) -> None:
    given = {one.name: one.example(language) for one in OCCASIONS[kind].fields if "." not in one.name}
    given.pop("stop", None)  # the house puts it in
    one = channels.ShopLetter(key="k", kind=kind, to="hanako@example.jp", values=given, language=language)
    assert channels.queue_letters(shop, [one], shop="繁盛茶舗", by=BY) == 1
    row = OutgoingMail.objects.get()
    assert (row.state, row.trouble, row.language) == ("queued", "", language)
    assert "繁盛茶舗" in row.body
    assert not re.search(r"[{}]", row.subject + row.body)
    assert bool(re.search(r"[ぁ-ん]", row.subject)) is (language == "ja")


def test_a_text_of_staff_reaches_the_next_letter_and_none_that_waits(shop: str) -> None:
    channels.queue_letters(shop, [letter("first")], by=BY)
    channels.save_template("reset_password", "新しい件名", "こちら: {{ link }}", by=BY)
    channels.queue_letters(shop, [letter("second"), letter("third", language="en")], by=BY)
    texts = {row.key: (row.subject, row.body) for row in OutgoingMail.objects.all()}
    assert "パスワードの再設定" in texts["first"][0]
    assert texts["second"] == ("新しい件名", "こちら: https://shop.example.jp/reset/s3cret\n")
    assert "Set a new password" in texts["third"][0]


def test_the_text_of_one_channel_goes_before_the_text_for_all(shop: str) -> None:
    channels.save_template("mail_changed", "全店", "全店の文面", by=BY)
    channels.save_template("mail_changed", "この店", "この店の文面", channel=shop, by=BY)
    one = channels.ShopLetter(key="k", kind="mail_changed", to="hanako@example.jp", values={"name": "花子"})
    channels.queue_letters(shop, [one], by=BY)
    assert OutgoingMail.objects.get().subject == "この店"
    assert channels.reset_template("mail_changed", channel=shop, by=BY)
    assert not channels.reset_template("mail_changed", channel=shop, by=BY)
    channels.queue_letters(shop, [replace(one, key="k2")], by=BY)
    assert OutgoingMail.objects.get(key="k2").subject == "全店"


def test_a_text_that_cannot_be_filled_any_more_gives_way_to_the_delivered_one(shop: str) -> None:
    MailTemplate.objects.create(kind="reset_password", subject="件名", body="{{ gone }} {{ link }}")
    channels.queue_letters(shop, [letter()], by=BY)
    row = OutgoingMail.objects.get()
    assert row.state == "queued"
    assert "60 分以内" in row.body
    assert "標準の文面で用意しました" in row.trouble


def test_a_letter_without_what_it_must_say_does_not_leave(shop: str) -> None:
    bare = replace(letter(), values={"name": "花子", "link": ""})
    channels.queue_letters(shop, [bare], by=BY)
    row = OutgoingMail.objects.get()
    assert row.state == "failed"
    assert "空のため送れません" in row.trouble


@pytest.mark.parametrize("values", [{}, {"name": "花子"}, {"name": "", "link": "x", "more": "y"}])
def test_a_letter_with_a_value_too_many_or_too_few_is_our_own_mistake(
    shop: str, values: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="expected"):
        channels.queue_letters(shop, [replace(letter(), values=values)], by=BY)
    assert not OutgoingMail.objects.exists()


def test_a_letter_that_is_switched_off_says_so_and_one_behind_a_closed_door_cannot_be(shop: str) -> None:
    channels.save_template("restock", "再入荷", "{{ product }} {{ link }}", is_on=False, by=BY)
    channels.save_template("reset_password", "再設定", "{{ link }}", is_on=False, by=BY)
    goods = {"product": "湯のみ", "link": "https://shop.example.jp/p/cup/"}
    for language in LANGUAGES:
        one = channels.ShopLetter(
            key=language, kind="restock", to="a@example.jp", values=goods, language=language
        )
        channels.queue_letters(shop, [one], by=BY)
    channels.queue_letters(shop, [letter()], by=BY)
    states = dict(OutgoingMail.objects.values_list("key", "state"))
    assert states == {"ja": "stopped", "en": "stopped", "reset:1": "queued"}


def test_a_language_that_nobody_writes_is_answered_in_japanese_and_says_so(shop: str) -> None:
    channels.queue_letters(shop, [letter(language="fr")], by=BY)
    row = OutgoingMail.objects.get()
    assert row.language == "ja"
    assert row.body.startswith("(We are sorry: this message is available in Japanese only.)")


def test_a_value_with_line_ends_breaks_out_of_no_header(shop: str) -> None:
    evil = {"number": "Q-1", "name": "花子\r\nBcc: a@example.jp", "text": "お返事 {{ link }}"}
    one = channels.ShopLetter(key="k", kind="inquiry_answer", to="a@example.jp", values=evil)
    channels.save_template("inquiry_answer", "{{ name }} 様へ", "{{ text }}", by=BY)
    channels.queue_letters(shop, [one], by=BY)
    row = OutgoingMail.objects.get()
    assert "\n" not in row.subject
    assert row.body == "お返事 {{ link }}\n"


def test_a_sample_goes_to_its_writer_and_carries_no_key(shop: str) -> None:
    channels.send_sample("reset_password", "件名", "{{ link }}", to="hana@example.jp", by=BY)
    row = OutgoingMail.objects.get()
    assert (row.to, row.state) == ("hana@example.jp", "queued")
    assert row.subject.startswith("【見本】")
    assert "見本のリンク" in row.body
    with pytest.raises(MailCannotGo):
        channels.send_sample("reset_password", "件名", "{{ link }}", to="", by=BY)
    with pytest.raises(BadTemplate):
        channels.send_sample("reset_password", "件名", "リンクなし", to="hana@example.jp", by=BY)
    assert OutgoingMail.objects.count() == 1
