"""A table of rows with its header, whatever file it came out of (表)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import cast

from hanjo.channels.reading.headers import Headers
from hanjo.channels.reading.limits import KEPT_CELL_CHARS, KEPT_CELLS
from hanjo.channels.terms import Row, RowClass, RowVerdict

_as_row = partial(tuple.__new__, Row)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows in file order: the number of the first, all cells, and the rows among them that are broken."""

    first: int
    cells: list[Sequence[str]]
    broken: dict[int, str]  # row number → reason

    def rows(self) -> list[Row]:
        """The cells with their row numbers, broken rows included."""
        return list(self.walk())

    def walk(self) -> Iterator[Row]:
        """The same, one after the other."""
        numbers = range(self.first, self.first + len(self.cells))
        return cast(Iterator[Row], map(_as_row, zip(numbers, self.cells, strict=True)))


class Table(ABC):
    """A header and rows that can be walked any number of times, in flat memory.

    `rows()` gives the rows that are whole; `bad_rows` holds a verdict for each row that is not, once the rows have
    been walked. `batches()` gives both, for those who group.
    """

    def __init__(self, *, name: str, headers: Headers, encoding: str, delimiter: str) -> None:
        self.name = name
        self.headers = headers
        self.encoding = encoding  # Shift_JIS（CP932）, or Excel
        self.delimiter = delimiter
        self.warnings: list[str] = []
        self._bad: dict[int, str] = {}

    @abstractmethod
    def _read(self) -> Iterator[Batch]:
        """All rows from the first one on."""

    def batches(self) -> Iterator[Batch]:
        """All rows, some hundred kilobytes at a time."""
        self._bad = {}
        for batch in self._read():
            if batch.broken:
                self._bad.update(batch.broken)
            yield batch

    def rows(self) -> Iterator[Row]:
        """Every whole row with its number."""
        return chain.from_iterable(map(_whole, self.batches()))

    @property
    def bad_rows(self) -> tuple[RowVerdict, ...]:
        """The verdicts on broken rows met on the last walk."""
        return tuple(
            RowVerdict(number=number, row_class=RowClass.REFUSED, amount=Decimal(0), reason=reason)
            for number, reason in sorted(self._bad.items())
        )

    def sample(self, size: int = 50) -> list[Row]:
        """The first whole rows, for a preview."""
        return [row for _, row in zip(range(size), self.rows(), strict=False)]


def _whole(batch: Batch) -> Iterable[Row]:
    return [row for row in batch.walk() if row.number not in batch.broken] if batch.broken else batch.walk()


def kept(cells: Sequence[str]) -> list[str]:
    """The cells of a broken row, cut to what a person needs to recognise it and a database can hold."""
    return [cell[:KEPT_CELL_CHARS].replace("\0", "\ufffd") for cell in cells[:KEPT_CELLS]]
