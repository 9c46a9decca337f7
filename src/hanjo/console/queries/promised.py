"""In which words a channel names its ways of delivery, and which orders a word would catch (約束の下見)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from hanjo.kernel import clock
from hanjo.orders.deadlines import fast_word
from hanjo.orders.queries import FAST_FACTS

DAYS = 30
MOST = 200  # ways of delivery that are told; a shop has few


@dataclass(frozen=True, slots=True)
class Said:
    """One way of delivery as the channel words it: how many orders, how many are marked, what catches it."""

    text: str
    orders: int
    marked: int  # the mall said so itself
    word: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What some words would catch of a channel's last thirty days."""

    ways: Sequence[Said]
    orders: int
    marked: int

    @property
    def caught(self) -> int:
        """Orders that have one of the words."""
        return sum(one.orders for one in self.ways if one.word)

    @property
    def fresh(self) -> int:
        """Of those, what the mall did not mark itself."""
        return sum(one.orders - one.marked for one in self.ways if one.word)


def preview(channel: str, words: Sequence[str]) -> Preview:
    """The ways of delivery of a channel's last thirty days, and what these words catch of them (約束の下見)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.shipping_method, coalesce(o.facts ->> 'window_raw', ''), count(*),
                   count(*) FILTER (WHERE o.facts ? %s)
            FROM orders_order o WHERE o.channel = %s AND o.ordered_at >= %s
            GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %s
            """,
            [FAST_FACTS[0], channel, clock.now() - timedelta(days=DAYS), MOST],
        )
        rows = cursor.fetchall()
    ways = [
        Said("・".join(filter(None, (method, window))), orders, marked, fast_word(words, method, window))
        for method, window, orders, marked in rows
    ]
    return Preview(ways, sum(one.orders for one in ways), sum(one.marked for one in ways))
