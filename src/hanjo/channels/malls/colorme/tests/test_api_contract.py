"""カラーミーショップ holds what every mall's connector holds, and what only it does."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hanjo.channels.malls.colorme.wares import price_told
from hanjo.channels.malls.port import Goods, KeyRefused, Limited, Outcome, Price, Refused, Shipment, Stock
from hanjo.channels.malls.tests.lines import BUYER, MORNING, Joins, Line, joined
from hanjo.channels.malls.tests.test_port_contract import Contract
from simulators.malls import Goods as OnShow
from simulators.malls import Mall, Person, World
from simulators.malls.colorme import ColorMe


class ColorMeJoins(Joins):
    code = "colorme"
    secrets = {"access_token": "cm_token_mihon"}
    wrong_secrets = {"access_token": "cm_token_other"}
    unknown_order = "9999999"

    def simulator(self, world: World) -> Mall:
        return ColorMe(world)

    def ref(self, code: str) -> dict[str, str]:
        return {"product": str(1_000_000 + zlib.crc32(code.encode()) % 1_000_000)}

    def new_goods(self) -> Goods:
        return replace(super().new_goods(), ref={})


class TestColorMe(ColorMeJoins, Contract):
    """Over HTTP against the simulated shop."""


class TestOnlyHere(ColorMeJoins):
    """What other malls do otherwise."""

    def test_a_code_is_changed_into_a_token_once(self, line: Line) -> None:
        keys = {"client_id": "cm_client", "client_secret": "cm_himitsu", "code": shop(line).permit()}
        line.access = replace(line.access, secrets=keys)
        assert line.port.look().name == "繁盛見本店"
        line.clock.pass_(300 * 86_400)
        assert line.port.look().name == "繁盛見本店"
        assert line.tokens.made == 1
        line.tokens.kept.clear()
        with pytest.raises(KeyRefused, match="10 分"):
            line.port.look()

    def test_a_code_that_is_too_old_is_no_key(self, line: Line) -> None:
        keys = {"client_id": "cm_client", "client_secret": "cm_himitsu", "code": shop(line).permit()}
        line.clock.pass_(601)
        line.access = replace(line.access, secrets=keys)
        with pytest.raises(KeyRefused):
            line.port.look()

    def test_a_key_without_the_right_to_sales_is_named(self, line: Line) -> None:
        shop(line).account["scope"] = "read_products write_products"
        with pytest.raises(KeyRefused, match="read_sales"):
            line.port.look()

    def test_a_sale_of_last_month_that_is_cancelled_today_is_found(self, line: Line) -> None:
        order = self.buy(line)
        line.clock.pass_(40 * 86_400)
        since = line.clock.now()
        line.mall.call_off(order)
        line.clock.pass_(1)
        assert line.keys(since, line.clock.now()) == [order.number]

    def test_a_cancelled_sale_keeps_no_pieces_and_is_cancelled(self, line: Line) -> None:
        order = self.buy(line, pieces=3)
        line.mall.call_off(order)
        draft = self.draft(line, order.number)
        assert draft.cancelled
        assert (draft.total_yen, [one.quantity for one in draft.lines]) == (0, [0, 0])

    def test_a_sale_that_changes_while_pages_are_read_hides_no_other(self, line: Line) -> None:
        orders = [self.buy(line) for _ in range(250)]
        line.clock.pass_(1)
        until, port = line.clock.now(), line.port
        page = port.changed(MORNING, until)
        found = {one.key for one in page.documents}
        line.clock.pass_(5)
        for order in orders[-30:]:  # of the first page, which is the newest: they leave this stretch of time
            line.mall.touch(order)
        while page.more:
            page = port.changed(MORNING, until, page.more)
            found |= {one.key for one in page.documents}
        assert found == {order.number for order in orders}

    def test_gift_goods_and_their_charges_come_whole(self, line: Line) -> None:
        gift = {"noshi_text": "御祝", "noshi_charge": 100, "card_name": "カード", "card_text": "おめでとう",
                "card_charge": 150, "wrapping_name": "ピンク", "wrapping_charge": 200}  # fmt: skip
        wish = {"wanted_on": "2026-11-28", "window": "午前中", "note": "玄関先へ"}
        order = self.buy(line, gift=gift, pay="cod", paid=False, fee_yen=330, **wish)
        draft = self.draft(line, order.number)
        assert (draft.noshi, draft.wrapping, draft.gift_message) == ("御祝", "ピンク", "カード おめでとう")
        assert (draft.wrapping_yen, draft.fee_yen, draft.total_yen) == (450, 330, order.total_yen)
        assert (draft.wanted_on, draft.window, draft.remarks) == (date(2026, 11, 28), "am", "玄関先へ")
        assert (draft.pay_method, draft.shipping_method, draft.paid_at) == ("商品代引", "ヤマト運輸", None)

    def test_what_nobody_needs_to_send_a_parcel_is_not_kept(self, line: Line) -> None:
        self.buy(line)
        (document,) = self.all(line)
        kept = json.loads(document.text)
        assert not {"sex", "birthday", "points"} & kept["customer"].keys()

    def test_two_addresses_get_their_own_slips(self, line: Line) -> None:
        other = Person(family="見本", given="次郎", street="栄町通1-1")
        order = self.buy(line, second=other)
        draft = self.draft(line, order.number)
        assert draft.several_recipients
        first, second = (one.key for one in draft.lines)
        parcel = Shipment(key="p", order_number=order.number, carrier="yamato", tracking_number="1",
                          shipped_on=date(2026, 11, 22))  # fmt: skip
        (unsure,) = line.port.ship([parcel])
        assert (unsure.outcome, unsure.code) == (Outcome.REFUSED, "several_deliveries")
        assert order.shipments == []
        told = [replace(parcel, key="p1", tracking_number="111", lines=[(first, 1)]),
                replace(parcel, key="p2", tracking_number="222", lines=[(second, 1)])]  # fmt: skip
        assert [one.outcome for one in line.port.ship(told)] == [Outcome.DONE, Outcome.DONE]
        assert [one["slip_number"] for one in order.flags["deliveries"]] == ["111", "222"]

    def test_a_parcel_with_goods_of_two_addresses_is_written_on_both(self, line: Line) -> None:
        order = self.buy(line, second=Person(family="見本", given="次郎", street="栄町通1-1"))
        lines = [(one.key, one.quantity) for one in self.draft(line, order.number).lines]
        for _ in range(2):
            parcel = Shipment(key="p", order_number=order.number, carrier="yamato", tracking_number="111",
                              shipped_on=date(2026, 11, 22), lines=lines)  # fmt: skip
            assert [one.outcome for one in line.port.ship([parcel])] == [Outcome.DONE]
        another = replace(parcel, tracking_number="222", lines=lines[1:])
        assert [one.outcome for one in line.port.ship([another])] == [Outcome.DONE]
        assert [one["slip_number"] for one in order.flags["deliveries"]] == ["111", "111,222"]
        assert all(one["delivered"] for one in order.flags["deliveries"])
        stray = replace(parcel, tracking_number="333", lines=[("999999", 1)])
        assert [one.code for one in line.port.ship([stray])] == ["several_deliveries"]

    def test_a_second_parcel_of_one_address_is_written_beside_the_first(self, line: Line) -> None:
        order = self.buy(line)
        for number in ("111", "222", "111"):
            (verdict,) = line.port.ship([Shipment(
                key=number, order_number=order.number, carrier="sagawa", tracking_number=number,
                shipped_on=date(2026, 11, 22),
            )])  # fmt: skip
            assert verdict.outcome == Outcome.DONE
        assert order.flags["deliveries"][0]["slip_number"] == "111,222"
        assert shop(line).mailed == []

    def test_the_shop_writes_its_own_mail_once_when_it_is_asked_to(self, line: Line) -> None:
        line.access = replace(line.access, options={**line.access.options, "mail": "yes"})
        order = self.buy(line)
        for number in ("111", "222"):
            line.port.ship([Shipment(key=number, order_number=order.number, carrier="yamato", tracking_number=number,
                                     shipped_on=date(2026, 11, 22))])  # fmt: skip
        assert shop(line).mailed == [(order.number, "delivered")]

    def test_a_cancelled_sale_takes_no_parcel(self, line: Line) -> None:
        order = self.buy(line)
        line.mall.call_off(order)
        (verdict,) = line.port.ship([Shipment(key="p", order_number=order.number, carrier="yamato",
                                              tracking_number="1", shipped_on=date(2026, 11, 22))])  # fmt: skip
        assert (verdict.outcome, verdict.code) == (Outcome.REFUSED, "canceled")
        assert order.shipments == []

    # --- stock and prices ---

    def test_a_sale_between_reading_and_telling_is_kept(self, line: Line) -> None:
        mall, answer = shop(line), shop(line).answer

        def sells(request: Any) -> Any:
            if request.method == "PUT":
                mall.set_shown(self.codes[0], mall.goods[self.codes[0]].shown - 2)
            return answer(request)

        mall.answer = sells  # type: ignore[method-assign]  # somebody buys right before our call
        (verdict,) = line.port.show(self.stocks(7)[:1])
        assert verdict.outcome == Outcome.DONE
        assert mall.goods[self.codes[0]].shown == 5

    def test_a_lost_answer_is_not_told_twice(self, line: Line) -> None:
        line.port.shown(self.stocks(7)[:1])
        before = shop(line).answer
        seen = []

        def loses(request: Any) -> Any:
            made = before(request)
            seen.append(request.method)
            if request.method == "PUT" and seen.count("PUT") == 1:
                shop(line).scenario.lose_next = 1
            return made

        shop(line).answer = loses  # type: ignore[method-assign]  # the line breaks after the first change
        with pytest.raises(Exception, match="PUT"):
            line.port.show(self.stocks(7)[:1])
        (verdict,) = line.port.show(self.stocks(7)[:1])
        assert verdict.outcome == Outcome.DONE
        assert line.mall.goods[self.codes[0]].shown == 7

    def test_options_of_a_product_are_counted_in_one_call(self, line: Line) -> None:
        line.mall.stock_up([
            OnShow(code=f"HJ-T-{colour}", title="見本T", price_yen=2200, shown=3,
                   ref={"product": "777", "option1": colour})
            for colour in ("赤", "青")
        ])  # fmt: skip
        refs = [{"product": "777", "option1": colour} for colour in ("赤", "青")]
        stocks = [Stock(code=f"HJ-T-{ref['option1']}", ref=ref, quantity=9, key="o") for ref in refs]
        line.wire.asked.clear()
        assert {one.outcome for one in line.port.show(stocks)} == {Outcome.DONE}
        assert [method for _, method, *_ in line.wire.asked].count("PUT") == 1
        assert [line.mall.goods[f"HJ-T-{colour}"].shown for colour in ("赤", "青")] == [9, 9]
        found, _ = line.port.goods()
        assert [one.ref for one in found if one.code.startswith("HJ-T-")] == refs
        (refused,) = line.port.reprice([Price(code="HJ-T-赤", ref=refs[0], price_yen=2500)])
        assert (refused.outcome, refused.code) == (Outcome.REFUSED, "by_option")
        assert line.mall.goods["HJ-T-赤"].price_yen == 2200

    def test_a_listing_without_ids_is_found_by_its_model_number(self, line: Line) -> None:
        (verdict,) = line.port.show([replace(self.stocks(4)[0], ref={})])
        assert verdict.outcome == Outcome.DONE
        assert line.mall.goods[self.codes[0]].shown == 4

    def test_what_the_shop_does_not_count_is_counted_from_now_on(self, line: Line) -> None:
        line.mall.stock_up(
            [OnShow(code="HJ-FREE", title="見本", price_yen=500, ref={"product": "778", "free": "1"})]
        )
        stock = Stock(code="HJ-FREE", ref={"product": "778"}, quantity=6)
        assert [one.quantity for one in line.port.shown([stock])] == [None]
        assert [one.outcome for one in line.port.show([stock])] == [Outcome.DONE]
        assert [one.quantity for one in line.port.shown([stock])] == [6]

    def test_a_shop_of_prices_before_tax_adds_up_and_is_told_prices_before_tax(self) -> None:
        def before_tax(world: World) -> Mall:
            return ColorMe(world, tax_type="excluded")

        with joined("colorme", before_tax, secrets=self.secrets) as line:
            line.mall.stock_up([
                OnShow(code="A", title="茶", price_yen=1081, shown=9, tax_rate=8, ref={"product": "1"}),
                OnShow(code="B", title="碗", price_yen=1480, shown=9, ref={"product": "2"}),
            ])  # fmt: skip
            order = line.mall.buy([("A", 3), ("B", 2)], BUYER)
            assert order is not None
            draft = self.draft(line, order.number)
            assert draft.total_yen == order.total_yen == draft.goods_yen + draft.shipping_yen
            assert [one.tax_rate for one in draft.lines] == [8, 10]
            (verdict,) = line.port.reprice([Price(code="B", ref={"product": "2"}, price_yen=1980)])
            assert verdict.outcome == Outcome.DONE
            assert line.mall.goods["B"].price_yen == 1980

    def test_a_price_that_rounding_cannot_make_is_refused(self) -> None:
        shop_ = {"tax_type": "excluded", "tax": 10, "tax_rounding_method": "round_down"}
        assert price_told(shop_, 1480, reduced=False) == 1346
        with pytest.raises(Refused, match="1099"):
            price_told(shop_, 1099, reduced=False)

    def test_a_crowded_shop_keeps_what_it_has_taken(self, line: Line) -> None:
        mall, answer = shop(line), shop(line).answer
        puts = []

        def tires(request: Any) -> Any:
            if request.method == "PUT":
                puts.append(request.path)
                if len(puts) == 2:
                    mall.limited = lambda *_: True  # type: ignore[method-assign]  # from now on too many calls
            return answer(request)

        mall.answer = tires  # type: ignore[method-assign]  # it has enough after the first change
        verdicts = line.port.show(self.stocks(7))
        assert [one.outcome for one in verdicts] == [Outcome.DONE]
        with pytest.raises(Limited):
            line.port.show(self.stocks(7))

    def test_a_message_is_never_believed(self, line: Line) -> None:
        with pytest.raises(Refused):
            line.port.hear({"x": "y"}, b"{}")


def shop(line: Line) -> ColorMe:
    """The simulated shop."""
    assert isinstance(line.mall, ColorMe)
    return line.mall
