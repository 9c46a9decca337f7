"""Excel workbooks (Excel の読み取り): the first sheet that has a header, through calamine.

Before the workbook is opened its parts are checked: sizes, a document type (external entities), an area blown up by
one far-away cell. A formula counts as the result that Excel stored with it; a row with a formula whose result was
never stored, or is an error, is refused with the reason.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import python_calamine

from hanjo.channels.reading.finding import header_among
from hanjo.channels.reading.headers import Headers
from hanjo.channels.reading.limits import HEADER_ROWS, MAX_SHEET_BYTES
from hanjo.channels.reading.source import Source, refuse_swelling
from hanjo.channels.reading.table import Batch, Table, kept
from hanjo.channels.terms import UnreadableFile

_BATCH_ROWS = 2000
_MAX_CELLS = 60_000_000
_MAX_CELL_CHARS = 131_072
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,8})["']""")
_FORMULA_CELL = re.compile(
    rb"""<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<>]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v\b[^<>]*>[^<>]+)?"""
)
_SAVE_AGAIN = "Excel で開いて保存し直すか、CSV で保存してから取り込んでください。"
FORMULA = (
    "数式の計算結果が保存されていません（シートの {row} 行目、{cell}）。値に変えてから取り込んでください。"
)
TOO_LONG = "1 つのセルが長すぎます（シートの {row} 行目。13 万文字まで）。"


class SheetTable(Table):
    """One sheet of a workbook."""

    def __init__(self, name: str, sheet: python_calamine.CalamineSheet, headers: Headers, skip: int) -> None:
        super().__init__(name=name, headers=headers, encoding="Excel", delimiter="")
        self._sheet = sheet
        self._skip = skip
        self.unstored: dict[int, str] = {}  # sheet row (1-based) → the formula cell without a result

    def _read(self) -> Iterator[Batch]:
        width, first = len(self.headers), 1
        cells: list[Sequence[str]] = []
        broken: dict[int, str] = {}
        for place, values in enumerate(self._sheet.iter_rows(), 1):
            if place <= self._skip:
                continue
            row = [as_text(value) for value in values]
            if not any(row) and place not in self.unstored:
                continue
            number = first + len(cells)
            reason = self._wrong(place, row)
            if reason:
                broken[number] = reason
            cells.append(kept(row[:width]) if reason else (row + [""] * width)[:width])
            if len(cells) >= _BATCH_ROWS:
                yield Batch(first, cells, broken)
                first, cells, broken = first + len(cells), [], {}
        if cells:
            yield Batch(first, cells, broken)

    def _wrong(self, place: int, row: list[str]) -> str:
        if place in self.unstored:
            return FORMULA.format(row=place, cell=self.unstored[place])
        if any(len(cell) > _MAX_CELL_CHARS for cell in row):
            return TOO_LONG.format(row=place)
        return ""


def as_text(value: object) -> str:
    """A cell as the text a person would have typed."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def open_workbook(source: Source, *, old: bool) -> Table:
    """The first sheet with a header row, as a table."""
    unstored = {} if old else _inspect(source)
    for index, sheet in _sheets(source):
        start = [
            [as_text(value) for value in row]
            for _, row in zip(range(HEADER_ROWS), sheet.iter_rows(), strict=False)
        ]
        header = header_among(start)
        if header is None:
            continue
        names = list(header.cells)
        while names and not names[-1].strip():
            names.pop()
        table = SheetTable(source.name, sheet, Headers(names), header.place + 1)
        table.unstored = unstored.get(index, {})
        return table
    raise UnreadableFile(
        name=source.name, reason="列の見出しの行があるシートが見つかりません。", advice=_SAVE_AGAIN
    )


def _sheets(source: Source) -> Iterator[tuple[int, python_calamine.CalamineSheet]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(source.stream())
        for index in range(len(book.sheet_names)):
            yield index, book.get_sheet_by_index(index)
    except UnreadableFile:
        raise
    except BaseException as error:  # the reader is written in Rust, and its panics are no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
            raise
        raise UnreadableFile(
            name=source.name,
            reason="Excel のファイルとして開けません（壊れているか、パスワードで守られています）。",
            advice=_SAVE_AGAIN,
        ) from error


def _inspect(source: Source) -> dict[int, dict[int, str]]:
    """Refuse a workbook that is a trap; tell where formulas have no stored result, by sheet and row."""
    unstored: dict[int, dict[int, str]] = {}
    with zipfile.ZipFile(source.stream()) as archive:
        refuse_swelling(
            source.name, sum(part.file_size for part in archive.infolist()), source.size, MAX_SHEET_BYTES
        )
        order = _sheet_parts(archive)
        for part in archive.infolist():
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            xml = archive.read(part)
            if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
                raise UnreadableFile(
                    name=source.name,
                    reason="Excel の中に外部を参照する定義（DOCTYPE）があります。",
                    advice="安全のため読み込みを止めました。" + _SAVE_AGAIN,
                )
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                _refuse_vast(source.name, xml)
                unstored[order.get(part.filename, -1)] = _formulas_without_result(xml)
    return unstored


def _refuse_vast(name: str, xml: bytes) -> None:
    """One cell in the last corner makes a reader set aside billions of cells."""
    widest = deepest = 0
    for letters, digits in _REFERENCE.findall(xml):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        widest, deepest = max(widest, column), max(deepest, int(digits))
    if widest * deepest > _MAX_CELLS:
        raise UnreadableFile(
            name=name, reason=f"シートが広すぎます（{deepest} 行 × {widest} 列）。", advice=_SAVE_AGAIN
        )


def _formulas_without_result(xml: bytes) -> dict[int, str]:
    if b"<f" not in xml and b":f" not in xml:
        return {}
    found: dict[int, str] = {}
    for match in _FORMULA_CELL.finditer(xml):
        attributes, value = match.group(1), match.group(2)
        reference = _REFERENCE.search(b" " + attributes)
        if reference and (value is None or b't="e"' in attributes):
            cell = (reference.group(1) + reference.group(2)).decode()
            found.setdefault(int(reference.group(2)), cell)
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, int]:
    """The part of each sheet by the order in which the workbook lists them."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        rels = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", rels):
        attributes = dict(re.findall(r'(\w+)\s*=\s*"([^"]*)"', tag))
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else "xl/" + target
        targets[attributes.get("Id", "")] = path
    ids = re.findall(r'<(?:\w+:)?sheet\b[^>]*?\br:id\s*=\s*"([^"]*)"', book)
    return {targets[one]: index for index, one in enumerate(ids) if one in targets}
