"""Tables as people keep them: CSV in UTF-8 or Shift_JIS, and Excel; read and written with flat memory."""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from hanjo.catalogue.terms import BadFile

MOST_BYTES = 200 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
FREE_UNPACKED = 20 * 1024 * 1024  # small books may compress to nearly nothing
MOST_RATIO = 150  # more than this is no book but a trap
MOST_COLUMNS = 200
BIGGEST_CELL = 131_072
LONGEST_CELL = 32_767  # what a cell of a workbook holds
_REFERENCE = re.compile(r"&#([0-9]{2,7});")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Numbered = tuple[int, list[str], str]
"""Row number in the file, its cells padded to the header, and why it cannot be read (empty: it can)."""


class Sheet:
    """One table on disk: its header, how it is written, and its rows, which can be read again and again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(reason=f"{MOST_BYTES // 1024 // 1024}MB を超えています。")
        with path.open("rb") as file:
            start = file.read(8)
        if not start:
            raise BadFile(reason="中身がありません。")
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            raise BadFile(reason="古い形式の Excel（.xls）です。")
        self.is_excel = start.startswith(b"PK")
        self.encoding = "Excel" if self.is_excel else _encoding(path)
        self.delimiter = ","
        if self.is_excel:
            _refuse_bomb(path)
        else:
            self.delimiter = _delimiter(path, self.encoding)
        self.headers = self._headers()

    def rows(self) -> Iterator[Numbered]:
        """Every row below the header that is not blank (行)."""
        width = len(self.headers)
        lines = self._lines()
        for _, cells in lines:
            if any(cells):
                break  # the header
        for number, cells in lines:
            if not any(cells):
                continue
            why = _why_not(cells, width, exact=not self.is_excel)
            fits = len(cells) == width
            yield number, cells if fits else [*cells[:width], *[""] * (width - len(cells))], why

    def _headers(self) -> list[str]:
        for _, cells in self._lines():
            if any(cells):
                return cells
        raise BadFile(reason="見出しの行がありません。")

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        return self._excel_lines() if self.is_excel else self._csv_lines()

    def _csv_lines(self) -> Iterator[tuple[int, list[str]]]:
        mark = self.encoding == "cp932"
        with self.path.open(encoding=self.encoding, newline="") as file:
            table = csv.reader(file, delimiter=self.delimiter)
            number = 0
            try:
                for number, cells in enumerate(table, start=1):
                    stripped = list(map(str.strip, cells))
                    if "\x00" in "".join(stripped):
                        stripped = [cell.replace("\x00", "\ufffd") for cell in stripped]
                    yield number, [_decoded(cell) for cell in stripped] if mark else stripped
            except csv.Error as error:
                raise BadFile(reason=f"{number + 1} 行目が CSV として読めません。") from error

    def _excel_lines(self) -> Iterator[tuple[int, list[str]]]:
        import openpyxl

        try:
            with self.path.open("rb") as file:
                book = openpyxl.load_workbook(file, read_only=True, data_only=False)
                sheet = book.worksheets[0]
                sheet.reset_dimensions()
                rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
                for number, cells in enumerate(rows, start=1):
                    yield number, _trimmed([_excel_text(value) for value in cells])
        except Exception as error:  # a broken workbook fails in dozens of ways; all mean one thing
            raise BadFile(reason="Excel のブックとして読めません。") from error


def _encoding(path: Path) -> str:
    """Which encoding reads the whole file without a mistake; UTF-8 is asked first."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for name in ("utf-8-sig", "cp932"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise BadFile(reason="文字コードが UTF-8 でも Shift_JIS でもありません。")


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding) as file:
        first = file.readline(20_000)
    return max(",\t;", key=first.count)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadFile(reason="Excel のブックとして読めません。") from error
    if unpacked > MOST_UNPACKED or unpacked > max(FREE_UNPACKED, path.stat().st_size * MOST_RATIO):
        raise BadFile(reason=f"展開すると {unpacked // 1024 // 1024:,}MB になります。")


def _why_not(cells: list[str], width: int, *, exact: bool) -> str:
    if exact and len(cells) < width:
        return f"列が足りません（見出し {width} 列に対して {len(cells)} 列）"
    if len(cells) > width and any(cells[width:]):
        return f"列が多すぎます（見出し {width} 列に対して {len(cells)} 列）"
    joined = "\n".join(cells)
    if len(joined) <= BIGGEST_CELL and not joined.startswith("=") and "\n=" not in joined:
        return ""
    for place, cell in enumerate(cells):
        if len(cell) > BIGGEST_CELL:
            return f"{place + 1} 列目のセルが大きすぎます"
        if cell.startswith("="):
            return f"{place + 1} 列目が数式です。値として貼り付け直してください"
    return ""


def _decoded(cell: str) -> str:
    """Signs that Shift_JIS lacks travel as `&#39641;`; only those come back, so that other text is left alone."""
    return _REFERENCE.sub(_sign, cell) if "&#" in cell else cell


def _sign(found: re.Match[str]) -> str:
    number = int(found[1])
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return found[0]
    sign = chr(number)
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return sign
    return found[0]


def _excel_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def csv_bytes(rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig") -> Iterator[bytes]:
    """A table as CSV, piece by piece. Shift_JIS writes signs it lacks as `&#…;`, which our reader turns back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    codec = codecs.getincrementalencoder(encoding)("xmlcharrefreplace")
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % 500 == 0:
            yield codec.encode(out.getvalue())
            out.seek(0)
            out.truncate()
    yield codec.encode(out.getvalue(), final=True)


def xlsx_file(rows: Iterable[Sequence[str]]) -> IO[bytes]:
    """A table as an Excel book in a temporary file, written row by row; every cell is text, none a formula."""
    import openpyxl  # late: few processes ever touch a workbook, and loading it takes as long as starting Django
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("商品")
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value="")
            cell.data_type, cell._value = "s", ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
            cells.append(cell)
        sheet.append(cells)
    out = tempfile.TemporaryFile()  # noqa: SIM115  # handed to the response, which closes it
    book.save(out)
    out.seek(0)
    return out
