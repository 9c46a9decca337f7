"""`hanjo export`: products, orders or stock as a file."""

from __future__ import annotations

import argparse
import csv
import importlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hanjo.cli.say import answer, note
from hanjo.cli.shop import shop

HELP = "商品・受注・在庫を CSV か Excel に書き出す"
OWNER = {"products": "catalogue", "orders": "orders", "stock": "inventory"}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("what", choices=sorted(OWNER), help="書き出すもの")
    parser.add_argument(
        "file", type=Path, nargs="?", help="書き出し先（.csv / .xlsx。なければ標準出力に CSV）"
    )
    parser.add_argument("--json", action="store_true", help="プログラム向けに JSON で答える")


def run(given: argparse.Namespace) -> int:
    """Write all rows; the first one names the columns."""
    with shop():
        rows = importlib.import_module(f"hanjo.{OWNER[given.what]}.queries").export_rows()
        count = write(rows, given.file)
    if given.json:
        answer({"rows": count, "file": str(given.file) if given.file else None})
    else:
        note(f"{count:,} 行を書き出しました。")
    return 0


def write(rows: Iterable[Sequence[Any]], file: Path | None) -> int:
    """Write rows by the ending of the file's name; answer how many there were besides the headers."""
    if file and file.suffix.lower() == ".xlsx":
        return _excel(rows, file)
    out = file.open("w", encoding="utf-8-sig", newline="") if file else sys.stdout
    try:
        writer = csv.writer(out)
        lines = 0
        for row in rows:
            writer.writerow([harmless(value) for value in row])
            lines += 1
    finally:
        if file:
            out.close()
    return max(lines - 1, 0)


def harmless(value: Any) -> Any:
    """Keep a text from being taken for a formula by the spreadsheet that opens the file."""
    if isinstance(value, str) and value.startswith(DANGEROUS) and not _is_number(value):
        return f"'{value}"
    return "" if value is None else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _excel(rows: Iterable[Sequence[Any]], file: Path) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("hanjo")
    lines = 0
    for row in rows:
        sheet.append([_cell(value) for value in row])
        lines += 1
    book.save(file)
    return max(lines - 1, 0)


def _cell(value: Any) -> Any:
    """Excel knows no time zones."""
    value = harmless(value)
    return value.isoformat() if getattr(value, "tzinfo", None) else value
