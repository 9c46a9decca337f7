"""The values of a mapped row, each spelling understood once (値の読み取り)."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from hanjo.channels.malls.generic.mapping import FIELDS, GenericMapping
from hanjo.channels.malls.verdicts import BadRow
from hanjo.channels.reading import BadCell
from hanjo.channels.reading.cells import parse_decimal, parse_int, text
from hanjo.channels.reading.dates import parse_datetime
from hanjo.kernel.clock import JST
from hanjo.kernel.text import narrow, tidy
from hanjo.orders.terms import LineKind

FEW, MANY, MOST = 2_000, 20_000, 40_000
"""How many spellings are remembered: what hardly returns (buyers, moments), goods and figures, and whole lines."""
K = TypeVar("K")
V = TypeVar("V")


class Figures(NamedTuple):
    """Quantity and price of a row."""

    quantity: int
    price: Decimal
    amount: Decimal  # quantity × price, exact
    unit_yen: int
    total_yen: int
    foreign: Decimal | None  # the price, when it is not in yen
    sold: bool  # quantity and price are above zero: nothing to ask further


class Values:
    """Reads quantities, prices, codes, names and moments by one mapping, and remembers each spelling."""

    def __init__(self, mapping: GenericMapping) -> None:
        self._mapping = mapping
        self.yen = mapping.currency == "JPY"
        self.zone = JST if mapping.time_zone == "Asia/Tokyo" else ZoneInfo(mapping.time_zone)
        self._fees = frozenset(mapping.fee_codes)
        self.known_figures: dict[tuple[str, str], Figures] = {}
        self.known_codes: dict[str, tuple[str, LineKind]] = {}
        self.known_names: dict[str, str] = {}
        self._moments: dict[str, datetime] = {}

    def column(self, name: str) -> str:
        """What a person calls the field: its column, or its label."""
        return self._mapping.columns.get(name) or FIELDS[name]

    def empty(self, name: str) -> str:
        """The sentence for a field that must not be empty."""
        return f"列「{self.column(name)}」が空です。値を入れてから取り込んでください。"

    def figures(self, number: int, written: tuple[str, str]) -> Figures:
        """Quantity and price, as they are written in the two cells."""
        try:
            quantity = parse_int(written[0], self.column("quantity"))
            price = parse_decimal(written[1], self.column("unit_price"))
            if self.yen and price != price.to_integral_value():
                raise BadCell(
                    self.column("unit_price"), written[1], "円の金額として読めません（1 円未満があります）"
                )
        except BadCell as bad:
            raise BadRow(number, str(bad)) from bad
        unit_yen = int((price * self._mapping.rate).quantize(Decimal(1), ROUND_HALF_UP))
        foreign = None if self.yen else price
        sold = quantity > 0 and price > 0
        figures = Figures(quantity, price, price * quantity, unit_yen, unit_yen * quantity, foreign, sold)
        return remember(self.known_figures, written, figures)

    def code(self, number: int, written: str, name: str) -> tuple[str, LineKind]:
        """The item's code and whether it is goods or a fee; the name stands in where codes are not mapped."""
        code = text(written) if written.isascii() else narrow(text(written))
        if not code:
            if self._mapping.columns.get("code"):
                raise BadRow(number, self.empty("code"))
            code = self.name(name)
            if not code:
                raise BadRow(number, self.empty("name"))
            return code, LineKind.GOODS
        is_fee = code in self._fees or code.startswith(self._mapping.fee_prefixes)
        return remember(self.known_codes, written, (code, LineKind.FEE if is_fee else LineKind.GOODS))

    def name(self, written: str) -> str:
        """A name on one line."""
        return remember(self.known_names, written, tidy(written))

    def moment(self, number: int, written: str) -> datetime:
        """When the document was made."""
        known = self._moments.get(written)
        if known is not None:
            return known
        try:
            moment = parse_datetime(written, self.column("ordered_at"), self._mapping.date_pattern, self.zone)
        except BadCell as bad:
            raise BadRow(number, str(bad)) from bad
        return remember(self._moments, written, moment, FEW)


def remember(known: dict[K, V], written: K, value: V, most: int = MANY) -> V:
    """Keep what was understood; forget everything when it grows beyond bounds, so that memory stays flat."""
    if len(known) >= most:
        known.clear()
    known[written] = value
    return value
