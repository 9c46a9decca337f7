"""Papers come out of Typst alone, and what is printed can be read back."""

import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hanjo.ui import barcodes, documents

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 120mm, height: 220mm, margin: 8mm)
#set text(font: "Noto Sans CJK JP", cjk-latin-spacing: none)
#for code in data.codes [ #image(bytes(code), width: 80mm, height: 14mm) #v(8mm) ]
#image(bytes(data.qr), width: 30mm)
#data.name
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "slip.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@pytest.fixture
def data() -> dict[str, object]:
    return {
        "name": "髙橋 花子 様 𠮷田",
        "codes": [
            barcodes.code128("R-102414"),
            barcodes.codabar("123456789012"),
            barcodes.jan("4901234567894"),
            barcodes.jan("49123456"),
        ],
        "qr": barcodes.qr("https://shop.example/o/1"),
    }


def test_every_printed_bar_code_is_read_back(template: Path, data: dict[str, object]) -> None:
    picture = documents.render_png(template, data, ppi=300)[0]
    read = {found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))}
    assert {"R-102414", "4901234567894", "49123456", "https://shop.example/o/1"} <= read
    assert any("123456789012" in text for text in read)


def test_a_paper_is_a_pdf_of_one_page_and_two_merge_into_two(template: Path, data: dict[str, object]) -> None:
    paper = documents.render_pdf(template, data)
    assert paper.startswith(b"%PDF")
    assert documents.page_count(paper) == 1
    assert documents.page_count(documents.merge([paper, paper])) == 2


def test_a_template_that_would_go_to_the_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.typ"
    path.write_text('#import "@preview/tiaoma:0.3.0": *\n', encoding="utf-8")
    with pytest.raises(documents.NetworkForbidden, match=r"bad\.typ"):
        documents.render_pdf(path, {})


def test_an_edited_template_is_judged_again(template: Path, data: dict[str, object]) -> None:
    documents.render_pdf(template, data)
    (template.parent / "part.typ").write_text('#import "@preview/x:1.0.0"', encoding="utf-8")
    with pytest.raises(documents.NetworkForbidden):
        documents.render_pdf(template, data)


def test_a_jan_code_with_a_wrong_check_digit_is_never_drawn() -> None:
    with pytest.raises(ValueError, match="チェックデジット"):
        barcodes.jan("4901234567890")
