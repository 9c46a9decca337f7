"""What every mall's connector must hold, whoever's mall it is (モールの口の約束).

A mall's own tests subclass `Contract` (`class TestRakuten(Contract)`): set `code`, `secrets` and `simulator`, and
override what the mall has no notion of (`lines.Joins`). Everything runs over real HTTP against the simulated mall; only
database and clock are in memory.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hanjo.channels.malls.port import (
    Answer,
    Cancel,
    Goods,
    KeyRefused,
    Limited,
    Outcome,
    Price,
    Refused,
    Shipment,
    Unreachable,
)
from hanjo.channels.malls.registry import SHAPE
from hanjo.channels.malls.tests.lines import BUYER, MORNING, Joins, Line, drafted, spoilings, widen
from hanjo.channels.terms import RowClass
from simulators.malls import Goods as OnShow


class Contract(Joins):
    """Subclass it as `TestNAME`."""

    # --- shape ---

    def test_the_connector_says_everything_about_itself(self, line: Line) -> None:
        company = line.company
        assert all(hasattr(company, name) for name in SHAPE)
        assert all(one.label for one in company.FIELDS)
        assert {one.name for one in company.FIELDS if one.is_secret} >= set(self.secrets)
        assert (
            min(company.BATCHES.read, company.BATCHES.stock, company.BATCHES.ship, company.BATCHES.days) >= 1
        )
        assert company.BASE_URL == "" or company.BASE_URL.startswith("https://")

    def test_every_call_names_a_limit_and_no_secret_is_written_down(self, line: Line) -> None:
        order = self.buy(line)
        self.all(line)
        self.make_ready(line, order)
        line.port.show(self.stocks(3))
        line.port.goods()
        assert {endpoint for endpoint, *_ in line.wire.asked} <= set(line.company.LIMITS)
        written = " ".join(f"{key} {about}" for *_, key, about in line.wire.asked)
        assert not any(secret in written for secret in self.secrets.values() if len(secret) > 5)

    # --- keys ---

    def test_a_key_that_works_is_proven_and_changes_nothing(self, line: Line) -> None:
        before = {code: one.shown for code, one in line.mall.goods.items()}
        assert line.port.look() is not None
        assert {code: one.shown for code, one in line.mall.goods.items()} == before

    def test_a_key_that_is_not_known_is_said_in_japanese(self, line: Line) -> None:
        line.access = replace(line.access, secrets={**self.secrets, **self.wrong_secrets})
        with pytest.raises(KeyRefused) as error:
            line.port.look()
        assert any(ord(letter) > 0x3000 for letter in error.value.because)

    def test_a_key_that_ran_out_stops_every_question(self, line: Line) -> None:
        self.buy(line)
        self.expire(line)
        with pytest.raises(KeyRefused):
            line.port.look()
        with pytest.raises(KeyRefused):
            line.port.changed(MORNING, line.clock.now())

    # --- orders in ---

    def test_a_quiet_time_has_no_orders(self, line: Line) -> None:
        assert self.all(line) == []

    def test_an_order_comes_with_its_goods_and_its_money(self, line: Line) -> None:
        order = self.buy(line, pieces=2)
        (document,) = self.all(line)
        found = drafted(line.company.understand(document.key, document.text))
        assert found.external_number == document.key == order.number
        assert [(one.code, one.quantity) for one in found.lines] == [(self.codes[0], 2), (self.codes[1], 1)]
        assert found.total_yen == order.total_yen
        money = found.goods_yen + found.shipping_yen + found.fee_yen + found.wrapping_yen
        assert money - found.discount_yen - found.points_yen == found.total_yen
        assert abs(found.ordered_at.timestamp() - order.placed) < 1
        assert "見本" in found.recipient.name
        assert found.recipient.prefecture == "兵庫県"
        assert not found.cancelled

    def test_the_same_order_is_the_same_text(self, line: Line) -> None:
        order = self.buy(line)
        first, second = line.port.read([order.number]), line.port.read([order.number])
        assert first == second
        assert len(first) == 1

    def test_an_order_that_is_not_there_is_left_out(self, line: Line) -> None:
        order = self.buy(line)
        found = line.port.read([self.unknown_order, order.number])
        assert [one.key for one in found] == [order.number]
        assert line.port.read([self.unknown_order]) == []

    def test_a_thousand_orders_come_once_each_over_many_pages(self, line: Line) -> None:
        numbers = {self.buy(line).number for _ in range(1000)}
        found = self.all(line)
        assert len(found) == 1000
        assert {one.key for one in found} == numbers
        total = sum(drafted(line.company.understand(one.key, one.text)).total_yen for one in found)
        assert total == sum(order.total_yen for order in line.mall.orders.values())

    def test_a_window_brings_what_changed_in_it(self, line: Line) -> None:
        first = self.buy(line)
        line.clock.pass_(7200)
        self.all(line)
        since = line.clock.now()
        second = self.buy(line)
        line.clock.pass_(1)
        assert second.number in line.keys(since, line.clock.now())
        assert first.number in line.keys(MORNING, line.clock.now())

    def test_an_order_that_the_buyer_cancels_comes_again_as_cancelled(self, line: Line) -> None:
        order = self.buy(line)
        self.all(line)
        line.clock.pass_(3600)
        since = line.clock.now()
        line.mall.call_off(order)
        line.clock.pass_(1)
        assert order.number in line.keys(since - timedelta(seconds=1), line.clock.now())
        assert self.draft(line, order.number).cancelled

    def test_every_order_is_counted_once(self, line: Line) -> None:
        orders = [self.buy(line, pieces=at) for at in range(1, 8)]
        line.clock.pass_(1)
        counted = list(line.port.counted(MORNING, line.clock.now()))
        assert sorted(one.key for one in counted) == sorted(order.number for order in orders)
        totals = {one.key: one.total for one in counted}
        assert all(totals[order.number] in (None, order.total_yen) for order in orders)

    # --- what was answered once, read once more ---

    def test_an_answer_that_was_kept_brings_the_same_orders_once_more(self, line: Line) -> None:
        order = self.buy(line)
        line.clock.pass_(1)
        before = len(line.wire.asked)
        (document,) = self.all(line)
        company: Any = line.company
        named: set[str] = set()
        for (endpoint, *_), body in zip(line.wire.asked[before:], line.wire.answers[before:], strict=True):
            if endpoint in company.READS:
                page = company.read_again(endpoint, body)
                assert all(one == document for one in page.documents)
                named |= {one.key for one in page.documents} | set(page.keys)
        assert named == {order.number}
        assert set(company.READS) <= set(company.LIMITS)

    def test_a_kept_answer_that_cannot_be_read_brings_nothing(self, line: Line) -> None:
        company: Any = line.company
        for endpoint in company.READS:
            for body in (b"", b"{", b"[]", b"null", b"1", b'{"data": []}', b"<html>", b"\xff"):
                page = company.read_again(endpoint, body)
                assert not page.documents
                assert not page.keys

    # --- documents that are not as they should be ---

    def test_what_is_no_document_is_refused_with_a_reason(self, line: Line) -> None:
        for text in ("", "{", "[]", "{}", "null", "1", '"x"', '{"a": {"b": [null]}}', "<html>"):
            found = line.company.understand("X-1", text)
            assert found.draft is None
            assert found.cancellation is None
            assert [verdict.row_class for verdict in found.verdicts] in (
                [RowClass.REFUSED],
                [RowClass.ADJUSTMENT],
            )
            assert found.verdicts[0].reason

    def test_a_key_nobody_knows_changes_nothing(self, line: Line) -> None:
        order = self.buy(line)
        (document,) = line.port.read([order.number])
        wider = json.loads(document.text)
        widen(wider)
        plain = line.company.understand(document.key, document.text)
        assert line.company.understand(document.key, json.dumps(wider)).draft == plain.draft

    def test_a_missing_or_strange_value_never_crashes(self, line: Line) -> None:
        order = self.buy(line)
        (document,) = line.port.read([order.number])
        for spoilt in spoilings(json.loads(document.text)):
            found = line.company.understand(document.key, json.dumps(spoilt))
            assert found.draft is not None or found.verdicts[0].reason

    def test_a_status_nobody_knows_is_no_reason_to_lose_an_order(self, line: Line) -> None:
        order = self.buy(line)
        self.mend(line.mall, order, self.strange_state)
        found = self.draft(line, order.number)
        assert not found.cancelled
        assert found.total_yen == order.total_yen

    # --- a mall that does not answer as it should ---

    def test_a_mall_that_cannot_now_is_unreachable(self, line: Line) -> None:
        line.mall.scenario.fail_next = 1
        with pytest.raises(Unreachable):
            line.port.look()
        line.mall.scenario.unplugged = True
        with pytest.raises(Unreachable):
            line.port.changed(MORNING, line.clock.now())

    def test_a_line_that_breaks_is_unreachable(self, line: Line) -> None:
        self.buy(line)
        line.port.look()
        line.mall.scenario.lose_next = 1
        with pytest.raises(Unreachable):
            line.keys(MORNING, line.clock.now())

    def test_an_answer_that_cannot_be_read_is_unreachable(self, line: Line) -> None:
        self.buy(line)
        line.port.look()
        for body in (b"<html><body>maintenance</body></html>", b'{"cut": [1, 2', b"[]", b"null"):
            line.wire.spoil = lambda answer, body=body: Answer(answer.status, body, answer.headers)
            with pytest.raises((Unreachable, Refused)):
                line.port.changed(MORNING, line.clock.now())

    def test_a_mall_that_wants_fewer_calls_says_when_to_come_again(self, line: Line) -> None:
        self.buy(line)
        line.port.look()
        self.crowd(line)
        with pytest.raises(Limited) as error:
            line.keys(MORNING, line.clock.now())
        assert error.value.seconds > 0

    # --- orders out ---

    def test_orders_are_confirmed_as_often_as_one_likes(self, line: Line) -> None:
        numbers = [self.buy(line).number, self.buy(line).number]
        for _ in range(2):
            verdicts = line.port.confirm(numbers)
            assert [(one.key, one.outcome) for one in verdicts] == [(key, Outcome.DONE) for key in numbers]
        assert line.port.confirm([]) == []

    def test_a_parcel_is_reported_once_however_often_it_is_told(self, line: Line) -> None:
        if not self.reports:
            return
        order = self.buy(line)
        self.make_ready(line, order)
        for _ in range(2):
            (document,) = line.port.read([order.number])
            parcel = Shipment(
                key="parcel-1", order_number=order.number, carrier="yamato", tracking_number="123456789012",
                shipped_on=date(2026, 11, 22), document=document.text,
            )  # fmt: skip
            verdicts = self.settled(line, line.port.ship([parcel]))
            assert [one.outcome for one in verdicts] == [Outcome.DONE]
            assert json.dumps(order.shipments).count("123456789012") == 1
        assert line.port.ship([]) == []
        assert line.port.follow([]) == []

    def test_a_parcel_of_an_order_that_is_not_there_is_no_success(self, line: Line) -> None:
        if not self.reports:
            return
        parcel = Shipment(
            key="parcel-9", order_number=self.unknown_order, carrier="yamato", tracking_number="123456789012",
            shipped_on=date(2026, 11, 22),
        )  # fmt: skip
        (verdict,) = self.settled(line, line.port.ship([parcel]))
        assert verdict.outcome in (Outcome.REFUSED, Outcome.UNKNOWN)
        assert verdict.text

    def test_an_order_is_called_off_once(self, line: Line) -> None:
        order = self.buy(line)
        for _ in range(2):
            (document,) = line.port.read([order.number])
            cancel = Cancel(
                key="c-1", order_number=order.number, reason="out_of_stock", document=document.text
            )
            verdicts = self.settled(line, line.port.cancel([cancel]))
            assert [one.key for one in verdicts] == ["c-1"]
            if self.cancels:
                assert verdicts[0].outcome is Outcome.DONE
        assert order.cancelled is self.cancels

    # --- stock ---

    def test_the_mall_shows_what_it_is_told(self, line: Line) -> None:
        for _ in range(2):  # the same push again is the same push
            verdicts = self.settled(line, line.port.show(self.stocks(7)))
            assert {(one.key, one.outcome) for one in verdicts} == {
                (stock.code, Outcome.DONE) for stock in self.stocks(7)
            }
            assert [line.mall.goods[code].shown for code in self.codes] == [7, 8, 9]
        shown = {one.code: one.quantity for one in line.port.shown(self.stocks(7))}
        assert shown == dict(zip(self.codes, (7, 8, 9), strict=True))
        assert line.port.show([]) == []
        assert line.port.shown([]) == []

    def test_nothing_left_is_shown_as_nothing(self, line: Line) -> None:
        self.settled(line, line.port.show([replace(self.stocks(0)[0], quantity=0)]))
        assert line.mall.goods[self.codes[0]].shown == 0
        assert line.mall.buy([(self.codes[0], 1)], BUYER) is None

    def test_goods_that_the_mall_does_not_have_are_unknown(self, line: Line) -> None:
        known = self.stocks(5)[0]
        verdicts = self.settled(line, line.port.show([self.unknown_stock(), known]))
        assert {one.key: one.outcome for one in verdicts} == {
            "NOT-THERE": Outcome.UNKNOWN,
            known.code: Outcome.DONE,
        }
        assert line.mall.goods[known.code].shown == 5
        assert [one.quantity for one in line.port.shown([self.unknown_stock()])] in ([None], [])

    # --- goods and prices ---

    def test_everything_on_show_is_listed_once(self, line: Line) -> None:
        line.mall.stock_up([
            OnShow(code=f"HJ-M{at:03}", title="見本", price_yen=500, shown=1, ref=self.ref(f"HJ-M{at:03}"))
            for at in range(230)
        ])  # fmt: skip
        found, more = line.port.goods()
        for _ in range(300):
            if not more:
                break
            page, more = line.port.goods(more)
            found += page
        assert sorted(one.code for one in found) == sorted(line.mall.goods)
        first = next(one for one in found if one.code == self.codes[0])
        assert (first.price_yen, first.bare_yen) == self.price_told
        assert {name: first.ref.get(name) for name in self.ref(first.code)} == self.ref(first.code)

    def test_a_price_is_changed(self, line: Line) -> None:
        price = Price(code=self.codes[0], ref=self.ref(self.codes[0]), price_yen=1480)
        verdicts = self.settled(line, line.port.reprice([price]))
        assert [(one.key, one.outcome) for one in verdicts] == [(self.codes[0], Outcome.DONE)]
        assert line.mall.goods[self.codes[0]].price_yen == 1480

    def test_goods_are_put_on_show(self, line: Line) -> None:
        goods = self.new_goods()
        assert line.company.lacking(goods) == []
        if not self.publishes:
            return
        verdicts = self.settled(line, line.port.publish([goods]))
        assert [(one.key, one.outcome) for one in verdicts] == [(goods.code, Outcome.DONE)]
        assert line.mall.goods[goods.code].price_yen == goods.price_yen

    def test_goods_without_a_name_and_a_price_are_not_ready(self, line: Line) -> None:
        assert len(line.company.lacking(Goods(code="HJ-X"))) >= 2

    # --- messages ---

    def test_a_message_nobody_signed_is_refused(self, line: Line) -> None:
        with pytest.raises(Refused):
            line.port.hear({}, b'{"id": 1}')
