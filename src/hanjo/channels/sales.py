"""When a mall shall show a sale's price, and when the usual one again (セール価格の反映). Pure.

A price that people ordered by hand wins: within a sale's time on one listing, it is theirs alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class Want(NamedTuple):
    """What the sales want from a moment on; no price: the usual one."""

    at: datetime
    price_yen: int | None
    sale: str


class Window(NamedTuple):
    """The time of one sale on a mall; without an end it runs on."""

    since: datetime
    until: datetime | None
    sale: str

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.since <= at and (self.until is None or at < self.until)


class Hand(NamedTuple):
    """A price that people ordered, or a sale's price that they called off. `waits`: not sent yet."""

    at: datetime
    waits: bool


class Step(NamedTuple):
    """A price that a listing gets at a moment, for the sake of a sale."""

    at: datetime
    price_yen: int
    sale: str
    is_back: bool


def by_hand(windows: Sequence[Window], hands: Sequence[Hand]) -> list[Window]:
    """The sales that people took into their own hands on this listing (手での価格を優先)."""
    return [one for one in windows if any(one.holds(hand.at) for hand in hands)]


def plan(
    usual_yen: int,
    showing: int | None,
    wants: Sequence[Want],
    windows: Sequence[Window],
    hands: Sequence[Hand],
) -> list[Step]:
    """The prices that one listing gets for its sales' sake, from now on (セール価格の予定).

    `showing`: the sale's price that the mall shows; `wants` begin with now and are in order. A sale that makes nothing
    cheaper than this mall's usual price does nothing. What a mall shows of a sale that people took over stays until
    their price comes.
    """
    taken, steps, state, last = by_hand(windows, hands), list[Step](), showing, ""
    for want in wants:
        if any(hand.waits and hand.at <= want.at for hand in hands):
            state = None
        if any(one.holds(want.at) for one in taken):
            continue
        yen = want.price_yen if want.price_yen and want.price_yen < usual_yen else None
        if yen != state:
            steps.append(Step(want.at, yen or usual_yen, want.sale or last or "ended", yen is None))
            state = yen
        last = want.sale or last
    return steps
