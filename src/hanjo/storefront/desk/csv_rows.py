"""A table as a file that a spreadsheet opens and sends back, cell for cell the same (CSV の出し入れ)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Sequence
from io import StringIO

from hanjo.kernel.text import guarded, plain


def written(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV. What a spreadsheet would run as a formula is guarded (ADR 0009); `read` takes the guard off."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def read(data: bytes, needed: Collection[str], refuse: Callable[[str], Exception]) -> list[dict[str, str]]:
    """The rows by their headings, a cell that is missing as an empty one; raises what `refuse` makes of the reason."""
    try:
        rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise refuse("UTF-8 の CSV として読めません。") from error
    if not rows or not set(needed) <= set(rows[0]):
        raise refuse("見出しの行が違います。")
    return [{key: plain(row[key] or "") for key in row if key is not None} for row in rows]
