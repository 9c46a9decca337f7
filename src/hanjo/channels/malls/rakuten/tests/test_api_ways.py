"""楽天's own ways: searches without "changed at", counts for SKUs that are not there, reports by ticket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from hanjo.channels.malls.port import Answer, Cancel, Goods, Limited, Outcome, Price, Refused, Shipment, Stock
from hanjo.channels.malls.rakuten import orders, shelves
from hanjo.channels.malls.rakuten.client import Rms, lacking
from hanjo.channels.malls.tests.lines import BUYER, MORNING, Line, joined
from simulators.malls import Goods as OnShow
from simulators.malls import Order
from simulators.malls.rakuten import Rakuten

SECRETS = {"service_secret": "SP300001_sample", "license_key": "SL300001_sample", "notify_key": "n-key-1"}


@pytest.fixture
def line() -> Iterator[Line]:
    with joined("rakuten", Rakuten, secrets=SECRETS) as made:
        made.mall.stock_up(
            [OnShow(code=code, title=code, shown=900, ref=ref(code)) for code in ("CUP", "TEA")]
        )
        yield made


def ref(code: str) -> dict[str, str]:
    return {"manageNumber": code.lower(), "variantId": code}


def rakuten(line: Line) -> Rakuten:
    assert isinstance(line.mall, Rakuten)
    return line.mall


def buy(line: Line, **more: object) -> Order:
    order = line.mall.buy([("CUP", 1)], BUYER, **more)
    assert order is not None
    line.clock.pass_(5)
    return order


def parcel(order: Order, number: str, key: str = "p") -> Shipment:
    return Shipment(
        key=f"{key}-{number}", order_number=order.number, carrier="yamato", tracking_number=number,
        shipped_on=date(2026, 11, 22),
    )  # fmt: skip


def pulled(line: Line, since: datetime) -> list[str]:
    return line.keys(since, line.clock.now())


# --- orders ---


def test_an_old_order_that_is_cancelled_is_found_by_the_next_sweep_and_not_before(line: Line) -> None:
    order = buy(line)
    line.clock.pass_(86_400 * 5)
    pulled(line, line.clock.now() - timedelta(minutes=1))  # sweeps
    line.mall.call_off(order)
    line.clock.pass_(60)
    assert order.number not in pulled(line, line.clock.now() - timedelta(minutes=1))
    line.clock.pass_(16 * 60)
    assert order.number in pulled(line, line.clock.now() - timedelta(minutes=1))


def test_a_sweep_that_was_cut_off_is_done_again(line: Line) -> None:
    now = line.clock.now()
    page = line.port.changed(now - timedelta(minutes=1), now)
    assert page.more
    assert line.tokens.get("swept") == ""
    pulled(line, now - timedelta(minutes=1))
    assert line.tokens.get("swept") == "1"


def test_a_way_back_asks_for_nothing_of_today(line: Line) -> None:
    line.clock.pass_(86_400 * 3)
    pulled_from = line.clock.now() - timedelta(days=2)
    line.keys(pulled_from, pulled_from + timedelta(hours=6))
    assert len(line.wire.asked) == 2
    assert line.tokens.get("swept") == ""


def test_more_orders_than_a_search_shows_are_found_by_halves(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {buy(line).number for _ in range(60)}
    monkeypatch.setattr(orders, "CEILING", 20)
    monkeypatch.setattr("simulators.malls.rakuten.orders.MOST_FOUND", 20)
    line.clock.pass_(5)
    stretch = orders.Stretch(orders.PLACED, (), MORNING, line.clock.now())
    found: list[str] = []
    left = [stretch]
    while left:
        some, left = orders.step(Rms(line.access), left)
        found += some
    assert set(found) == numbers


def test_an_undecided_order_is_counted_without_a_sum(line: Line) -> None:
    plain, undecided = buy(line), buy(line, flags={"undecided": True})
    waiting = buy(line, flags={"social": "waiting"})
    counted = {one.key: one for one in line.port.counted(MORNING, line.clock.now())}
    assert counted[plain.number].total == plain.total_yen
    assert (counted[undecided.number].total, counted[undecided.number].is_hidden) == (None, True)
    assert counted[waiting.number].is_hidden


def test_the_last_second_belongs_to_the_next_count(line: Line) -> None:
    order = buy(line)
    at = datetime.fromtimestamp(order.placed, UTC).replace(microsecond=0)
    before = [one.key for one in line.port.counted(at - timedelta(minutes=1), at)]
    after = [one.key for one in line.port.counted(at, at + timedelta(minutes=1))]
    assert (before, after) == ([], [order.number])


def test_an_order_is_cancelled_with_its_reason_before_and_after_shipping(line: Line) -> None:
    order = buy(line)
    (done,) = line.port.cancel([Cancel(key="1", order_number=order.number, reason="out_of_stock")])
    assert (done.outcome, order.state, order.flags["reason"]) == (Outcome.DONE, "900", 8)
    assert line.mall.goods["CUP"].shown == 899  # what it shows is ours to say
    late = buy(line)
    line.port.confirm([late.number])
    line.port.ship([parcel(late, "1")])
    line.clock.pass_(60)
    line.port.follow([f"{next(iter(rakuten(line).requests))}/{late.number}"])
    (done,) = line.port.cancel([Cancel(key="2", order_number=late.number, reason="unheard of")])
    assert (done.outcome, late.flags["reason"]) == (Outcome.DONE, orders.OTHER_OF_SHOP)


# --- shipments ---


def test_all_parcels_of_an_order_go_in_one_request_and_have_its_ticket(line: Line) -> None:
    one, two = buy(line), buy(line)
    line.port.confirm([one.number, two.number])
    verdicts = line.port.ship([parcel(one, "11"), parcel(one, "12"), parcel(two, "21")])
    assert {verdict.key: verdict.ticket.partition("/")[2] for verdict in verdicts} == {
        "p-11": one.number, "p-12": one.number, "p-21": two.number,
    }  # fmt: skip
    tickets = sorted({verdict.ticket for verdict in verdicts})
    assert {one.outcome for one in line.port.follow(tickets)} == {Outcome.WAITS}
    two.state, two.cancelled = "900", True
    line.clock.pass_(60)
    told = {verdict.key.partition("/")[2]: verdict for verdict in line.port.follow(tickets)}
    assert told[one.number].outcome is Outcome.DONE
    assert told[two.number].outcome is Outcome.REFUSED
    assert told[two.number].text
    assert [row["shippingNumber"] for row in one.shipments] == ["11", "12"]
    assert len(rakuten(line).requests) == 1


def test_a_report_whose_answer_is_lost_is_looked_for_and_not_sent_twice(line: Line) -> None:
    order, other = buy(line), buy(line)
    line.port.confirm([order.number, other.number])
    asked = line.wire.ask

    def cut(endpoint: str, *args: Any, **more: Any) -> Answer:
        if endpoint == "order.write":
            line.mall.scenario.lose_next = 1
        return asked(endpoint, *args, **more)

    line.access = replace(line.access, wire=SimpleNamespace(ask=cut))
    (verdict,) = line.port.ship([parcel(order, "41")])
    assert verdict.outcome is Outcome.WAITS
    (again,) = line.port.follow([verdict.ticket])
    assert again.outcome is Outcome.WAITS
    line.clock.pass_(60)
    assert [one.outcome for one in line.port.follow([verdict.ticket])] == [Outcome.DONE]
    never = f"lost-{int(line.clock.at)}/{other.number}/42"
    line.clock.pass_(700)
    assert [one.outcome for one in line.port.follow([never])] == [Outcome.REFUSED]
    assert len(rakuten(line).requests) == 1


def test_a_result_that_nobody_keeps_any_more_is_refused(line: Line) -> None:
    (verdict,) = line.port.follow(["99999999-300001/300001-20261122-0000000001"])
    assert verdict.outcome is Outcome.REFUSED


def test_reports_go_one_by_one_in_the_spelling_that_the_shop_needs(line: Line) -> None:
    rakuten(line).shipping_date = "%Y%m%d"
    order = buy(line)
    line.port.confirm([order.number])
    options = {**line.access.options, "ship_mode": "sync"}
    line.access = replace(line.access, options=options)
    assert line.port.ship([parcel(order, "31")])[0].outcome is Outcome.REFUSED
    line.access = replace(line.access, options={**options, "shipping_date": "YYYYMMDD"})
    assert line.port.ship([parcel(order, "31")])[0].outcome is Outcome.DONE
    assert order.shipments[0]["shippingDate"] == "20261122"


# --- counts ---


def test_a_sku_that_is_not_there_is_never_told(line: Line) -> None:
    verdicts = line.port.show(
        [Stock(code="X", ref=ref("X"), quantity=1), Stock(code="Y", ref={}, quantity=1)]
    )
    assert [verdict.outcome for verdict in verdicts] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert rakuten(line).strays == {}
    assert not any(endpoint == "inventory.put" for endpoint, *_ in line.wire.asked)


def test_lead_times_outlive_a_count(line: Line) -> None:
    kept = {"operationLeadTime": {"normalDeliveryTimeId": 3}, "shipFromIds": [12]}
    rakuten(line).records["cup", "CUP"] = {**kept, "created": "", "updated": ""}
    line.port.show([Stock(code="CUP", ref=ref("CUP"), quantity=4)])
    record = rakuten(line).records["cup", "CUP"]
    assert {name: record[name] for name in kept} == kept
    assert line.mall.goods["CUP"].shown == 4


def test_one_record_that_is_wrong_costs_no_other(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.mall.stock_up([OnShow(code="BAD", shown=1, ref=ref("BAD"))])
    spoilt = {"quantity": -1}
    whole = shelves.row_of
    monkeypatch.setattr(
        shelves,
        "row_of",
        lambda stock, record: whole(stock, record) | (spoilt if stock.code == "BAD" else {}),
    )
    stocks = [Stock(code=code, ref=ref(code), quantity=2) for code in ("CUP", "BAD", "TEA")]
    told = {verdict.key: verdict for verdict in line.port.show(stocks)}
    assert (told["CUP"].outcome, told["TEA"].outcome) == (Outcome.DONE, Outcome.DONE)
    assert (told["BAD"].outcome, told["BAD"].code) == (Outcome.REFUSED, "IE0003")
    assert line.mall.goods["BAD"].shown == 1


def test_a_count_that_was_taken_is_done_even_when_there_is_no_budget_to_look_again(line: Line) -> None:
    asked = line.wire.ask

    def spent(endpoint: str, *args: Any, **more: Any) -> Answer:
        if endpoint == "inventory.check":
            raise Limited(1)
        return asked(endpoint, *args, **more)

    line.access = replace(line.access, wire=SimpleNamespace(ask=spent))
    (verdict,) = line.port.show([Stock(code="CUP", ref=ref("CUP"), quantity=4)])
    assert (verdict.outcome, line.mall.goods["CUP"].shown) == (Outcome.DONE, 4)


def test_a_mall_that_still_shows_more_has_not_understood(line: Line) -> None:
    mall = rakuten(line)
    mall.set_shown = lambda code, quantity: None  # type: ignore[method-assign]  # says yes and does nothing
    (verdict,) = line.port.show([Stock(code="CUP", ref=ref("CUP"), quantity=4)])
    assert (verdict.outcome, verdict.code) == (Outcome.REFUSED, "not_shown")
    assert "900" in verdict.text


def test_a_thousand_counts_go_in_three_calls_of_four_hundred(line: Line) -> None:
    codes = [f"S{at:04}" for at in range(1000)]
    line.mall.stock_up([OnShow(code=code, shown=1, ref=ref(code)) for code in codes])
    verdicts = line.port.show([Stock(code=code, ref=ref(code), quantity=7) for code in codes])
    assert {verdict.outcome for verdict in verdicts} == {Outcome.DONE}
    assert sum(endpoint == "inventory.put" for endpoint, *_ in line.wire.asked) == 3


# --- items ---


def test_variants_of_one_item_need_the_options_by_which_buyers_choose(line: Line) -> None:
    base = Goods(code="", title="手ぬぐい", price_yen=1200, category="100371", images=("/t.jpg",), quantity=3)
    plain = [
        replace(base, code=f"T-{c}", ref={"manageNumber": "t", "variantId": f"T-{c}"}) for c in ("AI", "SHU")
    ]
    assert {verdict.code for verdict in line.port.publish(plain)} == {"IE0269"}
    assert "T-AI" not in line.mall.goods
    chosen = [replace(one, more={"options": {"色": one.code}}) for one in plain]
    assert {verdict.outcome for verdict in line.port.publish(chosen)} == {Outcome.DONE}
    assert (line.mall.goods["T-AI"].shown, line.mall.goods["T-SHU"].price_yen) == (3, 1200)
    again = [replace(one, title="手ぬぐい（改）", price_yen=1300) for one in chosen]
    assert {verdict.outcome for verdict in line.port.publish(again)} == {Outcome.DONE}
    assert (line.mall.goods["T-AI"].title, line.mall.goods["T-AI"].price_yen) == ("手ぬぐい（改）", 1300)


def test_what_an_item_lacks_is_said_and_nothing_is_put(line: Line) -> None:
    goods = Goods(code="N", ref=ref("N"), title="見本", price_yen=100)
    assert lacking(goods) == ["ジャンルID", "商品画像（R-Cabinet）"]
    (verdict,) = line.port.publish([goods])
    assert (verdict.outcome, verdict.code) == (Outcome.REFUSED, "lacking")
    assert line.wire.asked == []


def test_a_price_of_an_item_that_is_not_there_is_unknown(line: Line) -> None:
    verdicts = line.port.reprice(
        [Price(code="X", ref=ref("X"), price_yen=1), Price(code="Y", ref={}, price_yen=1)]
    )
    assert [verdict.outcome for verdict in verdicts] == [Outcome.UNKNOWN, Outcome.UNKNOWN]


# --- keys and messages ---


def test_the_last_day_of_the_key_is_known(line: Line) -> None:
    ends = datetime.fromtimestamp(rakuten(line).licence_ends, UTC)
    assert line.port.look().key_expires_at == ends.replace(microsecond=0)


def notice(key: str, number: str = "300001-20261122-0000000001") -> bytes:
    return (
        f"<orderNotifyModel><authModel><authKey>{key}</authKey></authModel><orderInfoNotifyModel>"
        f"<orderNumber>{number}</orderNumber><seqId>7</seqId></orderInfoNotifyModel></orderNotifyModel>"
    ).encode()


def test_a_notice_with_our_key_names_its_order_and_another_is_refused(line: Line) -> None:
    (heard,) = line.port.hear({}, notice("n-key-1"))
    assert (heard.kind, heard.keys) == ("order", ("300001-20261122-0000000001",))
    for body in (notice("other"), notice(""), notice("n-key-1", ""), b"<a", b"", "<é".encode("latin-1")):
        with pytest.raises(Refused):
            line.port.hear({}, body)
    line.access = replace(line.access, secrets={**SECRETS, "notify_key": ""})
    with pytest.raises(Refused):
        line.port.hear({}, notice(""))


# --- the simulated mall itself ---


@pytest.mark.parametrize(("change", "code"), [
    ({"dateType": None}, "ERROR_009"),
    ({"startDatetime": "2026-11-22T00:00:00+09:00"}, "ERROR_011"),
    ({"endDatetime": "2027-02-22T00:00:00+0900"}, "ERROR_011"),
    ({"dateType": 9}, "ERROR_011"),
])  # fmt: skip
def test_the_simulated_mall_refuses_a_search_that_rms_would_refuse(
    line: Line, change: dict[str, object], code: str
) -> None:
    body = orders.Stretch(1, (), MORNING, MORNING).body() | change
    with pytest.raises(Refused) as error:
        Rms(line.access).ask("searchOrder", body)
    assert error.value.code.endswith(code)


def test_the_simulated_mall_takes_a_count_for_nothing_and_forgets_it_in_a_day(line: Line) -> None:
    rms = Rms(line.access)
    row = {"manageNumber": "ghost", "variantId": "G", "mode": "ABSOLUTE", "quantity": 1}
    rms.ask("putInventories", {"inventories": [row]})
    asked = {"inventories": [{"manageNumber": "ghost", "variantId": "G"}]}
    assert json.dumps(rms.ask("inventories", asked)).count("ghost") == 1
    line.clock.pass_(86_401)
    assert rms.ask("inventories", asked) == {"inventories": []}
