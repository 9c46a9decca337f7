"""A product file row by row: read in pieces, saved in pieces, every row accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from hanjo.catalogue import columns, rules, sheets
from hanjo.catalogue.commands.save_products import save_products
from hanjo.catalogue.terms import BadFile, ProductRow, RowOutcome, RowVerdict
from hanjo.kernel.actor import Actor

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


def save_piece(piece: list[FileRow], account: Account, by: Actor) -> None:
    """Save the rows of one piece that can be read, and account for all of them."""
    good = [file_row for file_row in piece if not file_row.wrong]
    saved = save_products([file_row.row for file_row in good], by=by)
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


def refused_lines(account: Account) -> bytes:
    """The refused rows as CSV: their own cells as they were, then row number and reason."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for file_row, reasons in account.refused:
        cells = [columns.guarded(cell[:32_000]) for cell in file_row.cells]
        writer.writerow([*cells, str(file_row.number), "。".join(reasons)])
    return out.getvalue().encode("utf-8", "replace")


def refused_head(sheet: ProductSheet) -> bytes:
    """The header of the error file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([*map(columns.guarded, sheet.sheet.headers), "行", "理由"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
