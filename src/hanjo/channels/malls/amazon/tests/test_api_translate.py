"""Amazon's orders by the interface: what each field becomes, from recorded answers with made-up people."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanjo.channels.malls.amazon import settlement, translate
from hanjo.channels.malls.amazon.client import understand
from hanjo.channels.malls.amazon.translate_v0 import modern
from hanjo.channels.malls.tests.samples import understood
from hanjo.channels.terms import RowClass, Understood
from hanjo.orders.terms import OrderDraft

SAMPLES = Path(__file__).parents[1] / "samples" / "api"
ORDERS: dict[str, dict[str, Any]] = json.loads((SAMPLES / "orders.json").read_text())


def told(name: str) -> Understood:
    order = ORDERS[name]
    return understand(str(order["orderId"]), json.dumps(order))


def draft(name: str) -> OrderDraft:
    found = told(name).draft
    assert found is not None
    return found


def test_file_and_interface_speak_of_one_order() -> None:
    by_file = understood("amazon")["250-0000001-0000001"].draft
    by_api = draft("plain")
    assert by_file is not None
    assert by_api.external_number == by_file.external_number
    assert [(line.key, line.code, line.name) for line in by_api.lines] == [
        (line.key, line.code, line.name) for line in by_file.lines
    ]
    same = (
        "recipient",
        "ordered_at",
        "buyer_email",
        "pay_method",
        "shipping_method",
        "ship_by_on",
        "ship_by_at",
        "is_prime",
    )
    assert [getattr(by_api, name) for name in same] == [getattr(by_file, name) for name in same]
    assert by_api.buyer.name == by_file.buyer.name


def test_the_interface_tells_the_money_that_the_file_does_not_have() -> None:
    order = draft("plain")
    assert (order.goods_yen, order.shipping_yen, order.total_yen) == (7620, 550, 8170)
    assert [(line.quantity, line.unit_price_yen, line.total_yen) for line in order.lines] == [
        (1, 4980, 4980),
        (3, 880, 2640),
    ]
    assert order.paid_at == datetime(2026, 11, 20, 11, 15, tzinfo=UTC)
    assert "prices_unknown" not in order.extra


def test_cash_on_delivery_comes_with_its_fee_and_the_booked_time() -> None:
    order = draft("cod")
    assert (order.pay_method, order.fee_yen, order.total_yen, order.paid_at) == ("COD", 330, 5230, None)
    assert (order.wanted_on, order.window, order.is_prime) == (date(2026, 11, 25), "14-16", True)


def test_an_order_of_the_convenience_store_is_paid_when_it_is_handed_out() -> None:
    order = {**ORDERS["plain"], "payment": {"paymentExecutions": [{"paymentMethod": "ConvenienceStore"}]}}
    found = understand("250-0000001-0000001", json.dumps(order)).draft
    assert found is not None
    assert (found.pay_method, found.paid_at) == ("CVS", found.ordered_at)


def test_the_driver_collects_what_was_not_paid_before() -> None:
    order = draft("cod_and_points")
    assert (order.goods_yen, order.fee_yen, order.points_yen, order.total_yen) == (4350, 330, 500, 4180)


def test_a_gift_has_its_message_and_no_prices_in_the_parcel() -> None:
    order = draft("gift")
    assert (order.is_gift, order.no_prices, order.is_subscription) == (True, True, True)
    assert order.gift_message == "お誕生日おめでとう。\n孫より"
    assert order.wrapping == "ラッピング（赤）"
    assert (order.goods_yen, order.wrapping_yen, order.discount_yen, order.total_yen) == (
        3600,
        400,
        360,
        3640,
    )


def test_tax_that_stands_beside_is_put_where_it_belongs() -> None:
    order = draft("tax_beside")
    assert order.goods_yen + order.shipping_yen == order.total_yen == 1650
    assert order.lines[0].total_yen == order.goods_yen


def test_a_wish_to_cancel_reaches_whoever_reads_remarks() -> None:
    assert draft("wants_to_cancel").remarks == "購入者からキャンセルの依頼があります（まちがえて注文した）"


def test_a_cancelled_order_is_one_even_without_people_and_pieces() -> None:
    order = draft("cancelled")
    assert order.cancelled
    assert [(line.key, line.code) for line in order.lines] == [("10000000000009", "HJ-CUP-WH")]


def test_an_item_that_was_called_off_is_no_line_any_more() -> None:
    order = draft("one_item_called_off")
    assert [line.key for line in order.lines] == ["10000000000010"]
    assert order.total_yen == 3600


@pytest.mark.parametrize(
    ("name", "why"),
    [("pending", "支払いの確認中"), ("by_amazon", "FBA"), ("shipped", "出荷済み")],
)
def test_what_is_not_to_be_shipped_by_us_is_set_aside_with_the_reason(name: str, why: str) -> None:
    found = told(name)
    assert found.draft is None
    assert [one.row_class for one in found.verdicts] == [RowClass.ADJUSTMENT]
    assert why in found.verdicts[0].reason


def test_an_unknown_status_is_taken_in_and_said() -> None:
    found = told("of_tomorrow")
    assert found.draft is not None
    assert not found.draft.cancelled
    assert "ON_THE_MOON" in found.warnings[0]


def test_an_order_without_prices_says_so() -> None:
    order = draft("without_prices")
    assert order.extra["prices_unknown"]
    assert order.total_yen == 0


def test_another_currency_is_refused_with_the_reason() -> None:
    found = told("foreign")
    assert found.draft is None
    assert "USD" in found.verdicts[0].reason


def test_an_order_without_an_address_names_the_right_that_lacks() -> None:
    order = {**ORDERS["plain"], "recipient": None}
    found = understand("250-0000001-0000001", json.dumps(order))
    assert found.draft is None
    assert "ロール" in found.verdicts[0].reason


def test_what_the_count_says_is_what_the_order_says() -> None:
    for name in ("plain", "cod", "cod_and_points", "gift", "tax_beside"):
        assert translate.total_of(ORDERS[name]) == draft(name).total_yen
    assert translate.total_of(ORDERS["foreign"]) is None
    assert translate.total_of(ORDERS["pending"]) is not None or "proceeds" not in ORDERS["pending"]


def test_the_older_interface_tells_the_same_order() -> None:
    old = json.loads((SAMPLES / "order_v0.json").read_text())
    found = understand("250-0000001-0000001", json.dumps(modern(old["order"], old["items"]))).draft
    new = draft("plain")
    assert found is not None
    same = (
        "external_number", "recipient", "buyer", "goods_yen", "shipping_yen", "total_yen", "pay_method", "ship_by_on",
        "ship_by_at", "ordered_at", "shipping_method",
    )  # fmt: skip
    assert [getattr(found, name) for name in same] == [getattr(new, name) for name in same]
    assert [(line.key, line.code, line.quantity, line.total_yen) for line in found.lines] == [
        (line.key, line.code, line.quantity, line.total_yen) for line in new.lines
    ]


def test_a_settlement_adds_up_to_what_is_paid_out() -> None:
    found = settlement.read((SAMPLES / "settlement.tsv").read_bytes())
    assert (found.number, found.total, found.currency) == ("10000000001", Decimal(6803), "JPY")
    assert found.by_kind() == {"ItemPrice": 8170, "ItemFees": -817, "other-transaction": -550}
    assert found.entries[0].order_number == "250-0000001-0000001"


def test_a_settlement_that_does_not_add_up_is_refused() -> None:
    body = (SAMPLES / "settlement.tsv").read_bytes().replace(b"\t4980\t", b"\t4981\t")
    with pytest.raises(settlement.BadSettlement, match="6804"):
        settlement.read(body)
    with pytest.raises(settlement.BadSettlement, match="見出し"):
        settlement.read(b"order-id\tsku\r\n")
