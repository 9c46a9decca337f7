"""What the simulated malls have in common: a clock, goods on show, orders, buyers, and what is counted."""

from __future__ import annotations

import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from simulators.malls.scenario import Scenario

JST = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came, its path without the mall's own prefix."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""

    def value(self, name: str, default: str = "") -> str:
        """The first value of a query field."""
        return (self.query.get(name) or [default])[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the mall answers."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Goods:
    """One thing on show, with the count that buyers see."""

    code: str  # the shop's code of it on this mall
    title: str = ""
    price_yen: int = 1000
    shown: int = 0
    ref: dict[str, str] = field(default_factory=dict)  # the mall's own ids
    tax_rate: int = 10
    jan: str = ""
    changed: float = 0.0


@dataclass(kw_only=True)
class Person:
    """A made-up buyer or receiver."""

    family: str
    given: str
    family_kana: str = "ミホン"
    given_kana: str = "ハナコ"
    postal: str = "6500001"
    prefecture: str = "兵庫県"
    city: str = "神戸市中央区"
    street: str = "加納町1-2-3"
    building: str = ""
    phone: str = "09000000000"
    email: str = "buyer@example.jp"


@dataclass(kw_only=True)
class Line:
    """One thing that was bought."""

    code: str
    title: str
    price_yen: int
    quantity: int
    id: str = ""
    tax_rate: int = 10


@dataclass(kw_only=True)
class Order:
    """An order on a mall. `state` is the mall's own word; `flags` what only this mall knows of."""

    number: str
    placed: float
    changed: float
    lines: list[Line]
    buyer: Person
    receiver: Person
    visible_at: float  # a search does not show it before
    postage_yen: int = 0
    fee_yen: int = 0
    discount_yen: int = 0
    points_yen: int = 0
    pay: str = "card"  # card, cod, bank, konibni …: the mall has its own words
    state: str = ""
    paid: bool = True
    cancelled: bool = False
    confirmed: bool = False
    note: str = ""
    wanted_on: str = ""
    window: str = ""
    shipments: list[dict[str, Any]] = field(default_factory=list)
    flags: dict[str, Any] = field(default_factory=dict)
    version: int = 1

    @property
    def goods_yen(self) -> int:
        """The goods alone."""
        return sum(line.price_yen * line.quantity for line in self.lines)

    @property
    def total_yen(self) -> int:
        """What the buyer pays."""
        return self.goods_yen + self.postage_yen + self.fee_yen - self.discount_yen - self.points_yen


class World:
    """All malls of a rehearsal behind one lock and one clock. `clock` is real time unless somebody drives it."""

    def __init__(self, *, clock: Callable[[], float] = time.time, seed: int = 1, past: int = 0) -> None:
        self.clock = clock
        self.past = past  # orders of an earlier life: numbers go on after them
        self.random = random.Random(seed)
        self.lock = threading.RLock()
        self.malls: dict[str, Mall] = {}
        self.is_resting = False  # no buyer comes
        self.sleep: Callable[[float], None] = time.sleep

    def add(self, mall: Mall) -> Mall:
        """Open one more mall."""
        self.malls[mall.code] = mall
        return mall


class Mall(ABC):
    """What every mall does; how it speaks stands in the mall's own file (`answer`)."""

    kind = ""  # rakuten, yahoo …
    postage_yen = 550
    free_from_yen = 3980

    def __init__(self, world: World, code: str, scenario: Scenario | None = None, **account: Any) -> None:
        self.world, self.code, self.account = world, code, account
        self.scenario = scenario or Scenario()
        self.random = random.Random(self.scenario.seed)
        self.goods: dict[str, Goods] = {}
        self.orders: dict[str, Order] = {}
        self.calls: dict[str, list[float]] = {}
        self.counts: dict[str, int] = {"sold": 0, "missed": 0, "asked": 0, "failed": 0, "limited": 0}
        self.tell: Callable[[Order, str], None] = lambda order, event: (
            None
        )  # messages, where the mall has them

    # --- time ---

    @property
    def now(self) -> float:
        """The world's clock, in seconds."""
        return self.world.clock()

    def moment(self, at: float) -> datetime:
        """A moment in Tokyo."""
        return datetime.fromtimestamp(at, JST)

    @property
    def serial(self) -> int:
        """How many orders there were before this one."""
        return self.world.past + len(self.orders)

    # --- goods ---

    def stock_up(self, goods: Sequence[Goods]) -> None:
        """Put things on show."""
        for one in goods:
            one.changed = self.now
            self.goods[one.code] = one

    def set_shown(self, code: str, quantity: int) -> None:
        """The shop (or somebody in the mall's own screens) says how many there are."""
        one = self.goods[code]
        one.shown, one.changed = max(quantity, 0), self.now

    # --- buyers ---

    @abstractmethod
    def new_number(self) -> str:
        """The next order number, in the mall's spelling."""

    def first_state(self) -> str:
        """The mall's word for an order that was just placed."""
        return ""

    def holds_back(self, order: Order) -> bool:
        """Whether the shop may not ship this order yet, nor know whose it is (a payment that is looked at)."""
        return False

    def buy(self, wants: Sequence[tuple[str, int]], buyer: Person, **more: Any) -> Order | None:
        """Somebody buys: only what is shown is sold, and shown no more. None: they went away without."""
        with self.world.lock:
            if any(self.goods[code].shown < pieces for code, pieces in wants):
                self.counts["missed"] += sum(pieces for _, pieces in wants)
                return None
            lines = []
            for at, (code, pieces) in enumerate(wants, 1):
                one = self.goods[code]
                one.shown -= pieces
                one.changed = self.now
                lines.append(
                    Line(code=code, title=one.title, price_yen=one.price_yen, quantity=pieces, id=str(at),
                         tax_rate=one.tax_rate)
                )  # fmt: skip
            late = self.random.random() < self.scenario.late_rate
            order = Order(
                number=self.new_number(), placed=self.now, changed=self.now, lines=lines, buyer=buyer,
                receiver=more.pop("receiver", buyer), state=self.first_state(),
                visible_at=self.now + (self.scenario.late_seconds if late else 0), **more,
            )  # fmt: skip
            if "postage_yen" not in more and order.goods_yen < self.free_from_yen:
                order.postage_yen = self.postage_yen
            self.orders[order.number] = order
            self.counts["sold"] += sum(pieces for _, pieces in wants)
        self.tell(order, "created")
        return order

    def touch(self, order: Order) -> None:
        """Something about an order changed."""
        order.changed = self.now
        order.version += 1
        self.tell(order, "updated")

    def call_off(self, order: Order) -> None:
        """The buyer cancels in the mall's own pages; the mall shows the pieces again."""
        with self.world.lock:
            if order.cancelled:
                return
            order.cancelled = True
            for line in order.lines:
                self.goods[line.code].shown += line.quantity
            self.touch(order)

    def visible(self, since: float, until: float, *, by: str = "changed") -> list[Order]:
        """Orders that a search shows, oldest first; a late one is shown with the time at which it should have been."""
        with self.world.lock:
            found = [
                order
                for order in self.orders.values()
                if since <= float(getattr(order, by)) < until and order.visible_at <= self.now
            ]
        return sorted(found, key=lambda order: (float(getattr(order, by)), order.number))

    # --- limits ---

    def limited(self, endpoint: str, most: int, seconds: float) -> bool:
        """Whether this call is one too many for its endpoint; it counts only when it is not."""
        with self.world.lock:
            known = self.calls.setdefault(endpoint, [])
            now = self.now
            while known and known[0] <= now - seconds:
                known.pop(0)
            if len(known) >= most:
                self.counts["limited"] += 1
                return True
            known.append(now)
            return False

    # --- the interface ---

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Answer one request as this mall does."""

    def failure(self, status: int) -> Reply:
        """How this mall says that it cannot now."""
        return Reply(status, b"", {"Content-Type": "text/plain"})

    def handle(self, request: Request) -> Reply | None:
        """Answer with everything that goes wrong on the way; None: the line breaks."""
        self.counts["asked"] += 1
        now, scenario = self.now, self.scenario
        away = scenario.is_away(now)
        if away is not None:
            self.counts["failed"] += 1
            return self.failure(away.status) if away.status else None
        if scenario.latency[1]:
            self.world.sleep(self.random.uniform(*scenario.latency))
        if scenario.fail_next > 0 or self.random.random() < scenario.failure_rate:
            scenario.fail_next = max(scenario.fail_next - 1, 0)
            self.counts["failed"] += 1
            return self.failure(503)
        reply = self.answer(request)
        if scenario.lose_next > 0 or self.random.random() < scenario.lost_rate:
            scenario.lose_next = max(scenario.lose_next - 1, 0)
            return None
        return reply
