"""A product file row by row: read in pieces, saved in pieces, every row accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from hanjo.catalogue import columns, rules, sheets
from hanjo.catalogue.terms import BadFile, ProductRow, RowOutcome, RowVerdict, Saved
from hanjo.kernel.text import guarded

PIECE = 2_000
MOST_EXAMPLES = 100


@dataclass(slots=True)
class FileRow:
    """One row of the file: where it stands, its cells, what it states, and what cannot be read."""

    number: int
    cells: list[str]
    row: ProductRow
    wrong: list[str]


@dataclass
class Account:
    """What became of the rows so far: counts for all, examples of the first hundred of each kind."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, RowVerdict), 0))
    examples: list[dict[str, Any]] = field(default_factory=list)
    new_categories: list[str] = field(default_factory=list)
    refused: list[tuple[FileRow, tuple[str, ...]]] = field(default_factory=list)

    def add(self, file_row: FileRow, outcome: RowOutcome) -> None:
        """Count a row and keep it as an example while there is room."""
        verdict = outcome.verdict
        self.counts[verdict] += 1
        if verdict is RowVerdict.REFUSED:
            self.refused.append((file_row, outcome.reasons))
        if verdict is RowVerdict.UNCHANGED or self.counts[verdict] > MOST_EXAMPLES:
            return
        self.examples.append(
            {
                "row": file_row.number,
                "code": outcome.code[:80],
                "name": str(file_row.row.get("name", ""))[:120],
                "verdict": str(verdict),
                "reasons": list(outcome.reasons),
                "changes": [
                    [
                        columns.label(c.field),
                        columns.shown(c.field, c.before),
                        columns.shown(c.field, c.after),
                    ]
                    for c in outcome.changes
                ],
            }
        )


class ProductSheet:
    """A sheet with our headers; refuses one that names a column twice or names no code."""

    def __init__(self, sheet: sheets.Sheet) -> None:
        self.sheet = sheet
        self.headers = [columns.header_of(cell) for cell in sheet.headers]
        known = [header for header in self.headers if header]
        twice = sorted({header for header in known if known.count(header) > 1})
        if twice:
            raise BadFile(reason=f"見出し「{'・'.join(twice)}」が 2 回あります。")
        if not {"SKUコード", "商品コード"} & set(known):
            raise BadFile(reason="見出し「SKUコード」がありません。")
        self.unknown = [
            cell for cell, header in zip(sheet.headers, self.headers, strict=True) if cell and not header
        ]

    def rows(self) -> Iterator[FileRow]:
        """Every row, those of bundles last, so that a bundle may stand before its components."""
        read = columns.reader(self.headers)
        late = False
        for number, cells, why in self.sheet.rows():
            row, wrong = ({}, [why]) if why else read(cells)
            if "components" in row:
                late = True
            else:
                yield FileRow(number, cells, row, wrong)
        if not late:
            return
        for number, cells, why in self.sheet.rows():
            row, wrong = ({}, [why]) if why else read(cells)
            if "components" in row:
                yield FileRow(number, cells, row, wrong)

    def pieces(self, skip: int = 0) -> Iterator[list[FileRow]]:
        """The rows in pieces, without the first `skip`."""
        rows = islice(self.rows(), skip, None)
        while piece := list(islice(rows, PIECE)):
            yield piece

    def again(self) -> Container[str]:
        """The codes and JANs that several rows name; of a book, which is slow to read, all count as such."""
        if self.sheet.is_excel:
            return _All()
        codes = [at for at, header in enumerate(self.headers) if header in {"SKUコード", "商品コード"}]
        headers = [header if header in {"JAN", "セット内訳"} else "" for header in self.headers]
        read = columns.reader(headers) if any(headers) else None
        seen: set[int] = set()
        found: set[str] = set()
        for _, cells, _ in self.sheet.rows():
            names = {columns.code(cells[at]) for at in codes}
            if read:
                row = rules.cleaned(read(cells)[0])
                names.add(row.get("jan") or "")
                names.update(code for code, _ in row.get("components", ()))
            for name in names:
                key = hash(name)  # a number instead of a text: a mistaken repetition costs nothing
                found.add(name) if key in seen else seen.add(key)
        return found


class _All:
    def __contains__(self, name: object) -> bool:
        return True


def readable(piece: list[FileRow]) -> list[ProductRow]:
    """What the rows state that can be read."""
    return [file_row.row for file_row in piece if not file_row.wrong]


def tell_piece(piece: list[FileRow], saved: Saved, account: Account) -> None:
    """Account for every row of a piece of which the readable rows were decided."""
    account.new_categories += saved.new_categories
    outcomes = iter(saved.outcomes)
    for file_row in piece:
        if file_row.wrong:
            code = file_row.row.get("sku_code", "")
            more = rules.reasons(rules.cleaned(file_row.row)) if code else []
            why = (*file_row.wrong, *more)
            account.add(file_row, RowOutcome(code, RowVerdict.REFUSED, reasons=why))
        else:
            account.add(file_row, next(outcomes))


def refused_lines(account: Account) -> str:
    """The refused rows as CSV: their own cells as they were, then row number and reason."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for file_row, reasons in account.refused:
        cells = [guarded(cell[:32_000]) for cell in file_row.cells]
        writer.writerow([*cells, str(file_row.number), "。".join(reasons)])
    return out.getvalue()


def refused_head(sheet: ProductSheet) -> bytes:
    """The header of the error file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([*map(guarded, sheet.sheet.headers), "行", "理由"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
