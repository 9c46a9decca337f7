"""EC-CUBE 4: amount rows, the double 送料, tax, states."""

from __future__ import annotations

import csv
import io
from datetime import date

from hanjo.channels.malls import recognise
from hanjo.channels.malls.eccube.translate_file import COLUMNS
from hanjo.channels.malls.tests.samples import content, understood
from hanjo.channels.terms import Format, RowClass
from hanjo.orders.terms import OrderDraft


def draft(number: str, files: list[tuple[bytes, str]] | None = None, **options: object) -> OrderDraft:
    found = understood("eccube", files, options=options)[number].draft
    assert found is not None
    return found


def test_the_default_list_has_70_columns_and_two_of_one_name() -> None:
    assert len(COLUMNS) == 70
    assert COLUMNS.count("送料") == 2
    assert recognise(COLUMNS)[0] == (Format.ECCUBE, 100)


def test_rows_become_goods_postage_charges_and_points() -> None:
    order = draft("31")
    assert [(line.code, line.options, line.unit_price_yen, line.quantity) for line in order.lines] == [
        ("HJ-POUCH", "色: 藍", 1650, 2)
    ]
    assert (order.goods_yen, order.shipping_yen, order.points_yen, order.total_yen) == (3300, 600, 200, 3700)
    assert (order.pay_method, order.wanted_on, order.window) == ("銀行振込", date(2026, 11, 27), "am")
    assert (order.recipient.city, order.recipient.street, order.recipient.building) == (
        "京都市中京区",
        "寺町通御池上る上本能寺前町999番地",
        "見本マンション303",
    )


def test_prices_without_tax_are_found_from_the_subtotal_or_stated() -> None:
    assert draft("31").lines[0].unit_price_yen == 1650
    assert draft("31", tax_included=True).lines[0].unit_price_yen == 1500
    assert draft("34").lines[0].unit_price_yen == 1000
    assert draft("34", tax_included=False).lines[0].unit_price_yen == 1100


def test_each_row_has_its_class_and_exact_amount() -> None:
    verdicts = understood("eccube")["34"].verdicts
    assert [(verdict.row_class, str(verdict.amount)) for verdict in verdicts] == [
        (RowClass.GOODS, "1000"),
        (RowClass.GOODS, "1000"),
        (RowClass.FEE, "200"),
        (RowClass.FEE, "330"),
        (RowClass.ADJUSTMENT, "-100"),
    ]
    order = draft("34")
    assert (order.fee_yen, order.discount_yen, order.total_yen) == (330, 100, 2430)


def test_an_order_in_checkout_is_set_aside_with_the_reason() -> None:
    result = understood("eccube")["32"]
    assert result.draft is None
    assert [verdict.row_class for verdict in result.verdicts] == [RowClass.ADJUSTMENT]
    assert "購入処理中" in result.verdicts[0].reason


def test_a_cancelled_order_is_cancelled() -> None:
    assert draft("33").cancelled
    assert not draft("31").cancelled


def test_several_shipments_are_flagged_and_kept_with_their_lines() -> None:
    order = draft("34")
    assert order.several_recipients
    assert [package["id"] for package in order.extra["packages"]] == ["31", "35"]


def test_names_instead_of_ids_and_a_subset_of_columns_mean_the_same() -> None:
    rows = list(csv.reader(io.StringIO(content("eccube")[0][0].decode("cp932"), newline="")))
    wanted = (
        "注文番号 受注日 商品コード 価格 個数 税率 明細区分(名称) "
        "配送先_お名前(姓) 配送先_住所1 支払合計 小計 対応状況(名称)"
    )
    places = [rows[0].index(name) for name in wanted.split()]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[row[place] for place in places] for row in rows])
    order = draft("31", [(out.getvalue().encode(), "subset.csv")])
    assert (order.goods_yen, order.shipping_yen, order.total_yen) == (3300, 600, 3700)
    assert draft("33", [(out.getvalue().encode(), "subset.csv")]).cancelled
