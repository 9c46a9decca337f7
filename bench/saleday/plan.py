"""The sale day as it was drawn: what there is, who comes when, what goes wrong. Pure; the same seed is the same day.

- Goods: SKUs whose demand falls by rank (Zipf, exponent 1). A quarter of them has less than will be asked for, a
  quarter about as much, half has plenty; the long tail has one or two pieces.
- Buyers: each comes to one place at one moment, wants one to three things, and goes away when that place does not show
  them. One hour of the day has ten times the pace of the others. Some change their order, some call it off.
- What goes wrong: on every mall 1 % of calls fail, some answers are lost, every call takes 0.2 to 5 s, some orders show
  up late; one mall's interface is away for 25 minutes in the sale hour, another one is away as a whole for 40 minutes
  before dawn, and a third one's key stops working for 30 minutes until somebody gives a new one.
"""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate

DAY = 86_400.0
HOUR = 3_600.0
SALE_HOUR = 20
PACE = (
    2,
    1,
    1,
    1,
    1,
    1,
    2,
    3,
    4,
    4,
    5,
    5,
    6,
    5,
    5,
    5,
    5,
    5,
    6,
    7,
    0,
    8,
    7,
    4,
)  # the sale hour is ten times their mean
OWN = "own"
SHARES = (0.30, 0.22, 0.16, 0.10, 0.07)  # of five malls; the rest buys in the shop of one's own


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who comes to one place at one moment."""

    at: float  # seconds of the day
    place: str
    wants: tuple[tuple[int, int], ...]  # SKU, pieces
    calls_off_after: float = 0.0  # 0: never
    changes_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch of time in which a mall does not answer us. `sells`: buyers buy there all the same."""

    place: str
    since: float
    until: float
    sells: bool
    because: str  # outage, key


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What goes wrong on every mall, all day."""

    latency: tuple[float, float] = (0.2, 5.0)
    failure_rate: float = 0.01
    lost_rate: float = 0.005
    late_rate: float = 0.01
    late_seconds: float = 240.0


@dataclass(frozen=True, kw_only=True)
class Day:
    """Everything that is decided before the day begins."""

    seed: int
    places: tuple[str, ...]  # the malls
    stock: list[int]  # by SKU
    per_day: list[float]  # what is asked for of each SKU on this day, on average
    usual: float  # how much slower a usual day is
    shares: dict[str, float]
    buyers: list[Buyer]
    away: list[Away]
    trouble: Trouble = field(default_factory=Trouble)
    begins: float = 0.0  # seconds of the day
    ends: float = DAY

    def away_at(self, place: str, now: float) -> Away | None:
        """Why a mall does not answer now."""
        return next((one for one in self.away if one.place == place and one.since <= now < one.until), None)


def draw(
    *, seed: int, orders: int, skus: int, places: tuple[str, ...], hours: tuple[float, float] = (0.0, 24.0)
) -> Day:
    """Draw a day. `orders`: how many buyers come; `hours`: only this part of it, with all that goes wrong."""
    dice = random.Random(seed)
    weights = [1 / rank for rank in range(1, skus + 1)]
    whole = sum(weights)
    shares = _shares(places)
    wanted = [one / whole * orders * PIECES for one in weights]
    stock = [_stock(dice, mean) for mean in wanted]
    ranks = list(range(skus))
    dice.shuffle(ranks)  # a SKU's number says nothing of its demand
    stock_by, wanted_by = [0] * skus, [0.0] * skus
    for rank, sku in enumerate(ranks):
        stock_by[sku], wanted_by[sku] = stock[rank], wanted[rank]
    ends = list(accumulate(weights))
    moments = _moments(dice, orders, hours)
    names = [*places, OWN]
    edges = list(accumulate(shares[name] for name in names))
    buyers = [
        _buyer(dice, at, names[min(bisect(edges, dice.random() * edges[-1]), len(names) - 1)], ranks, ends)
        for at in moments
    ]
    return Day(
        seed=seed, places=places, stock=stock_by, per_day=wanted_by, usual=4.0, shares=shares, buyers=buyers,
        away=_away(places, hours), begins=hours[0] * HOUR, ends=hours[1] * HOUR,
    )  # fmt: skip


PIECES = 1.33  # an order's, on average


def _shares(places: tuple[str, ...]) -> dict[str, float]:
    part = list(SHARES[: len(places)])
    own = 0.15
    scale = (1 - own) / sum(part)
    return {name: one * scale for name, one in zip(places, part, strict=True)} | {OWN: own}


def _stock(dice: random.Random, mean: float) -> int:
    kind = dice.random()
    factor = (
        dice.uniform(0.3, 0.9)
        if kind < 0.25
        else dice.uniform(0.9, 1.3)
        if kind < 0.5
        else dice.uniform(2, 5)
    )
    return max(round(mean * factor), dice.choice((1, 1, 2, 3)))


def _moments(dice: random.Random, orders: int, hours: tuple[float, float]) -> list[float]:
    mean = sum(PACE) / 23
    steps = [hours[0] + (hours[1] - hours[0]) * step / 240 for step in range(240)]
    edges = list(accumulate(10 * mean if int(at) == SALE_HOUR else float(PACE[int(at)]) for at in steps))
    wide = (hours[1] - hours[0]) / 240
    found = [
        (steps[bisect(edges, dice.random() * edges[-1])] + dice.random() * wide) * HOUR for _ in range(orders)
    ]
    return sorted(found)


def _buyer(dice: random.Random, at: float, place: str, ranks: list[int], ends: list[float]) -> Buyer:
    drawn = dice.random()
    lines = 1 if drawn < 0.86 else 2 if drawn < 0.97 else 3
    chosen: dict[int, int] = {}
    for _ in range(lines):
        sku = ranks[min(bisect(ends, dice.random() * ends[-1]), len(ranks) - 1)]
        pieces = dice.random()
        chosen.setdefault(sku, 1 if pieces < 0.9 else 2 if pieces < 0.98 else 3)
    off = dice.uniform(60, 7200) if dice.random() < 0.015 else 0.0
    changes = dice.uniform(60, 3600) if dice.random() < 0.02 else 0.0
    return Buyer(at, place, tuple(sorted(chosen.items())), off, 0.0 if off else changes)


def _away(places: tuple[str, ...], hours: tuple[float, float]) -> list[Away]:
    """Two outages and a key: in a whole day as the text above says, in a part of it at moments that fit."""
    first, span = hours[0] * HOUR, (hours[1] - hours[0]) * HOUR
    in_sale = SALE_HOUR * HOUR + 900 if span > 12 * HOUR else first + 0.5 * span
    names = [places[at % len(places)] for at in (1, 0, 2)]
    spans = [min(long, part * span) for long, part in ((1500, 0.15), (2400, 0.15), (1800, 0.12))]
    begins = [in_sale, first + 0.2 * span, first + 0.75 * span]
    return [
        Away(names[0], begins[0], begins[0] + spans[0], True, "outage"),
        Away(names[1], begins[1], begins[1] + spans[1], False, "outage"),
        Away(names[2], begins[2], begins[2] + spans[2], True, "key"),
    ]
