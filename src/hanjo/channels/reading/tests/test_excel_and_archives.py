"""Excel and archives: read as they are meant, refused when they are traps."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from hanjo.channels.reading import open_table, open_tables
from hanjo.channels.terms import UnreadableFile


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(book: bytes, **changes: bytes | None) -> bytes:
    """The workbook with some parts replaced, by the end of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            change = next(
                (value for key, value in changes.items() if part.filename.endswith(key + ".xml")), None
            )
            new.writestr(part.filename, old.read(part) if change is None else change)
    return out.getvalue()


def test_a_workbook_is_read_as_the_text_a_person_sees() -> None:
    table = open_table(
        workbook(
            ["受注一覧"],
            ["注文番号", "日時", "単価", "数"],
            ["A-1", datetime(2026, 11, 21, 8, 30), 1980.0, 2],  # noqa: DTZ001  # a sheet has no zones
            [],
            ["A-2", None, 2.5, "３"],
        ),
        name="受注.xlsx",
    )
    assert table.encoding == "Excel"
    assert list(table.headers) == ["注文番号", "日時", "単価", "数"]
    assert [(row.number, list(row.cells)) for row in table.rows()] == [
        (1, ["A-1", "2026-11-21 08:30:00", "1980", "2"]),
        (2, ["A-2", "", "2.5", "３"]),
    ]


def test_a_formula_counts_as_its_stored_result() -> None:
    book = workbook(["番号", "数"], ["A", 1])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    stored = sheet.replace(b"<v>1</v>", b"<f>1+6</f><v>7</v>")
    assert stored != sheet
    assert [list(row.cells) for row in open_table(rewritten(book, sheet1=stored), name="x.xlsx").rows()] == [
        ["A", "7"]
    ]


def test_a_formula_without_a_stored_result_costs_its_row() -> None:
    table = open_table(workbook(["番号", "数"], ["A", "=1+6"], ["B", 2]), name="x.xlsx")
    assert [row.number for row in table.rows()] == [2]
    assert "B2" in table.bad_rows[0].reason
    assert "数式" in table.bad_rows[0].reason


def test_one_far_away_cell_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.append(["番号", "数"])
    book.active["XFD1048576"] = 1
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(UnreadableFile, match="広すぎます"):
        open_table(file.getvalue(), name="x.xlsx")


def test_a_swelling_workbook_is_refused_before_it_is_unpacked() -> None:
    bomb = rewritten(workbook(["番号", "数"], ["A", 1]), sheet1=b"<worksheet>" + b" " * (60 * 1024**2))
    assert len(bomb) < 1_000_000
    with pytest.raises(UnreadableFile, match="比率が異常"):
        open_table(bomb, name="爆弾.xlsx")


def test_external_entities_are_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        open_table(rewritten(workbook(["番号", "数"], ["A", 1]), sheet1=evil), name="x.xlsx")


def test_a_swelling_gzip_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="比率が異常"):
        open_table(gzip.compress(b"a,b\n" + b"1,2\n" * (10 * 1024**2)), name="爆弾.csv.gz")


def test_a_gzip_of_several_members_is_read_whole() -> None:
    packed = gzip.compress("番号,数\nA,1\n".encode()) + gzip.compress(b"B,2\n")
    assert [list(row.cells) for row in open_table(packed, name="x.gz").rows()] == [["A", "1"], ["B", "2"]]


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("_", "."), content)
    return out.getvalue()


def test_a_zip_gives_every_table_in_it() -> None:
    packed = archive(a_csv="番号,数\nA,1\n".encode("cp932"), b_csv="番号,名\nA,茶\n".encode())
    assert [table.name for table in open_tables([(packed, "x.zip")])] == ["a.csv", "b.csv"]
    with pytest.raises(UnreadableFile, match="2 つ"):
        open_table(packed, name="x.zip")


def test_zips_in_zips_and_crowds_are_refused() -> None:
    inner = archive(a_csv="番号,数\nA,1\n".encode())
    with pytest.raises(UnreadableFile, match="zip の中に zip"):
        open_table(archive(inner_zip=inner), name="x.zip")
    with pytest.raises(UnreadableFile, match="多すぎます"):
        open_table(archive(**{f"f{n}_csv": b"a,b\n" for n in range(2001)}), name="x.zip")


@pytest.mark.parametrize("keep", [10, 200, 2000, 4000])
def test_a_cut_off_workbook_is_refused(keep: int) -> None:
    with pytest.raises(UnreadableFile):
        open_table(workbook(["番号", "数"], ["A", 1])[:keep], name="x.xlsx")
