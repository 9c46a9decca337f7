"""R-Messe through the port: what is asked, what was said since, and answers."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest

from hanjo.channels.malls.desk import Desk
from hanjo.channels.malls.port import Outcome, Refused
from hanjo.channels.malls.rakuten.inquiries import unfit_reply
from hanjo.channels.malls.rakuten.tests.test_api_contract import TestRakuten as Shop
from hanjo.channels.malls.tests.lines import MORNING, Joins, Line
from simulators.malls import Mall, World
from simulators.malls.rakuten import Rakuten, inquiries


class TestInquiries(Joins):
    """A shop with an inbox."""

    code = Shop.code
    secrets = Shop.secrets

    def simulator(self, world: World) -> Mall:
        return Shop().simulator(world)

    def test_an_inquiry_comes_with_all_that_was_said(self, line: Line) -> None:
        mall, desk = cast(Rakuten, line.mall), cast(Desk, line.port)
        order = self.buy(line)
        told = inquiries.begin(mall, "いつ届きますか。", order=order.number)
        line.clock.pass_(60)
        inquiries.say(mall, told, "明日出します。", by="merchant")
        line.clock.pass_(60)
        inquiries.say(mall, told, "ありがとうございます。")
        (found,) = desk.questions(MORNING - timedelta(days=1), line.clock.now())
        assert (found.key, found.kind, found.order_number, found.shop) == (
            told["inquiryNumber"], "order", order.number, mall.shop,
        )  # fmt: skip
        assert [(one.key, one.text, one.is_shop) for one in found.said] == [
            ("", "いつ届きますか。", False), ("0", "明日出します。", True), ("1", "ありがとうございます。", False),
        ]  # fmt: skip
        assert desk.question(found.key) == found
        assert desk.question("300001-20261122-99t") is None
        assert {endpoint for endpoint, *_ in line.wire.asked} <= set(line.company.LIMITS)

    def test_many_inquiries_of_many_weeks_come_once_each(self, line: Line) -> None:
        mall, desk = cast(Rakuten, line.mall), cast(Desk, line.port)
        numbers = set()
        for at in range(250):
            numbers.add(inquiries.begin(mall, f"見本の問い {at}")["inquiryNumber"])
            line.clock.pass_(6 * 3600)
        found = desk.questions(MORNING, line.clock.now())
        assert len(found) == 250
        assert {one.key for one in found} == numbers
        assert [one.at for one in found] == sorted(one.at for one in found)

    def test_an_empty_inbox_is_empty(self, line: Line) -> None:
        assert cast(Desk, line.port).questions(MORNING, line.clock.now() + timedelta(hours=1)) == []

    def test_an_answer_lies_in_the_inbox_and_one_to_nobody_is_refused(self, line: Line) -> None:
        mall, desk = cast(Rakuten, line.mall), cast(Desk, line.port)
        told = inquiries.begin(mall, "色は何色ですか。")
        assert desk.reply(told["inquiryNumber"], mall.shop, "白です。").outcome is Outcome.DONE
        assert [(one["message"], one["replyFrom"]) for one in told["replies"]] == [("白です。", "merchant")]
        assert desk.reply("300001-20261122-99t", mall.shop, "白です。").outcome is Outcome.REFUSED
        refused = desk.reply(told["inquiryNumber"], mall.shop, "https://example.com を見てください。")
        assert (refused.outcome, refused.code) == (Outcome.REFUSED, "IE001")
        assert "URL" in refused.text
        assert len(told["replies"]) == 1

    def test_a_search_that_the_mall_does_not_take_is_refused(self, line: Line) -> None:
        with pytest.raises(Refused) as refused:
            line.port.rms.ask("inquiries", query={"fromDate": "x", "toDate": "y"})  # type: ignore[attr-defined]  # ours
        assert refused.value.code == "IE001"


def test_an_answer_that_the_mall_would_not_take_is_known_before() -> None:
    assert (
        unfit_reply("お問い合わせありがとうございます。\nhttps://item.rakuten.co.jp/mihon/ をご覧ください。")
        == ""
    )
    assert "2,000" in unfit_reply("あ" * 2001)
    assert "2,000" in unfit_reply(" ")
    assert "300" in unfit_reply("あ" * 301)
    for address in ("https://example.jp/a", "http://www.rakuten.co.jp/", "https://rakuten.co.jp.example/"):
        assert address in unfit_reply(f"{address} です")
