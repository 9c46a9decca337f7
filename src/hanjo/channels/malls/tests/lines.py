"""A connector on a line to its simulated mall, without a database: wire, tokens and clock in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from hanjo.channels.malls.port import Access, Answer, Document, Goods, Outcome, Port, Stock, Verdict
from hanjo.channels.malls.port import Mall as Connector
from hanjo.channels.malls.registry import mall as connector
from hanjo.channels.terms import Understood
from hanjo.kernel import wire
from hanjo.orders.terms import OrderDraft
from simulators.malls import Goods as OnShow
from simulators.malls import Mall, Malls, Order, Person, World

MORNING = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)  # 9 o'clock in Tokyo
BUYER = Person(family="見本", given="花子")
PIECES = 5_000
LEFT_OUT = object()


@dataclass(slots=True)
class Clock:
    """The time of the rehearsal; it moves only when somebody moves it."""

    at: float = MORNING.timestamp()

    def __call__(self) -> float:
        return self.at

    def now(self) -> datetime:
        """The moment, aware."""
        return datetime.fromtimestamp(self.at, UTC)

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.at += seconds


@dataclass(slots=True)
class MemoryWire:
    """A wire that keeps in memory what was asked. Each call costs `seconds` of the rehearsal's clock."""

    clock: Clock
    seconds: float = 1.1  # above every mall's "one call a second"
    asked: list[tuple[str, str, str, str, str]] = field(
        default_factory=list
    )  # endpoint, method, url, key, about
    bodies: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    spoil: Callable[[Answer], Answer] | None = None  # what arrives instead

    def ask(
        self,
        endpoint: str,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        key: str = "",
        about: str = "",
        timeout: float = 20.0,
    ) -> Answer:
        """Ask once."""
        self.clock.pass_(self.seconds)
        self.asked.append((endpoint, method, url, key, about))
        self.bodies.append(body or b"")
        answer = wire.ask(method, url, headers=headers, body=body, timeout=timeout)
        self.answers.append(answer.body)
        return self.spoil(answer) if self.spoil else answer


@dataclass(slots=True)
class MemoryTokens:
    """Tokens in memory, with the times at which they run out."""

    clock: Clock
    kept: dict[str, tuple[str, float]] = field(default_factory=dict)
    made: int = 0

    def get(self, name: str) -> str:
        """The token; empty when there is none or it ran out."""
        value, until = self.kept.get(name, ("", 0.0))
        return value if until > self.clock.at else ""

    def renew(self, name: str, made: Callable[[], tuple[str, float, Mapping[str, str]]]) -> str:
        """Have a new one made unless there is one."""
        if found := self.get(name):
            return found
        value, lives, others = made()
        self.made += 1
        self.kept[name] = (value, self.clock.at + max(lives * 0.9, 1))
        self.kept |= {other: (kept, float("inf")) for other, kept in others.items()}
        return value


