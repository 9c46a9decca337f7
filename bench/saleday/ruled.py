"""The house's own rule (`channels/buffers.py`) on bare shelves: as often asked, as soon told, no database."""

from __future__ import annotations

import heapq
import math
from collections import Counter, deque
from dataclasses import dataclass, field

from bench.saleday.plan import OWN, Day
from bench.saleday.shelves import Shelves
from hanjo.channels import buffers
from hanjo.channels.buffers import DAY, Side, buffer_for, decide

RETRY = 10.0  # seconds after a call that failed


@dataclass
class Lane:
    """One mall as the house sees it."""

    due: dict[int, int] = field(default_factory=dict)  # SKU: how urgent
    is_busy: bool = False
    told: int = 0
    heard: float = 0.0  # until when its orders are known
    failed: int = 0  # calls, one after another


@dataclass
class Ruled:
    """Pull each mall at its own pace, tell at once what changed."""

    pull_seconds: float = 60.0
    learn_seconds: float = 60.0
    batch: int = 400
    busy: bool = True  # what sells in a quarter of an hour makes everything faster
    window: float = 900.0
    own_fear: float = 0.0
    risk: float = buffers.RISK
    silent: bool = True  # a mall that is silent is feared as long as it is
    own_keeps: bool = True  # the shop of one's own keeps back what malls may have sold
    expects: tuple[float, float, float] = (
        0.0,
        0.0,
        1.0,
    )  # an announced sale: since, until, how many times the pace

    def begin(self, sim: Shelves) -> None:
        """Everything is right in the beginning; paces are those of usual days."""
        day = self.day = sim.day
        self.lanes = {place: Lane() for place in day.places}
        self.index = {place: at for at, place in enumerate(day.places)}
        self.order_lag = dict.fromkeys(day.places, self.pull_seconds / 2 + 3)
        self.looks: dict[int, float] = {}  # SKUs that are looked at again anyway
        self.paces: dict[int, dict[str, float]] = {}
        self.busier = self.looked_at = 1.0
        self.hour: deque[tuple[float, int, int, int]] = deque()
        self.in_hour: dict[tuple[int, int], int] = {}
        self.sides: list[list[Side]] = [self._sides(sku, day) for sku in range(len(day.stock))]
        for sku, group in enumerate(self.sides):
            for wanted in decide(day.stock[sku], group, 0.0):
                sim.shown[day.places[wanted.side.id]][sku] = wanted.quantity
                group[wanted.side.id] = wanted.side._replace(shown=wanted.quantity, shown_at=0.0)
        for at, place in enumerate(day.places):
            sim.plan(at * self.pull_seconds / len(day.places), self._pull, sim, place)
        sim.plan(self.learn_seconds, self._learn, sim)

    def _sides(self, sku: int, day: Day) -> list[Side]:
        rate = day.per_day[sku] / day.usual
        by = {place: rate * share for place, share in day.shares.items()}
        most = max(day.places, key=lambda place: by[place])
        made = [
            Side(
                id=at, sku_id=sku, channel_id=at, is_on=True, buffer=0, fixed_buffer=None, share=100, cap=None,
                takes_last=place == most, shown=0, shown_at=0.0, sending=None,
                in_flight=sum(by[p] * self.order_lag[p] for p in day.places) / DAY,
                others_per_day=rate - by[place], apart_per_day=by[OWN], apart_in_flight=0.0, per_day=by[place],
                due_at=0.0, urgency=2, tries=0, stock_lag_s=4.0, risk=buffers.RISK,
            )
            for at, place in enumerate(day.places)
        ]  # fmt: skip
        return [one._replace(buffer=buffer_for(one.mean)) for one in made]

    # --- orders come in ---

    def _pull(self, sim: Shelves, place: str) -> None:
        began = sim.now
        sim.plan(sim.now + self.pull_seconds, self._pull, sim, place)

        def end(done: bool, answered: bool) -> None:
            self._heard(sim, place, done and answered)
            if done and answered:
                self.lanes[place].heard = began
                self._take(sim, place)
            else:
                sim.plan(sim.now + RETRY, self._again, sim, place)

        sim.call(place, end)

    def _heard(self, sim: Shelves, place: str, answered: bool) -> None:
        """A mall that fails again and again is silent: everything is looked at anew."""
        lane = self.lanes[place]
        lane.failed = 0 if answered else lane.failed + 1
        if lane.failed == buffers.FAILS:
            self._learn_now(sim)

    def _is_silent(self, sim: Shelves, place: str) -> bool:
        lane = self.lanes[place]
        return self.silent and (lane.failed >= buffers.FAILS or sim.now - lane.heard >= buffers.SILENT)

    def _again(self, sim: Shelves, place: str) -> None:
        def end(done: bool, answered: bool) -> None:
            self._heard(sim, place, done and answered)
            if done and answered:
                self.lanes[place].heard = sim.now
                self._take(sim, place)

        sim.call(place, end)

    def _take(self, sim: Shelves, place: str) -> None:
        mall = self.index[place]
        for visible, buyer, sign in sim.waiting[place]:
            if visible > sim.now:
                continue
            if sign < 0:  # the mall has put it back on its shelf by itself
                for sku, pieces in buyer.wants:
                    side = self.sides[sku][mall]
                    self.sides[sku][mall] = side._replace(shown=(side.shown or 0) + pieces)
                continue
            for sku, pieces in buyer.wants:
                side = self.sides[sku][mall]
                self._count(sim.now, sku, mall, pieces)
                if buyer.at > side.shown_at and side.shown:  # the mall took it off by itself
                    self.sides[sku][mall] = side._replace(shown=max(side.shown - pieces, 0))
        skus = sim.read(place)
        self.known(sim, skus)

    def _count(self, now: float, sku: int, mall: int, pieces: int) -> None:
        self.hour.append((now, sku, mall, pieces))
        self.in_hour[sku, mall] = self.in_hour.get((sku, mall), 0) + pieces

    def known(self, sim: Shelves, skus: list[int]) -> None:
        """Find what has to be told, and start telling."""
        for sku in set(skus):
            self._look(sim, sku)
        for place in self.day.places:
            self._start(sim, place)

    def _look(self, sim: Shelves, sku: int) -> None:
        for wanted in self._decide(sim, sku):
            place = self.day.places[wanted.side.id]
            if wanted.quantity != wanted.side.there:
                urgent = buffers.urgency(max(sim.free[sku], 0), wanted)
                due = self.lanes[place].due
                due[sku] = min(due.get(sku, urgent), urgent)
            elif wanted.again_s:
                self._later(sim, sku, wanted.again_s)

    def _later(self, sim: Shelves, sku: int, seconds: float) -> None:
        at = sim.now + seconds
        if self.looks.get(sku, float("inf")) > at:
            self.looks[sku] = at
            sim.plan(at, self._look_again, sim, sku)

    def _look_again(self, sim: Shelves, sku: int) -> None:
        if self.looks.get(sku) == sim.now:
            del self.looks[sku]
            self.known(sim, [sku])

    def _decide(self, sim: Shelves, sku: int) -> list[buffers.Wanted]:
        return decide(max(sim.free[sku], 0), self._feared(sim, sku), sim.now)

    def _feared(self, sim: Shelves, sku: int) -> list[Side]:
        day, group = self.day, self.sides[sku]
        pace = self._pace(sku)
        rate = sum(pace.values())
        flight = sum(self._flight(sim, sku, place, pace[place]) for place in day.places) / DAY
        own = pace[OWN]
        made = []
        for side in group:
            mine = pace[day.places[side.id]]
            apart = own * self.order_lag[day.places[side.id]] / DAY * self.own_fear
            all_flight = flight + apart
            buffer = buffer_for(buffers.CARE * (all_flight + rate / DAY * side.stock_lag_s), self.risk)
            made.append(
                side._replace(
                    buffer=buffer,
                    per_day=mine,
                    others_per_day=rate - mine,
                    in_flight=all_flight,
                    apart_per_day=own,
                    apart_in_flight=apart,
                    risk=self.risk,
                )
            )
        return made

    # --- counts go out ---

    def _start(self, sim: Shelves, place: str) -> None:
        lane = self.lanes[place]
        if lane.is_busy or not lane.due:
            return
        mall = self.index[place]
        batch: list[tuple[int, int, float]] = []
        urgent = heapq.nsmallest(self.batch, lane.due, key=lambda sku: (lane.due[sku], sim.free[sku]))
        for sku in urgent:
            lane.due.pop(sku)
            wanted = self._decide(sim, sku)[mall]
            if wanted.quantity == wanted.side.there:
                if wanted.again_s:
                    self._later(sim, sku, wanted.again_s)
                continue
            self.sides[sku][mall] = self.sides[sku][mall]._replace(sending=wanted.quantity)
            batch.append((sku, wanted.quantity, wanted.again_s))
        if not batch:
            self._start(sim, place)
            return
        lane.is_busy = True
        sim.done.pushes += 1

        def end(done: bool, answered: bool) -> None:
            lane.is_busy = False
            self._heard(sim, place, done and answered)
            if done:
                for sku, quantity, _ in batch:
                    sim.shown[place][sku] = quantity
            if answered:
                for sku, quantity, again_s in batch:
                    self.sides[sku][mall] = self.sides[sku][mall]._replace(
                        shown=quantity, shown_at=sim.now, sending=None
                    )
                    if again_s:
                        self._later(sim, sku, again_s)
                self.known(sim, [sku for sku, _, _ in batch])
            else:
                for sku, _, _ in batch:  # nobody knows what the mall shows now
                    self.sides[sku][mall] = self.sides[sku][mall]._replace(shown=None, sending=None)
                lane.due.update((sku, 0 if quantity < 1 else 1) for sku, quantity, _ in batch)
                lane.is_busy = True
                sim.plan(sim.now + RETRY, self._free, sim, place)

        sim.call(place, end)

    def _free(self, sim: Shelves, place: str) -> None:
        self.lanes[place].is_busy = False
        self._start(sim, place)

    # --- paces ---

    def _learn(self, sim: Shelves) -> None:
        sim.plan(sim.now + self.learn_seconds, self._learn, sim)
        self._learn_now(sim)

    def _learn_now(self, sim: Shelves) -> None:
        day = self.day
        while self.hour and self.hour[0][0] < sim.now - 3600:
            _, sku, mall, pieces = self.hour.popleft()
            self.in_hour[sku, mall] -= pieces
        if self.busy:
            recent = sum(one[3] for one in reversed(self.hour) if one[0] > sim.now - self.window)
            usual = sum(day.per_day) / day.usual * self.window / DAY * (1 - day.shares[OWN])
            self.busier = max(1.0, recent / usual)
            since, until, times = self.expects
            if sim.now < since:
                self.before = self.busier
            elif sim.now < until:
                self.busier = max(self.busier, self.before * times)
        before, self.paces = self.paces, {}
        silent = {place for place in day.places if self._is_silent(sim, place)}
        lately: Counter[tuple[int, int]] = Counter()
        for at, sku, mall, pieces in reversed(self.hour):
            if at < sim.now - self.window:
                break
            lately[sku, mall] += pieces
        for sku in {sku for (sku, _), count in self.in_hour.items() if count > 4}:
            usual = day.per_day[sku] / day.usual * self.busier
            pace = {}
            for place, share in day.shares.items():
                count = self.in_hour.get((sku, self.index.get(place, -1)), 0)
                quick = lately[sku, self.index.get(place, -1)]
                pace[place] = max(
                    usual * share,
                    24 * max(count - 2 * math.sqrt(count), 0.0),
                    DAY / self.window * max(quick - 2 * math.sqrt(quick), 0.0),
                )
                if place in silent:  # what it sells now cannot be seen
                    pace[place] = max(pace[place], before.get(sku, pace)[place])
            self.paces[sku] = pace
        if silent or abs(self.busier - self.looked_at) > 0.05 * self.looked_at:
            self.looked_at = self.busier
            self.known(
                sim, [sku for sku, count in enumerate(sim.free) if 0 < count < (1_000 if silent else 60)]
            )
        else:
            self.known(sim, [*before, *self.paces])

    def own_shows(self, sim: Shelves, sku: int) -> int:
        """The shop of one's own sells what the house believes to have."""
        free = sim.free[sku]
        if not self.own_keeps or free <= 0:
            return max(free, 0)
        return max(free - buffer_for(self._mall_flight(sim, sku), self.risk), 0)

    def _mall_flight(self, sim: Shelves, sku: int) -> float:
        day, pace = self.day, self._pace(sku)
        open_ = [
            place for place in day.places
            if self.sides[sku][self.index[place]].shown != 0
            or self.sides[sku][self.index[place]].shown_at > sim.now - 600
        ]  # fmt: skip
        return sum(self._flight(sim, sku, place, pace[place]) for place in open_) / DAY * buffers.CARE

    def _flight(self, sim: Shelves, sku: int, place: str, pace: float) -> float:
        """What a mall has sold and may yet sell before it can be told, in pieces times a day."""
        silence = sim.now - self.lanes[place].heard
        if not self._is_silent(sim, place):
            return pace * max(self.order_lag[place], silence if self.silent else 0.0)
        side = self.sides[sku][self.index[place]]
        if side.shown == 0 and side.sending is None:  # it was closed before it fell silent, or since
            return pace * max(side.shown_at - self.lanes[place].heard, 0.0)
        lag = pace * (silence + buffers.AHEAD)
        return lag if side.shown is None else min(lag, side.shown * DAY)

    def _pace(self, sku: int) -> dict[str, float]:
        pace = self.paces.get(sku)
        if pace is None:
            day = self.day
            usual = day.per_day[sku] / day.usual
            pace = {place: usual * share * self.busier for place, share in day.shares.items()}
        return pace
