"""A sale as it was recorded, and what may be otherwise about it."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hanjo.channels.malls.colorme.translate import NAMES, document_text, understand
from hanjo.channels.malls.tests.lines import drafted
from hanjo.orders.terms import OrderDraft

SALE: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "samples" / "api" / "sale.json").read_text("utf-8")
)
PAYMENTS, DELIVERIES = {752: "商品代引", 753: "銀行振込"}, {113922: "ヤマト運輸"}


def draft(**changes: Any) -> OrderDraft:
    """The recorded sale with other values."""
    sale = {**deepcopy(SALE), **changes}
    return drafted(understand("4434233", document_text(sale, PAYMENTS, DELIVERIES)))


def test_a_sale_says_everything_that_a_parcel_needs() -> None:
    found = draft()
    assert (found.external_number, found.ordered_at) == ("4434233", datetime(2026, 11, 22, 0, 0, tzinfo=UTC))
    assert [(one.code, one.quantity, one.unit_price_yen, one.tax_rate) for one in found.lines] == [
        ("HJ-CUP-WH", 1, 2200, 10), ("1342333/100g/缶", 2, 1080, 8),
    ]  # fmt: skip
    to, buyer = found.recipient, found.buyer
    assert (to.name, to.postal, to.prefecture, to.city, to.street) == (
        "見本 次郎", "0600001", "北海道", "札幌市中央区", "北一条西2-1-1",
    )  # fmt: skip
    assert (buyer.name, buyer.company, buyer.city, buyer.building) == (
        "見本 花子", "見本商事 総務部", "神戸市中央区", "見本ビル 4F",
    )  # fmt: skip
    assert (buyer.phone, found.buyer_email) == ("090-0000-0000", "hanako@example.jp")
    assert (found.wanted_on, found.window) == (date(2026, 11, 28), "14-16")
    assert (found.pay_method, found.shipping_method, found.remarks) == (
        "銀行振込",
        "ヤマト運輸",
        "置き配は不要です",
    )


def test_its_money_adds_up_to_what_the_shop_says() -> None:
    found = draft()
    assert (found.goods_yen, found.shipping_yen, found.fee_yen, found.wrapping_yen) == (4360, 550, 300, 450)
    assert (found.discount_yen, found.points_yen, found.total_yen) == (500, 120, 5040)
    parts = found.goods_yen + found.shipping_yen + found.fee_yen + found.wrapping_yen
    assert parts - found.discount_yen - found.points_yen == found.total_yen


@pytest.mark.parametrize(("total", "fee", "discount"), [(5041, 301, 500), (5038, 300, 502)])
def test_a_yen_of_rounding_is_taken_in(total: int, fee: int, discount: int) -> None:
    found = draft(total_price=total)
    assert (found.fee_yen, found.discount_yen, found.total_yen) == (fee, discount, total)


def test_a_sum_that_is_otherwise_stays_otherwise() -> None:
    found = draft(total_price=4000)
    parts = found.goods_yen + found.shipping_yen + found.fee_yen + found.wrapping_yen
    assert parts - found.discount_yen - found.points_yen != found.total_yen


def test_cash_on_delivery_is_not_paid_and_a_transfer_is_when_the_shop_says_so() -> None:
    assert (draft(payment_id=752).pay_method, draft(payment_id=752).paid_at) == ("商品代引", None)
    assert draft(paid=True).paid_at == datetime.fromtimestamp(SALE["update_date"], UTC)
    assert draft(paid=True, paid_mail_sent_date=1795306000).paid_at == datetime.fromtimestamp(1795306000, UTC)


def test_a_payment_without_a_name_keeps_its_number() -> None:
    assert draft(payment_id=999).pay_method == "999"


def test_a_line_that_the_shop_set_to_nothing_is_gone() -> None:
    details = deepcopy(SALE["details"])
    details[1]["product_num"] = 0
    assert [one.code for one in draft(details=details).lines] == ["HJ-CUP-WH"]


def test_two_parcels_to_one_address_are_one_receiver() -> None:
    first = SALE["sale_deliveries"][0]
    assert not draft(sale_deliveries=[first, {**first, "id": 2}]).several_recipients
    other = {**first, "id": 2, "name": "見本 三郎"}
    found = draft(sale_deliveries=[first, other])
    assert found.several_recipients
    assert len(found.extra["addresses"]) == 2


def test_a_part_of_a_split_sale_has_the_part_s_money_and_says_so() -> None:
    segment = {
        "id": 1, "parent_sale_id": 4434000, "splitted": True, "product_total_price": 4000,
        "delivery_total_charge": 700, "total_price": 5060, "noshi_total_charge": 0, "card_total_charge": 0,
        "wrapping_total_charge": 0,
    }  # fmt: skip
    sale = {**deepcopy(SALE), "segment": segment}
    found = understand("4434233", document_text(sale, PAYMENTS, DELIVERIES))
    made = drafted(found)
    assert (made.total_yen, made.shipping_yen, made.extra["parent_sale"]) == (5060, 700, "4434000")
    assert "分割" in found.warnings[0]


def test_the_text_does_not_change_with_a_buyer_s_points_or_a_picture() -> None:
    other = deepcopy(SALE)
    other["customer"] |= {"points": 999, "sales_count": 9}
    other["details"][0]["product_image_url"] = "https://img.example.jp/1.jpg?2"
    assert document_text(other, PAYMENTS, DELIVERIES) == document_text(SALE, PAYMENTS, DELIVERIES)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "売上 ID"), ({"make_date": None}, "受注日時"), ({"details": []}, "明細"),
        ({"total_price": None}, "合計金額"),
    ],
)  # fmt: skip
def test_what_an_order_cannot_be_without_is_named(changes: dict[str, Any], reason: str) -> None:
    text = document_text({**deepcopy(SALE), **changes}, PAYMENTS, DELIVERIES)
    found = understand("4434233", text)
    assert found.draft is None
    assert reason in found.verdicts[0].reason


def test_names_stand_beside_the_sale_and_not_in_it() -> None:
    told = json.loads(document_text(SALE, PAYMENTS, DELIVERIES))
    assert told[NAMES] == {"payment": "銀行振込", "deliveries": {"113922": "ヤマト運輸"}}
