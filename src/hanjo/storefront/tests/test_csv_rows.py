"""What a spreadsheet would run stands guarded in the file, and comes back as it was."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from hanjo.storefront.desk import csv_rows

ODD = ("=1+1", "+81", "-5", "@SUM(A1)", "'=x", "ふつう", 'a,b\n"c"', "")


def test_no_cell_is_a_formula_and_every_cell_comes_back() -> None:
    text = csv_rows.written(["品"], [[cell] for cell in ODD if cell])
    assert not [row for row in csv.reader(StringIO(text)) if row[0].startswith(("=", "+", "-", "@"))]
    back = csv_rows.read(text.encode("utf-8-sig"), ["品"], ValueError)
    assert [row["品"] for row in back] == [cell for cell in ODD if cell]


def test_short_and_long_rows_are_read_and_what_is_no_table_is_refused_with_its_reason() -> None:
    assert csv_rows.read(b"a,b\r\n1\r\n1,2,3\r\n", ["a", "b"], ValueError) == [
        {"a": "1", "b": ""},
        {"a": "1", "b": "2"},
    ]
    for data, why in ((b"\xff\xfe\x00", "UTF-8"), (b"x\r\n1\r\n", "見出し"), (b"", "見出し")):
        with pytest.raises(ValueError, match=why):
            csv_rows.read(data, ["a"], ValueError)
