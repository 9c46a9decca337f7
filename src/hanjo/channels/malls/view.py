"""A row seen through its column names, and the shape every translator of a mall's file has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from hanjo.channels.malls.verdicts import BadRow, amount_of, refuse
from hanjo.channels.reading.cells import (
    BadCell,
    is_undecided,
    parse_decimal,
    parse_flag,
    parse_int,
    parse_percent,
    parse_yen,
    text,
)
from hanjo.channels.reading.dates import parse_date, parse_datetime
from hanjo.channels.reading.headers import Headers, as_headers
from hanjo.channels.terms import RawGroup, Row, Understood
from hanjo.kernel.text import tidy

T = TypeVar("T")


class View:
    """One row by column name. A column that the file does not have reads as empty."""

    __slots__ = ("_headers", "cells", "number")

    def __init__(self, headers: Headers, row: Row) -> None:
        self._headers = headers
        self.number, self.cells = row

    def has(self, name: str, occurrence: int = 1) -> bool:
        """Whether the column is there and filled in this row."""
        return bool(self.text(name, occurrence))

    def text(self, name: str, occurrence: int = 1) -> str:
        """The cell's text as it was written, without outer spaces."""
        place = self._headers.at(name, occurrence)
        return "" if place is None or place >= len(self.cells) else text(self.cells[place])

    def tidy(self, *names: str) -> str:
        """The cells' texts on one line, put together with a space."""
        return " ".join(filter(None, (tidy(self.text(name)) for name in names)))

    def first(self, *names: str) -> str:
        """The first of several columns that is filled."""
        return next((found for name in names if (found := self.text(name))), "")

    def yen(self, name: str, occurrence: int = 1) -> int:
        """Whole yen; 0 when empty, and 0 when the channel says that it is not decided yet."""
        written = self.text(name, occurrence)
        if not written or is_undecided(written):
            return 0
        return self._read(parse_yen, written, name)

    def undecided(self, *names: str) -> bool:
        """Whether one of the amounts is not decided yet (-9999)."""
        return any(is_undecided(self.text(name)) for name in names)

    def whole(self, name: str) -> int:
        """A whole number that must be there."""
        return self._read(parse_int, self.needed(name), name)

    def decimal(self, name: str) -> Decimal:
        """An exact number that must be there."""
        return self._read(parse_decimal, self.needed(name), name)

    def percent(self, name: str) -> int | None:
        """A tax rate written as 0.1, 10 or 10%; None when empty."""
        written = self.text(name)
        return self._read(parse_percent, written, name) if written else None

    def moment(self, name: str) -> datetime | None:
        """A date and time; None when empty."""
        written = self.text(name)
        return self._read(parse_datetime, written, name) if written else None

    def day(self, name: str) -> date | None:
        """A calendar day; None when empty."""
        written = self.text(name)
        return self._read(parse_date, written, name) if written else None

    def flag(self, name: str) -> bool:
        """Whether a flag is set."""
        return parse_flag(self.text(name))

    def needed(self, name: str) -> str:
        """A text without which the row cannot be understood."""
        found = self.text(name)
        if not found:
            raise BadRow(self.number, f"列「{name}」が空です。値を入れてから取り込んでください。")
        return found

    def _read(self, parse: Callable[[str, str], T], written: str, name: str) -> T:
        try:
            return parse(written, name)
        except BadCell as bad:
            raise BadRow(self.number, str(bad)) from bad


class MallTranslator(ABC):
    """Understands one group after the other; a bad row costs its group only."""

    quantity_columns: tuple[str, ...]
    price_columns: tuple[str, ...]
    key_name = "注文番号"

    def __init__(self, headers: Sequence[str]) -> None:
        self.headers = as_headers(headers)
        self._quantity = self.headers.first(*self.quantity_columns)
        self._price = self.headers.first(*self.price_columns)

    def understand(self, group: RawGroup) -> Understood:
        """A draft with a verdict for each row, or every row refused with the reason."""
        views = [View(self.headers, row) for row in group.rows]
        try:
            if group.broken:
                raise BadRow(*next(iter(group.broken.items())))
            if not group.key:
                raise BadRow(
                    views[0].number, f"「{self.key_name}」が空です。値を入れてから取り込んでください。"
                )
            return self.read(group, views)
        except BadRow as bad:
            return refuse(group, bad.number, bad.reason, self.amounts(views))

    @abstractmethod
    def read(self, group: RawGroup, views: Sequence[View]) -> Understood:
        """Understand a group whose rows are whole. Raises BadRow."""

    def amounts(self, views: Sequence[View]) -> list[Decimal]:
        """Quantity × unit price of every row, 0 where it cannot be read."""
        return [amount_of(view.cells, self._quantity, self._price) for view in views]


def line_keys(written: Sequence[str]) -> list[str]:
    """The channel's line ids where all are there and differ, else the positions."""
    if all(written) and len(set(written)) == len(written):
        return list(written)
    return [str(place) for place in range(1, len(written) + 1)]


def quantity_of(view: View, name: str) -> int:
    """How many were ordered: a whole number above zero."""
    quantity = view.whole(name)
    if quantity <= 0:
        raise BadRow(view.number, str(BadCell(name, view.text(name), "1 以上の個数ではありません")))
    return quantity
