"""Where the header is and what separates the columns (見出しと区切り)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hanjo.channels.reading.headers import Headers
from hanjo.channels.reading.limits import HEADER_ROWS
from hanjo.channels.reading.text_table import Shape
from hanjo.channels.terms import UnreadableFile

_DELIMITERS = (",", "\t", ";")
_VALUE = re.compile(r"^[-+¥￥$£€]?[\d.,:/ %-]+$")
_PRINTABLE = re.compile(r"^[^\x00-\x08\x0e-\x1f\ufffd]*$")
_SAMPLE_CHARS = 256 * 1024


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be the header."""

    place: int
    followers: int  # rows after it that have as many cells
    names: int
    cells: Sequence[str]
    end_line: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        return (self.followers, self.names)


def header_among(rows: Sequence[Sequence[str]]) -> Candidate | None:
    """The header among the first rows: name-like cells, nearly the most of them, followed by rows of its width."""
    counts = [sum(1 for cell in row if cell.strip()) for row in rows]
    most = max((count for row, count in zip(rows, counts, strict=True) if _names_only(row)), default=0)
    best: Candidate | None = None
    for place, (row, count) in enumerate(zip(rows, counts, strict=True)):
        if count < max(2, 0.6 * most) or not _names_only(row):
            continue
        followers = sum(len(other) == len(row) for other in rows[place + 1 :])
        found = Candidate(place, followers, count, row)
        if best is None or found.rank > best.rank:
            best = found
    return best


def _names_only(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) < 2 or not all(len(cell) <= 200 and _PRINTABLE.match(cell) for cell in filled):
        return False
    return sum(bool(_VALUE.match(cell)) for cell in filled) <= 0.1 * len(filled)


def find_shape(name: str, sample: str) -> tuple[Headers, Shape]:
    """Header and shape of a text file from its beginning."""
    sample = sample[:_SAMPLE_CHARS].removeprefix("\ufeff")
    found: list[tuple[Candidate, str, bool]] = []
    for delimiter in _DELIMITERS:
        for quoted in (True, False):
            candidate = _candidate(sample, delimiter, quoted)
            if candidate is not None:
                found.append((candidate, delimiter, quoted))
                break
    if not found:
        raise UnreadableFile(
            name=name,
            reason="列の見出しの行が見つかりません。",
            advice="1 行目に列の名前がある CSV・TSV・Excel を取り込んでください。",
        )
    candidate, delimiter, quoted = max(found, key=lambda one: (one[0].names, one[0].followers))
    headers = Headers(candidate.cells)
    if delimiter == "\t" and "order-id" in headers and "order-item-id" in headers:
        quoted = False  # Amazon's report knows no quotes: a " in a name is a "
    return headers, Shape(delimiter, quoted, candidate.end_line)


def _candidate(sample: str, delimiter: str, quoted: bool) -> Candidate | None:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quoting=quoting)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
            if len(rows) >= HEADER_ROWS:
                break
    except csv.Error:
        pass  # what was read so far may hold the header
    best = header_among(rows)
    if best is None:
        return None
    return Candidate(best.place, best.followers, best.names, best.cells, ends[best.place])
