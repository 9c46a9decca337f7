"""Inquiries that lie in a mall's inbox: they come once, are answered once, and follow what happens there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels import queries_malls
from hanjo.channels.malls.tests.lines import Clock
from hanjo.channels.terms import MallClosed, NotJoined
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.orders.models import Order
from hanjo.support import commands, jobs
from hanjo.support.models import Inquiry, InquiryMessage
from hanjo.support.terms import InquiryState, MessageKind, Subject, UnfitAnswer
from simulators.malls import Malls, World
from simulators.malls.rakuten import Rakuten, inquiries

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.system("test")
KEYS = {"service_secret": "SP300001_sample", "license_key": "SL300001_sample"}


@dataclass
class House:
    mall: Rakuten
    time: Clock

    def pull(self) -> commands.Taken:
        """A look, two minutes later."""
        self.time.pass_(120)
        return commands.pull_inquiries("rakuten", by=BY)

    def send(self) -> int:
        """Bring answers, two minutes later."""
        self.time.pass_(120)
        return commands.send_answers("rakuten", by=BY)

    def answer(self, text: str, key: str = "k1") -> InquiryMessage:
        """Somebody answers the only inquiry."""
        number = Inquiry.objects.get().number
        return commands.answer_inquiry(number, text, key=key, channel="shop", shop="店", by=BY)


@pytest.fixture
def house() -> Iterator[House]:
    time = Clock(datetime.now(UTC).timestamp())
    world = World(clock=time)
    mall = Rakuten(world)
    world.add(mall)
    with clock.told_by(time.now), Malls(world) as served:
        channels.save_channel("rakuten", name="楽天店", format="rakuten", prefix="R", by=BY)
        channels.save_connection("rakuten", "rakuten", KEYS, base_url=served.url("rakuten"), by=BY)
        channels.prove_connection("rakuten", by=BY)
        yield House(mall, time)


def said() -> list[tuple[str, str]]:
    return list(InquiryMessage.objects.order_by("made_at", "id").values_list("kind", "text"))


def test_what_is_asked_comes_once_with_the_hour_by_which_it_is_to_be_answered(house: House) -> None:
    asked = inquiries.begin(house.mall, "返品できますか。", kind="受注問い合わせ")
    at = house.time.now()
    assert house.pull() == commands.Taken(1, 1)
    assert house.pull() == commands.Taken(0, 0)
    row = Inquiry.objects.get()
    assert (row.channel, row.outside_number, row.state) == (
        "rakuten",
        asked["inquiryNumber"],
        InquiryState.NEW,
    )
    assert row.subject == Subject.ORDER
    assert row.due_at is not None
    assert abs(row.due_at - at - timedelta(hours=24)) < timedelta(seconds=2)
    assert said() == [("asked", "返品できますか。")]


def test_an_answer_goes_to_the_mall_once_and_comes_back_as_our_own(house: House) -> None:
    asked = inquiries.begin(house.mall, "いつ届きますか。")
    house.pull()
    house.answer("明日出します。")
    house.answer("明日出します。")  # the same press again
    row = Inquiry.objects.get()
    assert (row.state, row.due_at) == (InquiryState.ANSWERED, None)
    assert house.send() == 1
    assert house.send() == 0
    assert [one["message"] for one in asked["replies"]] == ["明日出します。"]
    house.pull()
    assert said() == [("asked", "いつ届きますか。"), ("answer", "明日出します。")]
    answer = InquiryMessage.objects.get(kind=MessageKind.ANSWER)
    assert answer.sent_at is not None
    assert answer.outside_key == "0"


def test_an_answer_whose_fate_is_unknown_is_looked_for_before_it_is_told_again(house: House) -> None:
    asked = inquiries.begin(house.mall, "いつ届きますか。")
    house.pull()
    house.answer("明日出します。")
    house.mall.scenario.lose_next = 1
    with pytest.raises(MallClosed):
        house.send()
    assert len(asked["replies"]) == 1
    assert InquiryMessage.objects.get(kind=MessageKind.ANSWER).sent_at is None
    assert house.send() == 1
    assert len(asked["replies"]) == 1
    assert InquiryMessage.objects.get(kind=MessageKind.ANSWER).sent_at is not None


def test_a_buyer_who_writes_again_waits_again_and_what_is_done_there_is_done_here(house: House) -> None:
    asked = inquiries.begin(house.mall, "いつ届きますか。")
    house.pull()
    inquiries.say(house.mall, asked, "本日お出しします。", by="merchant")  # in R-Messe itself
    assert house.pull().said == 1
    assert Inquiry.objects.get().state == InquiryState.ANSWERED
    inquiries.say(house.mall, asked, "まだ届きません。")
    house.pull()
    row = Inquiry.objects.get()
    assert (row.state, row.due_at is not None) == (InquiryState.NEW, True)
    asked["isCompleted"] = True
    house.pull()
    assert Inquiry.objects.get().state == InquiryState.CLOSED
    assert [kind for kind, _ in said()] == ["asked", "answer", "asked"]


def test_who_closed_an_inquiry_here_is_not_overruled_by_another_look(house: House) -> None:
    inquiries.begin(house.mall, "いつ届きますか。")
    house.pull()
    commands.close_inquiry(Inquiry.objects.get().number, by=BY)
    house.pull()
    assert Inquiry.objects.get().state == InquiryState.CLOSED


def test_what_the_mall_would_not_take_is_refused_and_not_written(house: House) -> None:
    asked = inquiries.begin(house.mall, "サイトはありますか。")
    house.pull()
    entries = AuditEntry.objects.filter(command="support.answer_inquiry")
    with pytest.raises(UnfitAnswer):
        house.answer("https://example.jp をご覧ください。")
    assert said() == [("asked", "サイトはありますか。")]
    assert not entries.exists()
    assert house.send() == 0
    assert not asked["replies"]


def test_an_answer_that_the_mall_refuses_waits_for_a_person(house: House) -> None:
    inquiries.begin(house.mall, "いつ届きますか。")
    house.pull()
    house.answer("明日です。")
    commands.close_inquiry(Inquiry.objects.get().number, by=BY)  # sent and done, as the desk thought
    house.mall.inquiries.clear()
    assert house.send() == 0
    answer = InquiryMessage.objects.get(kind=MessageKind.ANSWER)
    assert answer.trouble
    assert answer.sent_at is None
    assert house.send() == 0
    row = Inquiry.objects.get()
    assert (row.state, row.due_at is not None) == (InquiryState.NEW, True)  # the buyer still waits


def test_an_inquiry_is_tied_to_its_order_once_that_is_in_the_house(house: House) -> None:
    inquiries.begin(house.mall, "いつ届きますか。", order="300001-20261122-0000000007")
    house.pull()
    assert Inquiry.objects.get().order is None
    placed = Order.objects.create(
        number="R-7", channel="rakuten", external_number="300001-20261122-0000000007", name="見本",
        buyer_name="見本 花子", ordered_at=house.time.now(),
    )  # fmt: skip
    house.pull()
    assert Inquiry.objects.get().order == placed


def test_a_long_silence_is_read_up_from_where_it_began(house: House) -> None:
    house.pull()
    inquiries.begin(house.mall, "はじめの日の問い")
    house.time.pass_(50 * 86_400)
    assert house.pull().new == 1


def test_only_malls_with_an_inbox_are_looked_into(house: House) -> None:
    channels.save_channel("cart", name="カート", format="generic", prefix="C", by=BY)
    channels.save_connection("cart", "colorme", {"access_token": "cm"}, by=BY)
    assert queries_malls.with_inquiries() == ["rakuten"]
    inquiries.begin(house.mall, "いつ届きますか。")
    house.time.pass_(60)
    jobs.look_into_malls(0)
    jobs.pull_inquiries("rakuten")
    assert Inquiry.objects.count() == 1
    channels.pause_connection("rakuten", pause=True, by=BY)
    with pytest.raises(NotJoined):
        house.pull()


def test_the_desk_sees_the_mall_the_deadline_and_what_became_of_an_answer(
    house: House, hana_client: Client, settings: Any
) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    inquiries.begin(house.mall, "いつ届きますか。")
    house.pull()
    assert "返信を待つお問い合わせ" in today(hana_client)
    row = Inquiry.objects.get()
    inbox = hana_client.get(reverse("support-inbox")).content.decode()
    assert "楽天店" in inbox
    assert "まで" in inbox
    page = reverse("support-inquiry", args=[row.number])
    assert row.outside_number in hana_client.get(page).content.decode()
    sent = {"do": "answer", "text": "https://example.jp", "key": "x1"}
    refused = hana_client.post(page, sent)
    assert refused.status_code == 422
    assert "楽天の返信に入れられる URL" in refused.content.decode()
    assert hana_client.post(page, {**sent, "text": "明日です。"}).status_code == 303
    assert "送信待ち" in hana_client.get(page).content.decode()
    house.send()
    assert "送信済み" in hana_client.get(page).content.decode()
    assert "お問い合わせ" not in today(hana_client)
    house.time.pass_(60)
    inquiries.say(house.mall, house.mall.inquiries[0], "まだですか。")
    house.pull()
    house.time.pass_(25 * 3600)
    assert "返信の期限を過ぎたお問い合わせ" in today(hana_client)
    assert "期限切れ" in hana_client.get(reverse("support-inbox")).content.decode()


def today(browser: Client) -> str:
    """The first page of the day."""
    return browser.get(reverse("today")).content.decode()
