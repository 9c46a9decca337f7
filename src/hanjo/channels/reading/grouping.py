"""Rows that belong to one outside document, together (伝票ごとのまとまり).

Exports write the rows of an order one after the other, so a group is handed on as soon as the next one begins. The
few documents whose rows are scattered over the file are known beforehand (a cheap first walk) and gathered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import compress, pairwise
from operator import itemgetter, ne

from hanjo.channels.reading.table import Batch, Table
from hanjo.channels.reading.text_table import NotPlain, TextTable
from hanjo.channels.terms import RawGroup, Row

KeyOf = Callable[[Sequence[str]], str]


class ByColumn:
    """The group key of a row: the cell of one column, without outer spaces."""

    __slots__ = ("column",)

    def __init__(self, column: int) -> None:
        self.column = column

    def __call__(self, cells: Sequence[str]) -> str:
        """The key of a row; empty when the row is too short to say."""
        return cells[self.column].strip() if self.column < len(cells) else ""


def scattered_keys(table: Table, key_of: KeyOf) -> set[str]:
    """The keys that come up again after other keys. Holds one machine word for each key of the file."""
    if isinstance(table, TextTable) and isinstance(key_of, ByColumn):
        try:
            return _again(map(str.strip, table.column_values(key_of.column)))
        except NotPlain:
            pass  # the slower way below always works
    return _again(key for batch in table.batches() for key in _keys(batch, key_of))


def _again(keys: Iterator[str]) -> set[str]:
    seen: set[int] = set()
    again: set[str] = set()
    previous = ""
    for key in keys:
        if key != previous:
            previous = key
            mark = hash(key)
            if mark in seen and key:
                again.add(key)
            seen.add(mark)
    return again


def group(table: Table, key_of: KeyOf, scattered: Collection[str] = frozenset()) -> Iterator[RawGroup]:
    """The documents of a table, each with all its rows: first those that stand together, then the scattered ones."""
    open_key, open_rows, open_broken = "", [], {}
    held: dict[str, tuple[list[Row], dict[int, str]]] = {}
    for batch in table.batches():
        for key, rows, broken in _runs(batch, key_of):
            if key and key in scattered:
                kept_rows, kept_broken = held.setdefault(key, ([], {}))
                kept_rows.extend(rows)
                kept_broken.update(broken)
                continue
            if key and key == open_key:
                open_rows.extend(rows)
                open_broken.update(broken)
                continue
            if open_rows:
                yield from _close(open_key, open_rows, open_broken)
            open_key, open_rows, open_broken = key, rows, broken
    if open_rows:
        yield from _close(open_key, open_rows, open_broken)
    for key, (rows, broken) in held.items():
        yield from _close(key, rows, broken)


def _close(key: str, rows: list[Row], broken: dict[int, str]) -> Iterator[RawGroup]:
    if key:
        yield RawGroup(key=key, rows=tuple(rows), broken=broken)
        return
    for row in rows:  # rows that name no document stand alone
        mine = {row.number: broken[row.number]} if row.number in broken else {}
        yield RawGroup(key="", rows=(row,), broken=mine)


def _runs(batch: Batch, key_of: KeyOf) -> Iterator[tuple[str, list[Row], dict[int, str]]]:
    """Stretches of rows with one key."""
    rows, keys = batch.rows(), _keys(batch, key_of)
    if not rows:
        return
    cuts = [0, *compress(range(1, len(keys)), map(ne, keys[1:], keys)), len(keys)]
    for start, end in pairwise(cuts):
        stretch = rows[start:end]
        broken = batch.broken and {
            row.number: batch.broken[row.number] for row in stretch if row.number in batch.broken
        }
        yield keys[start], stretch, dict(broken) if broken else {}


def _keys(batch: Batch, key_of: KeyOf) -> list[str]:
    if isinstance(key_of, ByColumn) and not batch.broken:
        return list(map(str.strip, map(itemgetter(key_of.column), batch.cells)))
    keys = [key_of(cells) for cells in batch.cells]
    for number in batch.broken:  # a broken row that lost its key belongs to the document that surrounds it
        place = number - batch.first
        if not keys[place] and 0 < place < len(keys) - 1 and keys[place - 1] == keys[place + 1]:
            keys[place] = keys[place - 1]
    return keys
