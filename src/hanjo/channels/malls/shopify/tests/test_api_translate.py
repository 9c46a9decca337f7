"""Recorded orders of a Shopify shop, understood."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hanjo.channels.malls.shopify.translate import understand
from hanjo.channels.terms import RowClass
from hanjo.orders.terms import OrderDraft

ORDERS: dict[str, dict[str, Any]] = {
    one["name"]: one
    for one in json.loads((Path(__file__).parents[1] / "samples/api/orders.json").read_text("utf-8"))["data"][
        "orders"
    ]["nodes"]
}


def draft(name: str) -> OrderDraft:
    found = understand(name, json.dumps(ORDERS[name]))
    assert found.draft is not None, found.reasons
    money = found.draft.goods_yen + found.draft.shipping_yen + found.draft.fee_yen - found.draft.discount_yen
    assert money == found.draft.total_yen
    return found.draft


def test_an_order_of_two_goods_has_its_rates_and_its_people() -> None:
    order = draft("#1001")
    assert [(one.key, one.code, one.quantity, one.unit_price_yen, one.tax_rate) for one in order.lines] == [
        ("9001", "HJ-CUP-WH", 2, 1800, 10),
        ("9002", "HJ-TEA-100", 1, 1080, 8),
    ]
    assert (order.goods_yen, order.shipping_yen, order.total_yen) == (4680, 550, 5230)
    where = order.recipient
    assert (where.name, where.postal, where.prefecture, where.city, where.street, where.building, where.phone) == (
        "見本 花子", "6500001", "兵庫県", "神戸市中央区", "加納町6-5-1", "見本ビル 201", "090-0000-0001",
    )  # fmt: skip
    assert (order.buyer_key, order.pay_method) == ("8001", "shopify_payments")
    assert order.paid_at is not None


def test_a_gift_to_somebody_else_keeps_date_window_noshi_and_words() -> None:
    order = draft("#1002")
    assert (order.wanted_on, order.window, order.window_raw) == (date(2026, 11, 27), "14-16", "")
    assert (order.is_gift, order.noshi, order.gift_message) == (True, "内祝 見本", "おめでとう")
    assert (order.buyer.name, order.recipient.name, order.recipient.prefecture) == (
        "見本 花子",
        "例 太郎",
        "東京都",
    )
    assert order.remarks == "ベルを鳴らしてください"
    assert order.extra["attributes"]["紹介者"] == "架空"


def test_cash_on_delivery_is_not_paid_and_what_is_added_is_a_fee() -> None:
    order = draft("#1003")
    assert (order.pay_method, order.paid_at) == ("Cash on Delivery (COD)", None)
    assert (order.goods_yen, order.shipping_yen, order.fee_yen, order.total_yen) == (1080, 550, 330, 1960)


def test_what_the_total_lacks_is_a_discount() -> None:
    order = draft("#1004")
    assert (order.goods_yen, order.discount_yen, order.total_yen) == (3600, 500, 3650)


def test_a_piece_that_was_refunded_is_cancelled_in_its_line() -> None:
    order = draft("#1005")
    (line,) = order.lines
    assert (line.quantity, line.cancelled_quantity, line.total_yen) == (3, 1, 3600)
    assert (order.goods_yen, order.total_yen, order.cancelled) == (3600, 4150, False)


def test_a_cancelled_order_is_what_it_was() -> None:
    order = draft("#1006")
    assert order.cancelled
    assert (order.lines[0].quantity, order.lines[0].cancelled_quantity, order.total_yen) == (2, 0, 4150)
    assert order.extra["cancel_reason"] == "CUSTOMER"


def test_tax_that_comes_on_top_is_booked_and_said() -> None:
    found = understand("#1007", json.dumps(ORDERS["#1007"]))
    assert found.draft is not None
    assert (found.draft.goods_yen, found.draft.fee_yen, found.draft.total_yen) == (1000, 155, 1705)
    assert (found.draft.lines[0].code, found.draft.lines[0].options) == ("手ぬぐい - 藍", "藍")
    assert "税抜価格" in found.warnings[0]


def test_a_status_of_tomorrow_is_kept_and_a_hold_is_a_check_of_the_mall() -> None:
    order = draft("#1008")
    assert order.mall_is_checking
    assert order.extra["financial"] == "A_STATUS_OF_TOMORROW"


@pytest.mark.parametrize(
    ("name", "row_class", "words"),
    [("#1009", RowClass.REFUSED, "通貨が USD"), ("#1010", RowClass.ADJUSTMENT, "テスト注文")],
)
def test_what_is_no_order_of_ours_says_why(name: str, row_class: RowClass, words: str) -> None:
    found = understand(name, json.dumps(ORDERS[name]))
    assert found.draft is None
    assert found.verdicts[0].row_class == row_class
    assert words in found.verdicts[0].reason


@pytest.mark.parametrize("lacking", ["name", "createdAt", "lineItems", "currentTotalPriceSet"])
def test_what_an_order_cannot_be_without_is_asked_for(lacking: str) -> None:
    told = {**ORDERS["#1001"], lacking: None}
    found = understand("#1001", json.dumps(told | ({"totalPriceSet": None} if "Total" in lacking else {})))
    assert found.draft is None
    assert "管理画面" in found.verdicts[0].reason


def test_what_may_be_missing_is_no_reason_to_lose_an_order() -> None:
    needed = {"name", "createdAt", "lineItems", "totalPriceSet", "currentTotalPriceSet"}
    found = understand(
        "#1001", json.dumps({key: one for key, one in ORDERS["#1001"].items() if key in needed})
    )
    assert found.draft is not None
    assert found.draft.total_yen == 5230
