"""Pick lists follow the shelves, add up, and can be scanned."""

import io
from pathlib import Path

import zxingcpp
from PIL import Image

from hanjo.fulfilment.documents.pick_lists import (
    ORDER_TEMPLATE,
    TOTAL_TEMPLATE,
    PickItem,
    aisle,
    data_for_orders,
    data_for_total,
    in_walking_order,
    print_orders,
    print_total,
)
from hanjo.fulfilment.documents.printing import TEMPLATES
from hanjo.fulfilment.documents.tests.made_up import wave
from hanjo.fulfilment.documents.tests.test_delivery_slip import text_of
from hanjo.ui.documents import page_count, render_png


def test_bins_are_walked_as_people_number_them_and_goods_without_a_bin_come_last() -> None:
    bins = ["A-10", "", "B-1", "A-2", "A-2-10", "A-2-9"]
    walked = [item.bin for item in in_walking_order([PickItem(bin, "S", "品", 1) for bin in bins])]
    assert walked == ["A-2", "A-2-9", "A-2-10", "A-10", "B-1", ""]
    assert aisle("A-02-3") == "A"


def test_the_total_list_adds_up_to_the_orders() -> None:
    made = wave(9)
    data = data_for_total(made)
    rows = data["rows"]
    assert isinstance(rows, list)
    assert [row["bin"] for row in rows] == ["A-2-1", "A-10-2", "C-01", ""]
    wanted = sum(item.quantity for order in made.orders for item in order.items)
    assert sum(int(row["quantity"]) for row in rows) == wanted
    assert data["pieces"] == f"{wanted}"
    assert rows[1]["orders"] == "9"


def test_the_total_list_prints_names_bins_and_quantities(tmp_path: Path) -> None:
    text = text_of(print_total(wave(9)), tmp_path)
    for said in ("W-0007", "神戸倉庫", "A-10-2", "藍染めの湯呑み", "冷凍", "4901234567894"):
        assert said in text, said


def test_its_barcodes_read_back_as_jan_or_as_our_own_code() -> None:
    (page,) = render_png(TEMPLATES / TOTAL_TEMPLATE, data_for_total(wave(9)), ppi=300)
    read = {code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))}
    assert read == {"4901234567894", "49123456", "F-APPLE-6", "X-CARD"}


def test_a_jan_with_a_wrong_check_digit_gives_way_to_our_code() -> None:
    item = PickItem("A-1", "SKU-1", "品", 1, jan="4901234567890")
    made = wave(1)
    broken = type(made)(made.number, made.label, made.location, made.made_at, (
        type(made.orders[0])("R-1", "繁盛 太郎", (item,)),
    ))  # fmt: skip
    (page,) = render_png(TEMPLATES / TOTAL_TEMPLATE, data_for_total(broken), ppi=300)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))] == ["SKU-1"]


def test_every_order_gets_a_list_of_its_own_with_what_the_packer_must_know(tmp_path: Path) -> None:
    printed = print_orders(wave(5))
    assert printed.pages == (1,) * 5
    assert page_count(printed.pdf) == 5
    text = text_of(printed.pdf, tmp_path)
    for said in ("R-102418", "代引", "のし：御祝（外のし）", "髙﨑 𠮷子 様"):
        assert said in text, said


def test_an_order_list_is_scanned_by_its_number() -> None:
    made = wave(1)
    (page,) = render_png(TEMPLATES / ORDER_TEMPLATE, data_for_orders(made, made.orders), ppi=300)
    assert "R-102414" in {code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))}