@dataclass(slots=True)
class Line:
    """A simulated mall, and our connector that is joined to it."""

    clock: Clock
    world: World
    mall: Mall  # the simulated one
    company: Connector
    wire: MemoryWire
    tokens: MemoryTokens
    access: Access

    @property
    def port(self) -> Port:
        """The port, opened anew: nothing may rest in it between two questions."""
        return self.company.connect(self.access)

    def keys(self, since: datetime, until: datetime) -> list[str]:
        """Every key that a search brings, page by page; documents that it gives count by their keys."""
        return [document.key for document in self._found(since, until, read=False)]

    def documents(self, since: datetime, until: datetime) -> list[Document]:
        """Every document of a stretch of time, read in the mall's own batches; each order once, the newest of it."""
        return list({one.key: one for one in self._found(since, until, read=True)}.values())

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers, in batches."""
        size = self.company.BATCHES.read
        return [one for at in range(0, len(keys), size) for one in self.port.read(keys[at : at + size])]

    def _found(self, since: datetime, until: datetime, *, read: bool) -> Iterator[Document]:
        step = timedelta(days=self.company.BATCHES.days)
        while since < until:
            more, end = "", min(until, since + step)
            for _ in range(10_000):
                page = self.port.changed(since, end, more)
                yield from page.documents
                keys = list(dict.fromkeys(page.keys))
                yield from self.read(keys) if read else [Document(key=key, text="") for key in keys]
                more = page.more
                if not more:
                    break
            since = end


@contextmanager
def joined(
    code: str,
    make: Callable[[World], Mall],
    *,
    secrets: Mapping[str, str],
    options: Mapping[str, object] | None = None,
) -> Iterator[Line]:
    """Serve a simulated mall over HTTP and join our connector to it. Options are filled up with their defaults."""
    clock = Clock()
    world = World(clock=clock)
    simulated = world.add(make(world))
    company = connector(code)
    defaults = {one.name: one.default for one in company.FIELDS if not one.is_secret}
    wire_, tokens = MemoryWire(clock), MemoryTokens(clock)
    with Malls(world) as served:
        access = Access(
            channel=simulated.code, base_url=served.url(simulated.code), secrets=secrets,
            options={**defaults, **(options or {})}, wire=wire_, tokens=tokens, now=clock.now,
        )  # fmt: skip
        yield Line(clock, world, simulated, company, wire_, tokens, access)


class Joins(ABC):
    """How one mall is joined for its tests, and what is spelt its own way there."""

    code: ClassVar[str]
    secrets: ClassVar[Mapping[str, str]] = {}
    wrong_secrets: ClassVar[Mapping[str, str]] = {}  # the same names, a key that the mall does not know
    options: ClassVar[Mapping[str, object]] = {}
    codes: ClassVar[tuple[str, ...]] = ("HJ-CUP-WH", "HJ-CUP-BL", "HJ-TEA-100")
    strange_state = "no-such-state"  # a status that no document of the mall names
    unknown_order = "000000-20261122-9999999999"  # spelt as the mall spells them, and not there
    cancels = True  # the shop can call an order off there
    publishes = True
    price_told: tuple[int | None, int | None] = (1200, None)  # with tax, before tax
    reports = True  # takes tracking numbers

    # --- what a mall says about itself ---

    @abstractmethod
    def simulator(self, world: World) -> Mall:
        """The simulated mall, with `secrets` accepted and nothing on show yet."""

    def ref(self, code: str) -> dict[str, str]:
        """The mall's own ids of a listing, as `goods()` gives them; what is on show is made with them."""
        return {}

    def unknown_stock(self) -> Stock:
        """A listing that the mall does not have."""
        return Stock(code="NOT-THERE", ref=self.ref("NOT-THERE"), quantity=3, before=0, key="unknown-1")

    def expire(self, line: Line) -> None:
        """The key runs out, and nothing we keep can make a new one."""
        line.mall.scenario.key_expires_at = line.clock.at - 1

    def crowd(self, line: Line) -> None:
        """From now on every call is one too many."""
        line.mall.limited = lambda *_: True  # type: ignore[method-assign]  # the mall is never in this mood for long

    def make_ready(self, line: Line, order: Order) -> None:
        """Bring an order to where it may be shipped."""
        line.port.confirm([order.number])

    def new_goods(self) -> Goods:
        """Something the mall does not sell yet, with everything it needs."""
        return Goods(
            code="HJ-NEW-1", ref=self.ref("HJ-NEW-1"), title="見本の湯呑", price_yen=1980, quantity=4
        )

    def mend(self, mall: Mall, order: Order, state: str) -> None:
        """The mall puts an order into a state."""
        order.state = state
        mall.touch(order)

    @pytest.fixture
    def line(self) -> Iterator[Line]:
        """The mall with three things on show, joined."""
        with joined(self.code, self.simulator, secrets=self.secrets, options=self.options) as made:
            made.mall.stock_up([
                OnShow(code=code, title=f"見本 {code}", price_yen=1200 + 100 * at, shown=PIECES, ref=self.ref(code))
                for at, code in enumerate(self.codes)
            ])  # fmt: skip
            yield made

    # --- small steps ---

    def buy(self, line: Line, pieces: int = 1, **more: Any) -> Order:
        """Somebody buys the first two things on show."""
        order = line.mall.buy([(self.codes[0], pieces), (self.codes[1], 1)], BUYER, **more)
        assert order is not None
        line.clock.pass_(1)
        return order

    def all(self, line: Line) -> list[Document]:
        """Everything since the morning."""
        line.clock.pass_(1)
        return line.documents(MORNING, line.clock.now())

    def draft(self, line: Line, number: str) -> OrderDraft:
        """An order as it stands on the mall now, understood."""
        (document,) = line.port.read([number])
        return drafted(line.company.understand(document.key, document.text))

    def stocks(self, quantity: int, key: str = "k") -> list[Stock]:
        """One count for everything on show."""
        return [
            Stock(code=code, ref=self.ref(code), quantity=quantity + at, before=PIECES, key=f"{key}-{at}")
            for at, code in enumerate(self.codes)
        ]

    def settled(self, line: Line, verdicts: list[Verdict]) -> list[Verdict]:
        """Follow what the mall takes its time for."""
        for _ in range(20):
            if all(one.outcome is not Outcome.WAITS for one in verdicts):
                break
            line.clock.pass_(120)
            waits = {one.ticket: one for one in verdicts if one.outcome is Outcome.WAITS}
            known = [one for one in verdicts if one.outcome is not Outcome.WAITS]
            said = line.port.follow(list(waits))
            silent = waits.keys() - {one.key for one in said} if len(said) < len(waits) else set()
            verdicts = [*known, *said, *(waits[ticket] for ticket in silent)]
        return verdicts


def drafted(found: Understood) -> OrderDraft:
    """The draft of a document that has one."""
    assert found.draft is not None, found.verdicts
    return found.draft


def widen(value: Any) -> None:
    """A key that nobody knows, in every object of a document."""
    if isinstance(value, dict):
        for inner in list(value.values()):
            widen(inner)
        value["aKeyOfTomorrow"] = {"x": [1]}
    elif isinstance(value, list):
        for inner in value:
            widen(inner)


def spoilings(document: Any) -> Iterator[Any]:
    """The document with each of its values left out, empty, or of another kind."""
    for path in list(paths(document)):
        for instead in (LEFT_OUT, None, "", "?", -1, [], {}, [{}], True):
            copy = deepcopy(document)
            at: Any = copy
            for step in path[:-1]:
                at = at[step]
            if instead is not LEFT_OUT:
                at[path[-1]] = instead
            else:
                del at[path[-1]]
            yield copy


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield (*before, step)
        yield from paths(one, (*before, step))
