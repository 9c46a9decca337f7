"""Yahoo!ショッピング: two files, one order."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from hanjo.channels.malls import plan
from hanjo.channels.malls.tests.samples import content, planned, understood
from hanjo.channels.malls.yahoo import stock_file
from hanjo.channels.reading import open_tables
from hanjo.channels.terms import Format, RowClass, UnreadableFile


def test_the_two_files_are_joined_whichever_comes_first() -> None:
    files = content("yahoo")
    assert understood("yahoo", files[::-1]) == understood("yahoo", files)


def test_a_zip_with_both_files_is_the_same() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for data, name in content("yahoo"):
            archive.writestr(name, data)
    assert understood("yahoo", [(out.getvalue(), "both.zip")]) == understood("yahoo")


def test_an_order_is_read_with_its_items_even_when_they_are_scattered() -> None:
    result = understood("yahoo")["hanjo-10000001"]
    assert [(v.number, v.row_class) for v in result.verdicts] == [
        (1, RowClass.FEE),
        (4, RowClass.GOODS),
        (6, RowClass.GOODS),
    ]
    order = result.draft
    assert order is not None
    assert [(line.code, line.options, line.quantity) for line in order.lines] == [
        ("t-shirt-navy-m", "色: 紺 / サイズ: M", 2),
        ("mamezara", "", 1),
    ]
    assert (order.goods_yen, order.shipping_yen, order.points_yen, order.total_yen) == (4000, 550, 200, 4350)
    assert (order.wanted_on, order.window, order.remarks) == (
        date(2026, 11, 26),
        "18-20",
        "玄関前に置いてください",
    )
    assert (order.recipient.city, order.recipient.street, order.recipient.building) == (
        "神戸市中央区",
        "加納町9-9-9",
        "見本ビル 202",
    )


def test_a_cancelled_order_is_cancelled() -> None:
    order = understood("yahoo")["hanjo-10000002"].draft
    assert order is not None
    assert order.cancelled


def test_orders_alone_wait_for_their_items() -> None:
    results = understood("yahoo", content("yahoo")[:1])
    assert {result.waits_for for result in results.values()} == {"商品の CSV"}
    assert all(result.draft is None for result in results.values())
    assert "一緒に取り込んで" in results["hanjo-10000001"].reasons[1]


def test_items_alone_miss_their_order() -> None:
    results = understood("yahoo", content("yahoo")[1:])
    assert all(result.draft is None for result in results.values())
    assert "注文の CSV にありません" in results["hanjo-10000002"].reasons[2]


def test_two_order_files_are_no_pair() -> None:
    orders = content("yahoo")[0]
    with pytest.raises(UnreadableFile, match="組になっていません"):
        plan(open_tables([orders, orders]))


def test_the_format_is_found_from_either_file() -> None:
    for file in content("yahoo"):
        assert planned("yahoo", [file]).format is Format.YAHOO


def test_the_stock_file_never_tells_less_than_nothing() -> None:
    assert stock_file.write([("t-shirt", "t-shirt-navy-m", 5), ("nabe", "", -2)]).decode("cp932") == (
        "code,sub-code,quantity,mode\r\nt-shirt,t-shirt-navy-m,5,\r\nnabe,,0,\r\n"
    )
