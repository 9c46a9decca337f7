"""Yahoo!ショッピング's stock upload: code, sub-code, quantity, mode; Shift_JIS (Yahoo! の在庫ファイル).

The format of a shipment upload is not established, so none is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hanjo.channels.malls.shipped import as_file

HEADER = ("code", "sub-code", "quantity", "mode")


def write(levels: Iterable[tuple[str, str, int]], *, mode: str = "") -> bytes:
    """The upload file of (code, sub-code, quantity)."""
    rows: list[Sequence[str]] = [HEADER]
    rows += [(code, sub_code, str(max(quantity, 0)), mode) for code, sub_code, quantity in levels]
    return as_file(rows)
