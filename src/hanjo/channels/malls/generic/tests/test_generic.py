"""Any table by a mapping: classes in their order, mapping kept as JSON, a first guess, a preview."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from hanjo.channels.malls import plan
from hanjo.channels.malls.generic.guess import guess_date_pattern, guess_mapping, preview
from hanjo.channels.malls.generic.mapping import ONLINE_RETAIL, BadMapping, GenericMapping
from hanjo.channels.malls.tests.samples import OWN_SHOP, content, planned, understood
from hanjo.channels.reading import Tally, open_table
from hanjo.channels.terms import RowClass, Understood, UnreadableFile

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def retail(*lines: str) -> dict[str, Understood]:
    table = open_table((HEADER + "".join(line + "\n" for line in lines)).encode(), name="retail.csv")
    one = plan([table], mapping=ONLINE_RETAIL)
    return {group.key: one.translator.understand(group) for group in one.groups()}


def only(*lines: str) -> Understood:
    (result,) = retail(*lines).values()
    return result


def classes(result: Understood) -> list[str]:
    return [str(verdict.row_class) for verdict in result.verdicts]


GOODS = "536365,85123A,WHITE HOLDER,6,12/1/10 8:26,2.55,17850,United Kingdom"


def test_goods_keep_pounds_and_get_yen_at_the_rate() -> None:
    result = only(GOODS, "536365,POST,POSTAGE,1,12/1/10 8:26,18,17850,United Kingdom")
    assert classes(result) == ["goods", "fee"]
    assert [str(amount) for amount in result.amounts] == ["15.30", "18"]
    order = result.draft
    assert order is not None
    assert (order.currency, order.total_foreign, order.rate) == ("GBP", Decimal("33.30"), Decimal(135))
    assert (order.lines[0].unit_price_yen, order.lines[0].unit_price_foreign) == (344, Decimal("2.55"))
    assert (order.goods_yen, order.fee_yen, order.total_yen) == (2064, 2430, 4494)
    assert order.ordered_at == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    assert (order.buyer_key, order.buyer.country) == ("17850", "GB")


def test_an_invoice_that_begins_with_c_takes_goods_back() -> None:
    result = only("C536379,35004C,DUCKS,-3,12/1/10 9:49,4.65,15311,United Kingdom")
    assert classes(result) == ["cancellation"]
    assert result.draft is None
    cancellation = result.cancellation
    assert cancellation is not None
    assert (cancellation.buyer_key, cancellation.made_at) == (
        "15311",
        datetime(2010, 12, 1, 9, 49, tzinfo=UTC),
    )
    (line,) = cancellation.lines
    assert (line.code, line.quantity, line.unit_price, line.row) == ("35004C", 3, Decimal("4.65"), 1)


@pytest.mark.parametrize(
    ("line", "row_class"),
    [
        (GOODS, RowClass.GOODS),
        ("1,85123A,FREE WITH CUSTOMER,1,12/1/10 8:26,0,17850,France", RowClass.GOODS),
        ("1,85123A,damaged,1,12/1/10 8:26,0,,United Kingdom", RowClass.ADJUSTMENT),
        ("1,85123A,write-off,-10,12/1/10 8:26,0,,United Kingdom", RowClass.ADJUSTMENT),
        ("1,POST,back,-1,12/1/10 8:26,5,17850,France", RowClass.ADJUSTMENT),
        ("A563185,B,Adjust bad debt,1,8/12/11 14:50,11062.06,,United Kingdom", RowClass.ADJUSTMENT),
        ("C1,POST,back,-1,12/1/10 8:26,5,17850,France", RowClass.CANCELLATION),
        ("1,m,Manual,1,12/1/10 8:26,5,17850,France", RowClass.FEE),
        ("1,gift_0001_20,Voucher,1,12/1/10 8:26,16.67,,France", RowClass.FEE),
        ("1,85123A,X,ten,12/1/10 8:26,5,17850,France", RowClass.REFUSED),
        ("1,85123A,X,1,yesterday,5,17850,France", RowClass.REFUSED),
        ("1,,X,1,12/1/10 8:26,5,17850,France", RowClass.REFUSED),
        ("C1,85123A,X,-1,12/1/10 8:26,five,17850,France", RowClass.REFUSED),
        (",85123A,X,1,12/1/10 8:26,5,17850,France", RowClass.REFUSED),
    ],
)
def test_the_class_of_a_row_follows_the_stated_order(line: str, row_class: RowClass) -> None:
    result = only(line)
    assert classes(result) == [str(row_class)]
    assert bool(result.draft) == (row_class in (RowClass.GOODS, RowClass.FEE))
    assert bool(result.verdicts[0].reason) == (row_class in (RowClass.ADJUSTMENT, RowClass.REFUSED))


def test_a_document_keeps_its_goods_when_one_row_is_an_adjustment() -> None:
    result = only(GOODS, "536365,22139,,56,12/1/10 8:26,0,,United Kingdom")
    assert classes(result) == ["goods", "adjustment"]
    assert result.draft is not None
    assert len(result.draft.lines) == 1


def test_a_row_of_negative_price_is_a_discount_of_its_order() -> None:
    rows = ["S-1,2026/11/20,茶,T,2,500", "S-1,2026/11/20,値引き,X,1,-100", "S-1,2026/11/20,見本,Y,0,300"]
    table = open_table(
        ("注文番号,注文日,商品名,品番,数量,単価\n" + "\n".join(rows) + "\n").encode(), name="x.csv"
    )
    one = plan([table], mapping=guess_mapping(table.headers, table.sample()))
    (result,) = [one.translator.understand(group) for group in one.groups()]
    assert classes(result) == ["goods", "adjustment", "adjustment"]
    assert result.draft is not None
    assert (result.draft.goods_yen, result.draft.discount_yen, result.draft.total_yen) == (1000, 100, 900)


def test_line_keys_that_repeat_give_way_to_positions() -> None:
    mapping = dataclasses.replace(ONLINE_RETAIL, columns={**ONLINE_RETAIL.columns, "line_key": "CustomerID"})
    table = open_table((HEADER + GOODS + "\n" + GOODS + "\n").encode(), name="x.csv")
    one = plan([table], mapping=mapping)
    (result,) = [one.translator.understand(group) for group in one.groups()]
    assert result.draft is not None
    assert [line.key for line in result.draft.lines] == ["1", "2"]


def test_the_real_extract_adds_up() -> None:
    one, tally = planned("online-retail"), Tally()
    for group in one.groups():
        tally.add(one.translator.understand(group))
    assert tally.rows_by_class() == {"goods": 59, "fee": 2, "cancellation": 3, "adjustment": 1, "refused": 0}
    assert {key: Decimal(value) for key, value in tally.amounts_by_class().items()} == {
        "goods": Decimal("1732.29"),
        "fee": Decimal("104"),
        "cancellation": Decimal("-61.44"),
        "adjustment": Decimal(0),
        "refused": Decimal(0),
    }


def test_an_own_shop_file_is_read_with_constants_and_one_address_column() -> None:
    order = understood("own-shop")["S-1"].draft
    assert order is not None
    assert (order.pay_method, order.remarks) == ("銀行振込", "急ぎません")
    assert [(line.code, line.quantity, line.unit_price_yen) for line in order.lines] == [
        ("HJ-TENUGUI-BL", 2, 1120),
        ("HJ-MAME", 1, 1000),
    ]
    assert (order.goods_yen, order.shipping_yen, order.total_yen) == (3240, 660, 3900)
    recipient = order.recipient
    assert (recipient.prefecture, recipient.city, recipient.street, recipient.building) == (
        "大阪府",
        "大阪市北区",
        "梅田9-9-9",
        "見本ビル5F",
    )


@pytest.mark.parametrize("mapping", [OWN_SHOP, ONLINE_RETAIL])
def test_a_mapping_survives_json(mapping: GenericMapping) -> None:
    assert GenericMapping.from_json(mapping.to_json()) == mapping
    assert GenericMapping.from_json(json.loads(mapping.to_json())) == mapping


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"columns": {"order_number": "A"}}, "「数量」の列"),
        ({"columns": {**OWN_SHOP.columns, "colour": "色"}}, "項目「colour」"),
        ({"date_pattern": "H:MM"}, "年・月・日"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"currency": "円"}, "通貨「円」"),
        ({"rate": "0"}, "換算レート"),
        ({"rate": "abc"}, "rate"),
        ({"rate": "2"}, "円の換算レート"),
        ({"fee_codes": "POST"}, "fee_codes"),
        ({"fee_codez": []}, "fee_codez"),
        ({"name": " "}, "名前"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_the_reason(
    change: dict[str, object], problem: str
) -> None:
    with pytest.raises(BadMapping) as refusal:
        GenericMapping.from_json(OWN_SHOP.to_dict() | change)
    assert problem in refusal.value.text


def test_a_file_without_a_mapped_column_is_refused_with_its_name() -> None:
    table = open_table(HEADER.replace("UnitPrice", "Price").encode() + GOODS.encode() + b"\n", name="x.csv")
    with pytest.raises(UnreadableFile, match="UnitPrice"):
        plan([table], mapping=ONLINE_RETAIL)


def test_a_guess_reads_the_own_shop_file_without_help() -> None:
    data, name = content("own-shop")[0]
    table = open_table(data, name=name)
    guessed = guess_mapping(table.headers, table.sample(), name="下書き")
    assert guessed.problems() == ()
    assert {key: guessed.columns[key] for key in ("order_number", "quantity", "unit_price", "code")} == {
        "order_number": "注文No",
        "quantity": "数量",
        "unit_price": "単価（税込）",
        "code": "品番",
    }
    seen = preview(table.headers, table.sample(), guessed)
    assert [draft.external_number for draft in seen.drafts] == ["S-1", "S-2"]
    assert [verdict.number for verdict in seen.verdicts] == [1, 2, 3]


def test_a_guess_finds_month_first_dates() -> None:
    assert guess_date_pattern(["12/1/10 8:26", "4/28/11 19:53"]) == "m/d/yy H:MM"
    assert guess_date_pattern(["28/4/11 19:53"]) == "d/m/yy H:MM"
    assert guess_date_pattern(["2026/11/21 8:30"]) == "auto"


def test_a_preview_of_a_mapping_with_problems_says_them() -> None:
    table = open_table(content("own-shop")[0][0], name="x.csv")
    broken = dataclasses.replace(OWN_SHOP, columns={**OWN_SHOP.columns, "quantity": "個数"})
    seen = preview(table.headers, table.sample(), broken)
    assert seen.drafts == ()
    assert "個数" in seen.problems[0]
