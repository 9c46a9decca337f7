"""Turn labels into a carrier's files: rows in order, refused labels aside, bytes ready to load
(送り状ファイル).

Every field is quoted, so that a comma or a leading zero stays what it is; lines end with CRLF.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hanjo.fulfilment.carriers.pen import Pen
from hanjo.fulfilment.carriers.terms import (
    LabelBatch,
    LabelFile,
    LabelPolicy,
    LabelWarning,
    RefusedLabel,
    Replacement,
    ShippingLabel,
)

RowWriter = Callable[[ShippingLabel, Pen], Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """How a carrier's file looks."""

    stem: str  # the file's name without number and extension
    header: tuple[str, ...] | None
    encoding: str = "cp932"
    rows_per_file: int | None = None
    quote_all: bool = True


@dataclass(frozen=True)
class _Line:
    key: str
    cells: Sequence[str]
    replacements: tuple[Replacement, ...]
    warnings: tuple[LabelWarning, ...]


def write_sheet(
    labels: Sequence[ShippingLabel], row_of: RowWriter, sheet: Sheet, policy: LabelPolicy
) -> LabelBatch:
    """Write all labels that can be written and say of every other one why not (送り状データの作成)."""
    lines: list[_Line] = []
    refused: list[RefusedLabel] = []
    seen: set[str] = set()
    unicode = sheet.encoding.startswith("utf")
    for label in labels:
        pen = Pen(label.key, policy, unicode=unicode)
        if label.key in seen:
            pen.refuse("お客様管理番号", f"お客様管理番号「{label.key}」が同じファイルに2回あります。")
        seen.add(label.key)
        cells = row_of(label, pen)
        if pen.refusals:
            refused.extend(pen.refusals)
        else:
            lines.append(_Line(label.key, cells, tuple(pen.replacements), tuple(pen.warnings)))
    size = sheet.rows_per_file or max(len(lines), 1)
    chunks = [lines[start : start + size] for start in range(0, len(lines), size)]
    names = _names(sheet.stem, len(chunks))
    return LabelBatch(
        tuple(_file(name, chunk, sheet) for name, chunk in zip(names, chunks, strict=True)), tuple(refused)
    )


def _names(stem: str, count: int) -> list[str]:
    if count <= 1:
        return [f"{stem}.csv"] * count
    return [f"{stem}_{number:02d}.csv" for number in range(1, count + 1)]


def _file(name: str, lines: Sequence[_Line], sheet: Sheet) -> LabelFile:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, lineterminator="\r\n", quoting=csv.QUOTE_ALL if sheet.quote_all else csv.QUOTE_MINIMAL
    )
    if sheet.header is not None:
        writer.writerow(sheet.header)
    writer.writerows(line.cells for line in lines)
    return LabelFile(
        name=name,
        content=text.getvalue().encode(sheet.encoding),
        rows=len(lines),
        keys=tuple(line.key for line in lines),
        replacements=tuple(change for line in lines for change in line.replacements),
        warnings=tuple(warning for line in lines for warning in line.warnings),
        encoding=sheet.encoding,
    )
