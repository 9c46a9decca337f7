"""スマレジ holds what every connector holds, as far as a till has it, and what only a till does."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

import pytest

from hanjo.channels.malls.port import Answer, Goods, KeyRefused, Limited, Outcome, Refused, Stock, Unreachable
from hanjo.channels.malls.smaregi.translate import receipt
from hanjo.channels.malls.tests.lines import BUYER, MORNING, Joins, Line
from hanjo.channels.malls.tests.test_port_contract import Contract
from hanjo.channels.terms import RowClass
from simulators.malls import Goods as OnShow
from simulators.malls import Mall, World
from simulators.malls.smaregi import Smaregi


class SmaregiJoins(Joins):
    code = "smaregi"
    secrets = {"client_id": "sr_client", "client_secret": "sr_himitsu", "hook_secret": "hook_himitsu"}
    wrong_secrets = {"client_secret": "sr_other"}
    options = {"contract_id": "sb_mihon1"}
    unknown_order = "99999999"
    strange_state = "99"
    cancels = False
    reports = False

    def simulator(self, world: World) -> Mall:
        return Smaregi(world)

    def ref(self, code: str) -> dict[str, str]:
        return {"product": str(1_000_000 + zlib.crc32(code.encode()) % 1_000_000)}

    def new_goods(self) -> Goods:
        return replace(super().new_goods(), ref={}, category="1")

    def expire(self, line: Line) -> None:
        super().expire(line)
        line.tokens.kept.clear()

    def left(self, line: Line) -> dict[str, dict[str, int]]:
        """By transaction, what is gone because of it."""
        found = [receipt(one.text) for one in self.all(line)]
        return {one.key: dict(one.pieces) for one in found if one is not None}


class TestSmaregi(SmaregiJoins, Contract):
    """Over HTTP against the simulated till. What speaks of orders is said of receipts here."""

    def test_an_order_comes_with_its_goods_and_its_money(self, line: Line) -> None:
        order = self.buy(line, pieces=2)
        (document,) = self.all(line)
        found = line.company.understand(document.key, document.text)
        assert found.draft is None  # nobody ships it
        assert [one.row_class for one in found.verdicts] == [RowClass.ADJUSTMENT]
        assert "店頭の取引（通常）" in found.verdicts[0].reason
        assert self.left(line) == {order.number: {self.codes[0]: 2, self.codes[1]: 1}}

    def test_a_thousand_orders_come_once_each_over_many_pages(self, line: Line) -> None:
        numbers = {self.buy(line).number for _ in range(1000)}
        found = self.left(line)
        assert found.keys() == numbers
        assert sum(pieces[self.codes[0]] for pieces in found.values()) == 1000

    def test_an_order_that_the_buyer_cancels_comes_again_as_cancelled(self, line: Line) -> None:
        order = self.buy(line, pieces=2)
        self.all(line)
        line.mall.call_off(order)
        assert self.left(line) == {order.number: {self.codes[0]: 0, self.codes[1]: 0}}

    def test_every_order_is_counted_once(self, line: Line) -> None:
        self.buy(line)
        assert list(line.port.counted(MORNING, line.clock.now())) == []  # none of them is an order

    def test_a_status_nobody_knows_is_no_reason_to_lose_an_order(self, line: Line) -> None:
        order = self.buy(line)
        self.mend(line.mall, order, self.strange_state)
        (document,) = line.port.read([order.number])
        found = line.company.understand(document.key, document.text)
        assert "「99」は分からない" in found.verdicts[0].reason
        assert not any(self.left(line)[order.number].values())

    def test_an_answer_that_cannot_be_read_is_unreachable(self, line: Line) -> None:
        self.buy(line)
        line.port.look()
        for body in (b"<html><body>maintenance</body></html>", b'{"cut": [1, 2', b"{}", b"null"):
            line.wire.spoil = lambda answer, body=body: Answer(answer.status, body, answer.headers)
            with pytest.raises((Unreachable, Refused)):
                line.port.changed(MORNING, line.clock.now())


class TestOnlyATill(SmaregiJoins):
    """What a mall does not have."""

    def test_what_comes_back_is_a_receipt_of_its_own(self, line: Line) -> None:
        order = self.buy(line, pieces=3)
        back = till(line).bring_back(order, [(self.codes[0], 2)])
        assert self.left(line)[back.number] == {self.codes[0]: -2}

    @pytest.mark.parametrize("division", ["2", "3", "6", "8", "9", "10", "11", "13", "14", "15", "16"])
    def test_a_division_that_sells_nothing_takes_nothing(self, line: Line, division: str) -> None:
        order = till(line).ring_up([(self.codes[0], 2)], division)
        assert self.left(line)[order.number] == {self.codes[0]: 0}

    def test_which_divisions_take_pieces_is_a_setting(self, line: Line) -> None:
        order = till(line).ring_up([(self.codes[0], 2)], "13")
        line.access = replace(line.access, options={**line.access.options, "sale_divisions": "1, 13"})
        assert self.left(line)[order.number] == {self.codes[0]: 2}

    def test_another_shop_of_the_contract_is_not_ours(self, line: Line) -> None:
        self.buy(line, flags={"store": "2"})
        mine = self.buy(line)
        assert list(self.left(line)) == [mine.number]

    def test_nobody_s_name_is_kept(self, line: Line) -> None:
        self.buy(line)
        (document,) = self.all(line)
        assert not [key for key in json.loads(document.text) if key.startswith(("customer", "staff"))]

    def test_transactions_of_one_second_come_over_many_pages(
        self, line: Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hanjo.channels.malls.smaregi.client.PAGE", 3)
        orders = [line.mall.buy([(self.codes[0], 1)], BUYER) for _ in range(8)]
        assert self.left(line).keys() == {one.number for one in orders if one}

    def test_a_transaction_that_changes_while_pages_are_read_hides_no_other(
        self, line: Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hanjo.channels.malls.smaregi.client.PAGE", 5)
        orders = [self.buy(line) for _ in range(20)]
        until, port = line.clock.now(), line.port
        page = port.changed(MORNING, until)
        found = {one.key for one in page.documents}
        line.clock.pass_(5)
        for order in orders[:5]:  # the first page leaves this stretch of time
            line.mall.touch(order)
        while page.more:
            page = port.changed(MORNING, until, page.more)
            found |= {one.key for one in page.documents}
        assert found == {order.number for order in orders}

    def test_the_till_refuses_what_its_platform_refuses(self, line: Line) -> None:
        ask = line.port.line.ask  # type: ignore[attr-defined]  # only this connector's port has it
        with pytest.raises(Refused, match="日付の範囲"):
            ask("GET", "transactions")
        with pytest.raises(Refused, match="31日以内"):
            ask("GET", "transactions", query={"sum_date-from": "2026-10-01", "sum_date-to": "2026-11-30"})
        with pytest.raises(Refused, match="1000"):
            ask("GET", "stock", query={"limit": 1001})

    def test_a_token_lives_an_hour_and_is_used_again(self, line: Line) -> None:
        for _ in range(3):
            line.port.look()
        assert line.tokens.made == 1
        line.clock.pass_(3600)
        line.port.look()
        assert line.tokens.made == 2

    def test_a_right_that_is_missing_is_named(self, line: Line) -> None:
        till(line).account["scope"] = "pos.stock:read"
        with pytest.raises(KeyRefused, match="スコープ"):
            line.port.look()

    def test_too_many_writes_wait_for_the_second(self, line: Line) -> None:
        till(line).account["writes"] = 2
        line.port.look()
        line.wire.seconds = 0.0
        verdicts = line.port.show(self.stocks(7))
        assert [one.outcome for one in verdicts] == [Outcome.DONE, Outcome.DONE]
        with pytest.raises(Limited) as error:
            line.port.show(self.stocks(9))
        line.clock.pass_(error.value.seconds)
        assert len(line.port.show(self.stocks(7))) == 3

    def test_what_the_till_sells_meanwhile_stays_sold(self, line: Line) -> None:
        mall, answer = till(line), till(line).answer

        def sells(request: Any) -> Any:
            if request.path.endswith("/add"):
                mall.set_shown(self.codes[0], mall.goods[self.codes[0]].shown - 2)
            return answer(request)

        mall.answer = sells  # type: ignore[method-assign]  # somebody pays right before our call
        (verdict,) = line.port.show(self.stocks(7)[:1])
        assert verdict.outcome == Outcome.DONE
        assert mall.goods[self.codes[0]].shown == 5

    def test_a_product_that_never_moved_has_none(self, line: Line) -> None:
        line.mall.stock_up([OnShow(code="HJ-NEVER", title="見本", price_yen=500, ref={"product": "777"})])
        never = Stock(code="HJ-NEVER", ref={"product": "777"}, quantity=4)
        assert [one.quantity for one in line.port.shown([never])] == [0]
        assert [one.outcome for one in line.port.show([never])] == [Outcome.DONE]
        assert line.mall.goods["HJ-NEVER"].shown == 4

    def test_a_message_is_believed_for_its_header(self, line: Line) -> None:
        order = self.buy(line)
        ((headers, body),) = till(line).messages(order, "created")
        (heard,) = line.port.hear(headers, body)
        assert (heard.kind, heard.keys) == ("order", (order.number,))
        line.clock.pass_(0)
        assert line.port.hear({name.lower(): value for name, value in headers.items()}, body) == [heard]
        for wrong in ({**headers, "x-hanjo-secret": "guess"}, {**headers, "smaregi-contract-id": "other"}):
            with pytest.raises(Refused):
                line.port.hear(wrong, body)
        line.access = replace(line.access, secrets={**self.secrets, "hook_secret": ""})
        with pytest.raises(Refused):
            line.port.hear({**headers, "x-hanjo-secret": ""}, body)


def till(line: Line) -> Smaregi:
    """The simulated till."""
    assert isinstance(line.mall, Smaregi)
    return line.mall
