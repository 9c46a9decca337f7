"""Orders by the time at which they were placed and last changed, so that a search need not look at all of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from simulators.malls.world import Order


class Ledger:
    """Two lists in the order of time. What changed again stands later once more; its earlier place is passed over."""

    def __init__(self) -> None:
        self.placed: list[tuple[float, str]] = []
        self.changed: list[tuple[float, str]] = []

    def open(self, order: Order) -> None:
        """A new order."""
        insort(self.placed, (order.placed, order.number))
        self.note(order)

    def note(self, order: Order) -> None:
        """An order changed."""
        insort(self.changed, (order.changed, order.number))

    def numbers(self, by: str, since: float) -> Iterator[tuple[float, str]]:
        """Numbers from this time on, with the time under which they stand."""
        entries = self.placed if by == "placed" else self.changed
        for at in range(bisect_left(entries, (since, "")), len(entries)):
            yield entries[at]
