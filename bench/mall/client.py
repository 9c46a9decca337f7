"""The port of that mall: everything it is told is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.channels.malls import documents
from hanjo.channels.malls.port import Access, Batches, Field, Goods, Health, Limit, Outcome, Stock, Verdict
from hanjo.channels.terms import Understood

MALL, LABEL, BASE_URL = "bench", "計測モール", "https://bench.invalid"
FIELDS: tuple[Field, ...] = ()
LIMITS: Mapping[str, Limit] = {}
BATCHES = Batches(stock=400)  # as 楽天 takes them in one call
SHOWN: dict[str, dict[str, int]] = {}


class Quick:
    """One channel."""

    def __init__(self, shown: dict[str, int]) -> None:
        self.told = shown

    def look(self) -> Health:
        """All is well."""
        return Health(name="計測店")

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Done."""
        for stock in stocks:
            self.told[stock.code] = stock.quantity
        return [Verdict(key=stock.code, outcome=Outcome.DONE) for stock in stocks]


def connect(access: Access) -> Any:
    """Open it."""
    return Quick(SHOWN.setdefault(access.channel, {}))


def understand(key: str, text: str) -> Understood:
    """Nothing is ordered here."""
    return documents.set_aside(key, "計測")


def lacking(goods: Goods) -> list[str]:
    """Nothing is lacking."""
    return []
