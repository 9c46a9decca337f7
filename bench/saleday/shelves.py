"""The same day with nothing but counts: what flat policies oversell and lose, and what the house's rule would.

No database, no HTTP: buyers, shelves, calls with their latency. A buyer takes what a mall shows, and the mall takes
its own sale off at once. The house hears of a sale when a pull ends that began after the order was visible. A push
decides its numbers when it leaves, and the mall shows them when its latency is over. A call that fails did nothing; one
whose answer is lost did its work. Nothing of the house itself takes any time.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bench.saleday.plan import OWN, Buyer, Day


@dataclass
class Count:
    """What came of it, in orders and pieces."""

    orders: int = 0
    pieces: int = 0
    oversold: int = 0  # pieces that were sold and not there
    oversold_orders: int = 0
    lost: int = 0  # buyers who went away although everything they wanted was there
    sold_out: int = 0  # buyers who went away since it was not
    stories: list[tuple[float, str, int, str]] = field(
        default_factory=list
    )  # when, where, SKU, what was wrong then
    pushes: int = 0
    pulls: int = 0

    @property
    def oversold_per_100k(self) -> float:
        """Orders that sold what was not there, per 100,000."""
        return self.oversold_orders / max(self.orders, 1) * 100_000

    @property
    def lost_per_100k(self) -> float:
        """Buyers who were sent away for nothing, per 100,000 orders."""
        return self.lost / max(self.orders, 1) * 100_000


class Policy(Protocol):
    """How a house keeps malls up to date."""

    def begin(self, sim: Shelves) -> None:
        """Plan what happens by the clock."""

    def known(self, sim: Shelves, skus: list[int]) -> None:
        """The house heard of sales or cancellations of these SKUs."""

    def own_shows(self, sim: Shelves, sku: int) -> int:
        """What the shop of one's own shows now."""


