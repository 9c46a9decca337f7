"""楽天: what each column becomes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from hanjo.channels.malls import plan, recognise
from hanjo.channels.malls.rakuten import shipment_report
from hanjo.channels.malls.rakuten.columns import COLUMNS
from hanjo.channels.malls.rakuten.translate_file import missing
from hanjo.channels.malls.shipped import Shipped, UnknownCarrier, Unwritable
from hanjo.channels.malls.tests.samples import content, understood
from hanjo.channels.reading import open_table
from hanjo.channels.terms import Format, UnreadableFile
from hanjo.orders.terms import Address, OrderDraft

FIRST, GIFT, CANCELLED, COD = (
    "300001-20261120-0000000001",
    "300001-20261120-0000000002",
    "300001-20261121-0000000003",
    "300001-20261121-0000000004",
)
MINIMAL = [
    *("注文番号", "注文日時", "商品名", "商品管理番号", "単価", "個数"),
    *("送付先姓", "送付先名", "送付先住所都道府県", "送付先住所それ以降の住所"),
]


def subset(columns: Sequence[str], rename: dict[str, str] | None = None) -> list[tuple[bytes, str]]:
    """The sample with only some columns, as a template would give it."""
    rows = list(csv.DictReader(io.StringIO(content("rakuten")[0][0].decode("cp932"), newline="")))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([(rename or {}).get(column, column) for column in columns])
    writer.writerows([[row[column] for column in columns] for row in rows])
    return [(out.getvalue().encode("cp932"), "template.csv")]


def draft(number: str, **more: object) -> OrderDraft:
    found = understood("rakuten", **more)[number].draft  # type: ignore[arg-type]  # options of any kind go through
    assert found is not None
    return found


def test_the_whole_list_has_158_columns_and_is_recognised() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 158
    assert recognise(COLUMNS) == [(Format.RAKUTEN, 100)]


def test_an_order_is_read_with_address_money_wish_and_remark() -> None:
    order = draft(FIRST)
    assert order.ordered_at == datetime(2026, 11, 20, 12, 3, 15, tzinfo=UTC)
    assert order.recipient == Address(
        name="架空 花子",
        kana="カクウ ハナコ",
        postal="6500001",
        prefecture="兵庫県",
        city="神戸市中央区",
        street="加納町9-9-9",
        building="見本ビル101",
        phone="078-000-0001",
    )
    assert [(line.key, line.code, line.quantity, line.total_yen, line.tax_rate) for line in order.lines] == [
        ("1", "HJ-JUICE-3", 1, 3240, 8),
        ("2", "HJ-TENUGUI-BL", 2, 2240, 10),
    ]
    assert (order.goods_yen, order.shipping_yen, order.discount_yen, order.total_yen) == (
        5480,
        660,
        200,
        5940,
    )
    assert (order.wanted_on, order.window, order.window_raw) == (date(2026, 11, 25), "14-16", "")
    assert order.remarks == '領収書は「株式会社見本」でお願いします。\n"置き配"可'
    assert order.extra["tax"] == [
        {"rate": 10, "amount_yen": 2740, "tax_yen": 249},
        {"rate": 8, "amount_yen": 3200, "tax_yen": 237},
    ]


def test_several_recipients_are_flagged_and_kept_with_their_lines() -> None:
    order = draft(GIFT)
    assert order.several_recipients
    assert order.recipient.name == "架空 花子"
    assert order.extra["packages"] == [
        {"id": "9000001", "lines": ["1"], "name": "架空 花子"},
        {"id": "9000002", "lines": ["2"], "name": "髙橋 﨑太"},
    ]


def test_an_undecided_amount_is_flagged_and_counts_as_nothing() -> None:
    order = draft(GIFT)
    assert order.amount_undecided
    assert order.shipping_yen == 0
    assert (order.is_gift, order.noshi, order.remote_island) == (True, "御歳暮", True)


def test_the_cod_fee_and_the_points_add_up_to_the_amount_to_pay() -> None:
    order = draft(COD)
    assert (order.goods_yen, order.shipping_yen, order.fee_yen, order.points_yen, order.total_yen) == (
        2000,
        500,
        330,
        100,
        2730,
    )
    assert (order.window, order.is_prime, order.pay_method) == ("am", True, "代金引換")


def test_a_cancelled_state_cancels_and_is_a_setting() -> None:
    assert draft(CANCELLED).cancelled
    assert not draft(CANCELLED, options={"cancelled_states": ("キャンセル",)}).cancelled


def test_the_code_comes_from_the_first_column_that_is_filled() -> None:
    assert draft(FIRST).lines[1].code == "HJ-TENUGUI-BL"
    turned = draft(FIRST, options={"sku_order": ("商品管理番号", "商品番号")})
    assert [line.code for line in turned.lines] == ["juice-3", "tenugui"]


def test_a_minimal_template_is_enough() -> None:
    order = understood("rakuten", subset(MINIMAL))[COD].draft
    assert order is not None
    assert [(line.code, line.quantity, line.total_yen) for line in order.lines] == [("mamezara", 2, 2000)]
    assert (order.total_yen, order.recipient.city, order.recipient.street) == (2000, "", "加納町9-9-9")


def test_date_and_time_in_two_columns_are_one_moment() -> None:
    files = subset([name for name in MINIMAL if name != "注文日時"] + ["注文日時"], {"注文日時": "注文日"})
    order = understood("rakuten", files)[COD].draft
    assert order is not None
    assert order.ordered_at == datetime(2026, 11, 20, 22, 0, tzinfo=UTC)


def test_full_width_headers_are_the_same_headers() -> None:
    files = subset(
        [*MINIMAL, "システム連携用SKU番号", "10%請求金額"],
        {"システム連携用SKU番号": "システム連携用ＳＫＵ番号", "10%請求金額": "１０％請求金額"},
    )
    order = understood("rakuten", files)[FIRST].draft
    assert order is not None
    assert order.lines[0].code == "HJ-JUICE-3"
    assert order.extra["tax"][0]["amount_yen"] == 2740


def test_a_template_without_price_is_refused_with_the_missing_columns() -> None:
    assert missing([name for name in MINIMAL if name != "単価"]) == ["単価"]
    table = open_table(subset([name for name in MINIMAL if name != "単価"])[0][0], name="x.csv")
    with pytest.raises(UnreadableFile, match="単価"):
        plan([table], format=Format.RAKUTEN)


def test_the_layout_before_2018_is_refused_with_the_reason() -> None:
    old = "受注番号,受注ステータス,カード決済ステータス,商品名,個数\n1,新規,済,茶,1\n".encode("cp932")
    with pytest.raises(UnreadableFile, match="2018 年以前"):
        plan([open_table(old, name="old.csv")])


SHIPPED = Shipped(
    order_number=FIRST,
    tracking_numbers=("200961185434", "200961185445"),
    carrier="yamato",
    shipped_on=date(2026, 11, 21),
    package_id="9000001",
)


def test_the_shipment_report_has_six_columns_and_a_row_for_each_parcel() -> None:
    assert shipment_report.write([SHIPPED]).decode("cp932") == (
        "注文番号,送付先ID,発送明細ID,お荷物伝票番号,配送会社,発送日\r\n"
        f"{FIRST},9000001,,200961185434,1001,2026-11-21\r\n"
        f"{FIRST},9000001,,200961185445,1001,2026-11-21\r\n"
    )


def test_a_carrier_without_code_is_refused_and_can_be_set() -> None:
    unknown = Shipped(
        order_number="1", tracking_numbers=("9",), carrier="飛脚", shipped_on=date(2026, 11, 21)
    )
    with pytest.raises(UnknownCarrier, match="飛脚"):
        shipment_report.write([unknown])
    assert b",1002," in shipment_report.write([unknown], carrier_codes={"飛脚": "1002"})


def test_a_letter_that_the_file_cannot_hold_is_named() -> None:
    odd = Shipped(
        order_number="1", tracking_numbers=("𠮷9",), carrier="yamato", shipped_on=date(2026, 11, 21)
    )
    with pytest.raises(Unwritable, match="𠮷"):
        shipment_report.write([odd])
