"""The pretended mall: shows what it is told, remembers every question, fails when it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hanjo.channels.malls import documents
from hanjo.channels.malls.port import (
    Access,
    Batches,
    Counted,
    Document,
    Field,
    Goods,
    Health,
    Limit,
    Outcome,
    Page,
    Price,
    Shown,
    Stock,
    Verdict,
)
from hanjo.channels.terms import Understood
from hanjo.orders.terms import Address, LineDraft, OrderDraft

MALL, LABEL, BASE_URL = "pretend", "見本モール", "https://pretend.invalid"
FIELDS: tuple[Field, ...] = ()
LIMITS: Mapping[str, Limit] = {}
BATCHES = Batches(stock=3, read=3)
READS = frozenset({"orders", "numbers"})


@dataclass
class Shelf:
    """One channel of the pretended mall."""

    shown: dict[str, int] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    waits: bool = False
    told: list[list[Stock]] = field(default_factory=list)
    before_show: Callable[[Sequence[Stock]], object] = lambda stocks: None
    goods: list[Goods] = field(default_factory=list)
    prices: list[tuple[str, int]] = field(default_factory=list)
    orders: dict[str, str] = field(default_factory=dict)  # number → document
    asked: list[str] = field(default_factory=list)  # numbers that somebody read


SHELVES: dict[str, Shelf] = {}


class Pretended:
    """The port of one channel."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def look(self) -> Health:
        """All is well."""
        return Health(name="見本店")

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Show it."""
        self.shelf.told.append(list(stocks))
        self.shelf.before_show(stocks)
        return [self._show(stock) for stock in stocks]

    def _show(self, stock: Stock) -> Verdict:
        if stock.code in self.shelf.unknown:
            return Verdict(key=stock.code, outcome=Outcome.UNKNOWN)
        self.shelf.shown[stock.code] = stock.quantity
        if self.shelf.waits:
            return Verdict(key=stock.code, outcome=Outcome.WAITS, ticket="T-1")
        return Verdict(key=stock.code, outcome=Outcome.DONE)

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """Say what became of it."""
        outcome = Outcome.WAITS if self.shelf.waits else Outcome.DONE
        return [Verdict(key=ticket, outcome=outcome, ticket=ticket) for ticket in tickets]

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """Say what is shown."""
        return [Shown(code=stock.code, quantity=self.shelf.shown.get(stock.code)) for stock in stocks]

    def counted(self, since: datetime, until: datetime) -> Sequence[Counted]:
        """Nobody bought anything."""
        return ()

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Nothing is new."""
        return Page()

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Give what is known."""
        self.shelf.asked += keys
        return [Document(key=key, text=self.shelf.orders[key]) for key in keys if key in self.shelf.orders]

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Take them."""
        self.shelf.prices += [(one.code, one.price_yen) for one in prices]
        return [Verdict(key=one.code, outcome=Outcome.DONE) for one in prices]

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """Two at a time."""
        at = int(more or 0)
        return self.shelf.goods[at : at + 2], str(at + 2) if at + 2 < len(self.shelf.goods) else ""


def connect(access: Access) -> Any:
    """Open it."""
    return Pretended(SHELVES.setdefault(access.channel, Shelf()))


def read_again(endpoint: str, body: bytes) -> Page:
    """An answer is `{number: document}`, or a list of numbers."""
    told = json.loads(body)
    if isinstance(told, list):
        return Page(keys=told)
    return Page(documents=[Document(key=key, text=json.dumps(text)) for key, text in told.items()])


def understand(key: str, text: str) -> Understood:
    """An order is written as `{"at": …, "lines": [[code, pieces], …]}`."""
    told = json.loads(text)
    person = Address(
        name="見本 花子",
        postal="6500001",
        prefecture="兵庫県",
        city="神戸市中央区",
        street="加納町1-2-3",
        phone="09000000000",
    )
    lines = tuple(
        LineDraft(
            key=str(at), code=code, name=code, quantity=pieces, unit_price_yen=1000, total_yen=1000 * pieces
        )
        for at, (code, pieces) in enumerate(told["lines"], 1)
    )
    total = sum(line.total_yen for line in lines)
    draft = OrderDraft(
        external_number=key, ordered_at=datetime.fromisoformat(told["at"]), buyer=person, recipient=person,
        lines=lines, goods_yen=total, total_yen=total, cancelled=told.get("cancelled", False),
    )  # fmt: skip
    return documents.order(draft)


def lacking(goods: Goods) -> list[str]:
    """Nothing is lacking."""
    return []