class Shelves:
    """The world of one policy."""

    def __init__(self, day: Day, policy: Policy) -> None:
        self.day, self.policy, self.now = day, policy, 0.0
        self.dice = random.Random(day.seed + 1)
        self.there = list(day.stock)  # what really is left to promise
        self.free = list(day.stock)  # what the house believes
        self.shown: dict[str, list[int]] = {place: [0] * len(day.stock) for place in day.places}
        self.waiting: dict[str, list[tuple[float, Buyer, int]]] = {place: [] for place in day.places}
        self.done = Count()
        self.events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self.serial = 0

    def plan(self, at: float, act: Callable[..., None], *values: Any) -> None:
        """Let something happen."""
        self.serial += 1
        heapq.heappush(self.events, (at, self.serial, act, values))

    def run(self) -> Count:
        """Live the day."""
        self.policy.begin(self)
        for buyer in self.day.buyers:
            while self.events and self.events[0][0] <= buyer.at:
                self._next()
            self.now = buyer.at
            self._buy(buyer)
        return self.done

    def _next(self) -> None:
        self.now, _, act, values = heapq.heappop(self.events)
        act(*values)

    # --- buyers ---

    def _buy(self, buyer: Buyer) -> None:
        away = self.day.away_at(buyer.place, self.now)
        if away is not None and not away.sells:
            return
        if buyer.place == OWN:
            shows = all(self.policy.own_shows(self, sku) >= pieces for sku, pieces in buyer.wants)
        else:
            shown = self.shown[buyer.place]
            shows = all(shown[sku] >= pieces for sku, pieces in buyer.wants)
        if not shows:
            if all(self.there[sku] >= pieces for sku, pieces in buyer.wants):
                self.done.lost += 1
            else:
                self.done.sold_out += 1
            return
        self._sell(buyer)

    def _sell(self, buyer: Buyer) -> None:
        done = self.done
        done.orders += 1
        short = 0
        for sku, pieces in buyer.wants:
            before = max(self.there[sku], 0)
            self.there[sku] -= pieces
            done.pieces += pieces
            if pieces > before:
                short += pieces - before
                done.stories.append((self.now, buyer.place, sku, self._trouble()))
        done.oversold += short
        done.oversold_orders += short > 0
        if buyer.place == OWN:
            for sku, pieces in buyer.wants:
                self.free[sku] -= pieces
            self.policy.known(self, [sku for sku, _ in buyer.wants])
        else:
            shown = self.shown[buyer.place]
            for sku, pieces in buyer.wants:
                shown[sku] -= pieces
            late = self.dice.random() < self.day.trouble.late_rate
            self._tell(buyer, 1, self.day.trouble.late_seconds if late else 0.0)
        if buyer.calls_off_after:
            self.plan(self.now + buyer.calls_off_after, self._call_off, buyer)

    def _call_off(self, buyer: Buyer) -> None:
        for sku, pieces in buyer.wants:
            self.there[sku] += pieces
        if buyer.place == OWN:
            for sku, pieces in buyer.wants:
                self.free[sku] += pieces
            self.policy.known(self, [sku for sku, _ in buyer.wants])
            return
        for sku, pieces in buyer.wants:
            self.shown[buyer.place][sku] += pieces
        self._tell(buyer, -1, 0.0)

    def _tell(self, buyer: Buyer, sign: int, late: float) -> None:
        self.waiting[buyer.place].append((self.now + late, buyer, sign))

    def _trouble(self) -> str:
        return ",".join(
            sorted(
                f"{one.place} {one.because}"
                for one in self.day.away
                if one.since <= self.now < one.until + 300
            )
        )

    # --- calls ---

    def call(self, place: str, then: Callable[[bool, bool], None]) -> None:
        """One call: `then(done, answered)` when its latency is over."""
        trouble = self.day.trouble
        after = self.dice.uniform(*trouble.latency)
        fails = self.dice.random() < trouble.failure_rate or self.day.away_at(place, self.now) is not None
        answered = self.dice.random() >= trouble.lost_rate
        self.plan(self.now + after, then, not fails, not fails and answered)

    def read(self, place: str) -> list[int]:
        """What a pull that ends now brings; answers the SKUs that it changed."""
        left, skus = [], []
        for one in self.waiting[place]:
            visible, buyer, sign = one
            if visible > self.now:
                left.append(one)
                continue
            for sku, pieces in buyer.wants:
                self.free[sku] -= sign * pieces
                skus.append(sku)
        self.waiting[place] = left
        self.done.pulls += 1
        return skus


@dataclass
class Flat:
    """Every so often all orders are brought in, then every count is told, with a flat buffer (固定の安全在庫).

    A whole round of pushes takes the latency of a single call: kinder than any real one.
    """

    every: float = 600.0
    buffer: int = 0

    def begin(self, sim: Shelves) -> None:
        """All counts are right in the beginning."""
        for shown in sim.shown.values():
            shown[:] = [max(count - self.buffer, 0) for count in sim.day.stock]
        sim.plan(self.every, self._round, sim)

    def _round(self, sim: Shelves) -> None:
        sim.plan(sim.now + self.every, self._round, sim)
        for place in sim.day.places:
            sim.call(
                place, lambda done, answered, place=place: sim.read(place) if done and answered else None
            )  # type: ignore[misc]
        sim.plan(sim.now + sim.day.trouble.latency[1] + 0.1, self._push, sim)

    def _push(self, sim: Shelves) -> None:
        numbers = [max(count - self.buffer, 0) for count in sim.free]
        for place in sim.day.places:
            sim.done.pushes += 1
            sim.call(place, lambda done, answered, place=place: self._show(sim, place, numbers, done))  # type: ignore[misc]

    def _show(self, sim: Shelves, place: str, numbers: list[int], done: bool) -> None:
        if done:
            sim.shown[place][:] = numbers

    def known(self, sim: Shelves, skus: list[int]) -> None:
        """Waits for the next round."""

    def own_shows(self, sim: Shelves, sku: int) -> int:
        """What the house believes to have, less the buffer."""
        return max(sim.free[sku] - self.buffer, 0)
