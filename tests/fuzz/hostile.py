"""Files that nobody should send: broken, swollen, disguised."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from collections.abc import Iterator
from functools import cache

from openpyxl import Workbook

from hanjo.channels.malls.tests.samples import SAMPLES, content

EVIL_CELLS = {
    "beyond int4": "3000000000",
    "beyond int8": "99999999999999999999",
    "thirty digits": "1" * 30,
    "infinite": "1e400",
    "not a number": "NaN",
    "negative": "-1",
    "zero": "0",
    "half": "0.5",
    "formula": '=HYPERLINK("http://example.jp","x")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "copy null": "\\N",
    "copy end": "\\.",
    "tab and line": "a\tb\nc\r\nd",
    "long": "𠮷野家" * 300,
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "no day": "2026-02-30",
    "wide digits": "１２３４５６７８９０",
    "right to left": "\u202e\u200b\ufeff",
    "empty": "",
    "quote": '"',
    "markup": "<script>alert(1)</script>{{ 7*7 }}",
    "nul": "a\x00b",
}
WRITERS = {"rakuten": (",", "cp932"), "amazon": ("\t", "utf-8"), "yahoo": (",", "cp932"), "eccube": (",", "utf-8"),
           "own-shop": (",", "utf-8"), "online-retail": (",", "utf-8")}  # fmt: skip
NUMBERS = {"rakuten": "注文番号", "amazon": "order-id", "yahoo": "OrderId", "eccube": "注文番号", "own-shop": "注文No",
           "online-retail": "InvoiceNo"}  # fmt: skip


def rows_of(name: str, index: int = 0) -> list[list[str]]:
    """A sample file as cells, from its header row on."""
    data = content(name)[index][0]
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    rows = list(csv.reader(io.StringIO(text), delimiter=WRITERS[name][0]))
    start = next(n for n, row in enumerate(rows) if NUMBERS[name] in row)
    return rows[start:]


def as_file(name: str, rows: list[list[str]]) -> bytes:
    """Cells as the mall would write them."""
    delimiter, encoding = WRITERS[name]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def one_evil_cell_per_order(name: str, turn: int) -> list[tuple[bytes, str]]:
    """One order for each column, in which just this cell is evil; each turn, columns meet the next evil.

    The number of the order stays its own.
    """
    evils = list(EVIL_CELLS.values())
    files = []
    pairs = len(SAMPLES[name][0])
    shapes = [rows_of(name, index) for index in range(pairs)]
    width = sum(len(shape[0]) for shape in shapes)
    at = 0
    for index, (header, sample, *_) in enumerate(shapes):
        keys = [n for n, cell in enumerate(header) if cell in (NUMBERS[name], "Id", "注文ID")]
        rows = [header]
        for order in range(width):
            row = list(sample)
            for key in keys:
                row[key] = f"{sample[key][:-5]}{order:05}" if len(sample[key]) > 7 else f"9{order:05}"
            if at <= order < at + len(header) and header[order - at] != NUMBERS[name]:
                row[order - at] = evils[(order + turn) % len(evils)]
            rows.append(row)
        files.append((as_file(name, rows), content(name)[index][1]))
        at += len(header)
    return files


def workbook(rows: list[list[object]]) -> bytes:
    """Cells as an Excel book."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def bomb() -> bytes:
    """A workbook of some hundred kilobytes whose sheet swells to hundreds of megabytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["a", "b"]]))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for entry in good.namelist():
            if entry.endswith("sheet1.xml"):
                with bad.open(entry, "w") as sheet:
                    sheet.write(b"<worksheet><sheetData>")
                    for _ in range(320):
                        sheet.write(b"<row><c><v>1</v></c></row>" * 40_000)
                    sheet.write(b"</sheetData></worksheet>")
            else:
                bad.writestr(entry, good.read(entry))
    return out.getvalue()


@cache
def swollen() -> bytes:
    """A packed table whose one cell swells to sixty megabytes."""
    return gzip.compress(b"a,b\n" + b"0" * 60_000_000)


def entity_bomb() -> bytes:
    """A workbook whose sheet defines entities of entities."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet><sheetData>'
    sheet += "<row><c><v>&l9;</v></c></row></sheetData></worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["a"]]))) as good, zipfile.ZipFile(out, "w") as bad:
        for entry in good.namelist():
            bad.writestr(entry, sheet if entry.endswith("sheet1.xml") else good.read(entry))
    return out.getvalue()


def hostile(text: str, delimiter: str = ",") -> Iterator[tuple[str, bytes]]:
    """Every kind of broken file, made from a good one. Name (with its ending) and bytes."""
    chance = random.Random(20261122)
    good = text.encode("utf-8")
    lines = text.splitlines()
    header, first = lines[0], lines[1] if len(lines) > 1 else lines[0]
    yield "empty.csv", b""
    yield "bom.csv", b"\xef\xbb\xbf"
    yield "header-only.csv", header.encode()
    yield "cut.csv", good[: len(good) * 2 // 3]
    yield "cut-letter.csv", good[: len(header.encode()) + 11]
    yield "utf16.csv", text.encode("utf-16")
    yield "euc.csv", text.encode("euc_jp", "replace")
    yield (
        "half-and-half.csv",
        header.encode("cp932", "replace") + b"\n" + first.encode("utf-8") + b"\n\x81\xff\n",
    )
    yield "huge-cell.csv", f'{header}\n"{"あ" * 3_500_000}"{delimiter}x\n{first}\n'.encode()
    yield "open-quote.csv", f'{header}\n{first}\n"{first * 3}\n{first}\n'.encode()
    yield "formulas.csv", f"{header}\n{delimiter.join(['=1+1'] * (header.count(delimiter) + 1))}\n".encode()
    yield "mixed-lines.csv", f"{header}\r\n{first}\n{first}\r{first}\r\n\n\r\r\n".encode()
    yield "twice.csv", f"{header}{delimiter}{header}\n{first}{delimiter}{first}\n".encode()
    yield "many-columns.csv", f"{delimiter.join(f'c{n}' for n in range(20_000))}\n{first}\n".encode()
    yield "no-header.csv", f"{first}\n{first}\n".encode()
    yield "nuls.csv", b"\x00" * 5000
    yield "nul-cells.csv", good.replace(b"1", b"\x00")
    yield "random.csv", chance.randbytes(20_000)
    yield "random.xlsx", chance.randbytes(20_000)
    yield "text.xlsx", good
    yield "zip-of-nothing.xlsx", b"PK\x05\x06" + b"\x00" * 18
    yield "cut.xlsx", workbook([["a", "b"], [1, 2]])[:900]
    yield "formulas.xlsx", workbook([header.split(delimiter), ["=1/0", "=A1", "=HYPERLINK(A1)"]])
    yield "empty.xlsx", workbook([])
    yield "bomb.xlsx", bomb()
    yield "entities.xlsx", entity_bomb()
    yield "bomb.csv.gz", swollen()
    yield "cut.csv.gz", gzip.compress(good)[:-9]
    yield "picture.csv", b"\x89PNG\r\n\x1a\n" + chance.randbytes(500)
    yield "page.csv", b"<!DOCTYPE html><html><body>Login</body></html>"
    yield "../../etc/名前\r\n.csv", good
