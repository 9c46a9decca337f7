"""Recorded orders of an EC-CUBE shop, understood."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hanjo.channels.malls.eccube.translate import understand
from hanjo.channels.terms import RowClass, Understood
from hanjo.orders.terms import OrderDraft

PATH = Path(__file__).parents[1] / "samples/api/orders.json"
ORDERS: dict[str, dict[str, Any]] = {
    one["id"]: one for one in json.loads(PATH.read_text("utf-8"))["data"]["orders"]["nodes"]
}


def found(number: str) -> Understood:
    return understand(number, json.dumps(ORDERS[number]))


def draft(number: str) -> OrderDraft:
    made = found(number).draft
    assert made is not None, found(number).reasons
    money = made.goods_yen + made.shipping_yen + made.fee_yen - made.discount_yen - made.points_yen
    assert money == made.total_yen
    return made


def test_prices_without_tax_get_the_tax_that_the_shop_computed() -> None:
    order = draft("101")
    (line,) = order.lines
    assert (line.key, line.code, line.unit_price_yen, line.quantity, line.tax_rate) == (
        "1",
        "HJ-CUP-WH",
        1801,
        2,
        10,
    )
    assert (order.external_number, order.shipping_yen, order.total_yen) == ("EC101", 600, 4202)
    where = order.recipient
    assert (where.name, where.postal, where.prefecture, where.city, where.building) == (
        "見本 花子", "6500001", "兵庫県", "神戸市中央区", "見本ビル201",
    )  # fmt: skip
    assert order.paid_at is not None


def test_a_gift_to_somebody_else_keeps_day_window_and_words() -> None:
    order = draft("102")
    assert (order.wanted_on, order.window) == (date(2026, 11, 27), "am")
    assert (order.buyer.name, order.recipient.name, order.recipient.prefecture) == (
        "見本 花子",
        "例 太郎",
        "東京都",
    )
    assert order.remarks == "ラッピングをお願いします\nのし 内祝"


def test_cash_on_delivery_has_its_fee_and_is_not_paid() -> None:
    order = draft("103")
    assert (order.pay_method, order.fee_yen, order.paid_at) == ("代金引換", 330, None)


def test_two_receivers_are_known_with_their_lines() -> None:
    order = draft("104")
    assert order.several_recipients
    assert [(one["id"], one["lines"], one["name"]) for one in order.extra["packages"]] == [
        ("501", ["1"], "見本 花子"),
        ("502", ["4"], "例 太郎"),
    ]
    assert [one.tax_rate for one in order.lines] == [10, 8]
    assert (order.shipping_yen, order.total_yen) == (1400, 6082)


def test_a_cancelled_order_is_cancelled_and_a_strange_status_is_not() -> None:
    assert draft("105").cancelled
    strange = draft("107")
    assert not strange.cancelled
    assert strange.extra["status"] == "店独自の状況"
    assert strange.external_number == "107"  # a shop that numbers nothing: its id


def test_discount_and_points_come_off() -> None:
    order = draft("106")
    assert (order.discount_yen, order.points_yen, order.total_yen) == (200, 100, 3902)


@pytest.mark.parametrize(
    ("number", "row_class", "words"),
    [("108", RowClass.ADJUSTMENT, "決済処理中"), ("109", RowClass.REFUSED, "商品の明細")],
)
def test_what_is_no_order_says_why(number: str, row_class: RowClass, words: str) -> None:
    made = found(number)
    assert made.draft is None
    assert made.verdicts[0].row_class == row_class
    assert words in made.verdicts[0].reason


def test_what_may_be_missing_is_no_reason_to_lose_an_order() -> None:
    needed = {"id", "order_no", "order_date", "OrderItems", "payment_total"}
    made = understand("101", json.dumps({key: one for key, one in ORDERS["101"].items() if key in needed}))
    assert made.draft is not None
    assert made.draft.total_yen == 4202
