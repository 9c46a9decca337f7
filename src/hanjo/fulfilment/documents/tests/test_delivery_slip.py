"""What is printed on a delivery slip, read back from the paper itself."""

import io
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

import hanjo
from hanjo.fulfilment.documents.delivery_slip import TEMPLATE, data_for_slips, print_slips, yen
from hanjo.fulfilment.documents.printing import TEMPLATES, Printed, pages_per_order
from hanjo.fulfilment.documents.tests.made_up import LINES, SHOP, gift, long_slip, slip
from hanjo.ui.documents import page_count, render_png

#: In a process of its own, so that memory and processor time are its own, whatever else the machine does.
THOUSAND = """
import resource, time
from hanjo.fulfilment.documents.delivery_slip import print_slips
from hanjo.fulfilment.documents.tests.made_up import slip
slips = [slip(number=f"R-{at:06d}") for at in range(1000)]
began = time.process_time()
printed = print_slips(slips)
print(printed.page_count, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    tool = shutil.which("pdftotext")
    assert tool, "pdftotext (poppler) が必要です"
    return subprocess.run([tool, "-layout", path, "-"], check=True, capture_output=True).stdout.decode()


def fonts_of(pdf: bytes, tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    tool = shutil.which("pdffonts")
    assert tool, "pdffonts (poppler) が必要です"
    out = subprocess.run([tool, path], check=True, capture_output=True).stdout.decode()
    return [line.split() for line in out.splitlines()[2:]]


def test_the_slip_says_who_what_how_much_and_by_whom(tmp_path: Path) -> None:
    text = text_of(print_slips([slip()]).pdf, tmp_path)
    for said in (
        "髙﨑 𠮷子",
        "R-102414",
        "¥17,500",
        "登録番号 T7000012050002",
        "※は軽減税率対象",
        "10%対象",
        "¥11,250",
        "¥1,022",
        "8%対象※",
        "¥462",
        "送料",
        "−¥500",
        "−¥250",
        "藍染めの湯呑み",
        "2026/11/22（日）",
    ):
        assert said in text, said


def test_a_gift_slip_names_the_giver_and_no_price_anywhere(tmp_path: Path) -> None:
    text = text_of(print_slips([gift()]).pdf, tmp_path)
    assert "お誕生日おめでとうございます。" in text
    assert "御祝（外のし・紅白蝶結び）" in text
    assert "繁盛 太郎" in text
    for hidden in (
        "¥",
        "円",
        "合計（税込）",
        "税率",
        "3,240",
        "6,480",
        "17,500",
        "クレジット",
        "登録番号",
        "クーポン",
    ):
        assert hidden not in text, hidden
    assert all("unit" not in line for line in data_for_slips([gift()])["slips"][0]["lines"])  # type: ignore[index]  # the data is plain JSON


def test_a_shop_without_a_registration_number_prints_none(tmp_path: Path) -> None:
    text = text_of(print_slips([slip(shop=replace(SHOP, registration_number=""))]).pdf, tmp_path)
    assert "登録番号" not in text
    assert "軽減" in text


def test_a_slip_without_reduced_goods_does_not_explain_the_mark(tmp_path: Path) -> None:
    text = text_of(print_slips([slip(lines=LINES[1:])]).pdf, tmp_path)
    assert "※は軽減税率対象" not in text


def test_every_order_has_pages_of_its_own_and_the_pages_add_up() -> None:
    printed = print_slips([slip(), long_slip(40), gift(), long_slip(200), slip(number="R-1")])
    assert printed.pages[0] == printed.pages[2] == printed.pages[4] == 1
    assert printed.pages[1] == 2
    assert printed.pages[3] > 5
    assert page_count(printed.pdf) == printed.page_count
    assert pages_per_order(printed.pdf) == list(printed.pages)


def test_page_numbers_count_within_one_order(tmp_path: Path) -> None:
    text = text_of(print_slips([slip(), long_slip(40), gift()]).pdf, tmp_path)
    feet = [
        line.split("納品書")[1].split() for line in text.splitlines() if line.strip().startswith("納品書 R-")
    ]
    assert [" ".join(foot) for foot in feet] == [
        "R-102414 1/1",
        "R-109999 1/2",
        "R-109999 2/2",
        "R-102415 1/1",
    ]


def test_every_slip_adds_up_and_says_what_nothing_explains(tmp_path: Path) -> None:
    assert "調整額" not in text_of(print_slips([slip()]).pdf, tmp_path)
    text = text_of(print_slips([slip(total_yen=17_400)]).pdf, tmp_path)
    (line,) = [line for line in text.splitlines() if "調整額" in line]
    assert line.split()[-1] == "−¥100"


def test_no_orders_make_an_empty_run() -> None:
    assert print_slips([]) == Printed(b"", ())


def test_the_barcode_on_the_slip_reads_back_as_the_order_number() -> None:
    pages = render_png(TEMPLATES / TEMPLATE, data_for_slips([slip(number="R-20261122-000123")]), ppi=200)
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(pages[0])))
    assert code.text == "R-20261122-000123"


def test_all_fonts_are_embedded_and_none_is_drawn_as_type_3(tmp_path: Path) -> None:
    printed = print_slips([slip(number=f"R-{at}") for at in range(60)])
    fonts = fonts_of(printed.pdf, tmp_path)
    assert fonts
    for font in fonts:
        assert "Noto" in font[0]
        assert font[1:3] != ["Type", "3"]
        assert font[-5:-3] == ["yes", "yes"], font  # embedded, subset


def test_template_signs_in_data_are_printed_as_they_are(tmp_path: Path) -> None:
    text = text_of(print_slips([slip(note="#import *太字* $x$ <a> @b \\", number="R-1")]).pdf, tmp_path)
    assert "#import *太字* $x$ <a> @b" in text


@pytest.mark.parametrize(("amount", "text"), [(0, "¥0"), (1980, "¥1,980"), (-500, "−¥500")])
def test_amounts_are_written_as_slips_write_them(amount: int, text: str) -> None:
    assert yen(amount) == text


@pytest.mark.slow
def test_a_thousand_slips_take_at_most_fifteen_seconds_and_a_gigabyte() -> None:
    source = {"PYTHONPATH": str(Path(hanjo.__file__).parents[1])}
    own = subprocess.run(
        [sys.executable, "-c", THOUSAND], check=True, capture_output=True, text=True, env=source
    )
    pages, seconds, megabytes = (float(figure) for figure in own.stdout.split())
    assert pages == 1000
    assert seconds <= 15
    assert megabytes <= 1024
