"""Files that leave and enter by the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hanjo.cli import exports, imports, main
from hanjo.cli.say import box, width

ROWS = [["SKU", "名前", "数"], ["A-1", "湯のみ", "3"], ["=1+1", "@SUM(A1)", "-5"], ["A-2", "髙﨑の𠮷", ""]]


def test_a_csv_opens_in_excel_and_carries_no_formula(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert exports.write(ROWS, file) == 3
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(file.open(encoding="utf-8-sig", newline="")))
    assert read[2] == ["'=1+1", "'@SUM(A1)", "-5"]
    assert read[3][1] == "髙﨑の𠮷"


def test_an_excel_file_holds_the_same_rows(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    assert exports.write(ROWS, file) == 3
    sheet = load_workbook(file)["hanjo"]
    assert [cell.value for cell in sheet[3]] == ["'=1+1", "'@SUM(A1)", "-5"]
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_an_empty_export_has_no_rows(tmp_path: Path) -> None:
    assert exports.write([["SKU"]], tmp_path / "empty.csv") == 0
    assert exports.write([], tmp_path / "nothing.csv") == 0


def test_a_file_that_is_not_there_is_said_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        ["import", "orders", str(tmp_path / "none.csv"), "--channel", "rakuten", "--format", "rakuten"]
    )
    assert code == 2
    assert "ありません" in capsys.readouterr().err


def test_a_report_is_told_in_words() -> None:
    report = {
        "rows": 3,
        "rows_by_class": {"goods": 2, "fee": 1, "cancellation": 0, "adjustment": 0, "refused": 0},
        "amount": {"currency": "GBP", "goods": "5.10", "fee": "1.00"},
        "orders": {"created": 1, "updated": 0, "unchanged": 0, "cancelled": 0},
        "seconds": 0.1,
    }
    text = imports.as_text(report)
    assert "3 行" in text
    assert "商品: 5.10 GBP" in text


def test_a_frame_counts_full_width_letters_as_two() -> None:
    drawn = box(["繁盛", "hanjo"]).splitlines()
    assert len({width(line) for line in drawn}) == 1


def test_an_unknown_subcommand_is_an_error_of_use() -> None:
    with pytest.raises(SystemExit) as left:
        main(["fly"])
    assert left.value.code == 2
