"""Buyers who come by themselves, most of them for what sells best; now and then one cancels."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from random import Random

from simulators.malls.world import Mall, Person, World

CANCELS = 0.03  # of those who bought
FIRST_HOUR = 1800.0  # seconds in which a buyer may still change their mind


class Crowd:
    """A thread that buys on all malls of a world. `with Crowd(world, people, per_minute=6): …`."""

    def __init__(self, world: World, people: Sequence[Person], *, per_minute: float, seed: int = 1) -> None:
        self.world, self.people, self.per_minute = world, people, per_minute
        self.random = Random(seed)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Crowd:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(5)

    def _run(self) -> None:
        while not self.stop.wait(self.random.expovariate(self.per_minute / 60)):
            mall = self.random.choice(list(self.world.malls.values()))
            is_closed = mall.scenario.is_closed(mall.now)  # nobody buys in a shop that is not there
            if not (is_closed or self.world.is_resting):
                self.visit(mall)

    def visit(self, mall: Mall) -> None:
        """One buyer: looks for one to three things, buys what is there, or has bought and cancels."""
        recent = [
            order
            for order in list(mall.orders.values())[-20:]
            if not order.cancelled and not order.shipments and order.placed > time.time() - FIRST_HOUR
        ]
        if recent and self.random.random() < CANCELS:
            mall.call_off(self.random.choice(recent))
            return
        codes = list(mall.goods)
        wants: dict[str, int] = {}
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            at = min(int(self.random.paretovariate(0.9)) - 1, len(codes) - 1)  # few things sell most
            wants[codes[at]] = wants.get(codes[at], 0) + 1
        mall.buy(sorted(wants.items()), self.random.choice(list(self.people)))
