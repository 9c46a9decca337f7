"""What a mall shall show: never too much, no piece lost, and oversells no more often than was said."""

from __future__ import annotations

import heapq
import math
import random
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hanjo.channels import buffers
from hanjo.channels.buffers import DAY, Side, Wanted, buffer_for, decide, explain

NOW = 1_800_000_000.0


def side(id: int = 1, **more: Any) -> Side:
    values: dict[str, Any] = {
        "sku_id": 1, "channel_id": id, "is_on": True, "buffer": 1, "fixed_buffer": None, "share": 100, "cap": None,
        "takes_last": False, "shown": 0, "shown_at": NOW - DAY, "sending": None, "in_flight": 0.001,
        "others_per_day": 2.0, "apart_per_day": 0.0, "apart_in_flight": 0.0, "per_day": 1.0, "due_at": 0.0,
        "urgency": 2, "tries": 0, "stock_lag_s": 5.0, "risk": buffers.RISK,
    }  # fmt: skip
    return Side(id=id, **{**values, **more})


def tail(q: int, mean: float) -> float:
    below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(q + 1))
    return 1 - below


@given(st.floats(0.0001, 200), st.sampled_from([0.01, 0.001, 0.0001]))
def test_a_buffer_keeps_the_risk_and_is_no_more_than_a_piece_too_large(mean: float, risk: float) -> None:
    q = buffer_for(mean, risk)
    assert q >= 0
    assert tail(q, mean) <= risk + 1e-9
    assert q < 2 or tail(q - 2, mean * 1.03) > risk * 0.5


def test_buffers_of_usual_shops_are_small_and_of_nothing_nothing() -> None:
    assert buffer_for(0) == 0
    assert buffer_for(1e-9) == 0
    assert buffer_for(2 / DAY * 65) == 1  # two a day, a minute late
    assert buffer_for(200 / DAY * 65) == 4  # two hundred a day
    assert buffer_for(5_000) < 5_400


@st.composite
def listings(draw: Any) -> list[Side]:
    count = draw(st.integers(1, 5))
    last = draw(st.integers(0, count))
    return [
        side(
            at, buffer=draw(st.integers(0, 5)), fixed_buffer=draw(st.none() | st.integers(0, 5)),
            share=draw(st.integers(0, 100)), cap=draw(st.none() | st.integers(0, 8)), takes_last=at == last,
            is_on=draw(st.booleans()) or at == last, shown=draw(st.none() | st.integers(0, 9)),
            shown_at=NOW - draw(st.integers(0, 600)), sending=draw(st.none() | st.integers(0, 3)),
            in_flight=draw(st.floats(0, 3)), others_per_day=draw(st.floats(0, 500)),
        )
        for at in range(count)
    ]  # fmt: skip


@given(st.integers(0, 30), listings())
@settings(max_examples=300)
def test_nobody_shows_more_than_is_free_its_cap_or_its_share_and_never_less_than_nothing(
    free: int, sides: list[Side]
) -> None:
    wanted = decide(free, sides, NOW)
    assert [one.side.id for one in wanted] == [one.id for one in sides]
    for one in wanted:
        if one.rule == "off":
            continue
        assert 0 <= one.quantity <= free
        assert one.side.cap is None or one.quantity <= one.side.cap
        assert one.rule == "last" or one.quantity <= (free * one.side.share) // 100
        assert one.rule != "fixed" or one.quantity <= max(free - (one.side.fixed_buffer or 0), 0)


@given(st.integers(0, 30), listings())
@settings(max_examples=300)
def test_who_shows_the_last_pieces_shows_them_alone(free: int, sides: list[Side]) -> None:
    wanted = decide(free, sides, NOW)
    if any(one.rule == "last" for one in wanted):
        assert sum(one.quantity for one in wanted if one.rule != "off") <= free
        assert sum(one.quantity > 0 for one in wanted if one.rule != "off") <= 1


@given(st.integers(0, 30), listings())
@settings(max_examples=300)
def test_more_stock_never_shows_fewer_pieces_by_buffer_share_and_cap(free: int, sides: list[Side]) -> None:
    for one in sides:
        assert buffers.plain(free, one) <= buffers.plain(free + 1, one)


@given(
    st.integers(0, 30), st.lists(st.integers(0, 50), min_size=1, max_size=5).filter(lambda s: sum(s) <= 100)
)
def test_shares_of_a_hundred_percent_never_show_more_than_there_is(free: int, shares: list[int]) -> None:
    wanted = decide(free, [side(at, share=share, buffer=0) for at, share in enumerate(shares)], NOW)
    assert sum(one.quantity for one in wanted) <= free


def one_left(**other: Any) -> Wanted:
    own = side(1, takes_last=True, shown=0, in_flight=0.002)
    return decide(1, [own, side(2, **other)], NOW)[0]


def test_the_last_piece_waits_until_the_others_have_confirmed_that_they_show_none() -> None:
    open_ = one_left(shown=1)
    assert (open_.quantity, open_.rule) == (0, "last")
    assert open_.again_s > 0
    assert one_left(shown=1, sending=0).quantity == 0
    assert one_left(shown=None).quantity == 0


def test_the_last_piece_is_shown_when_what_the_others_sold_before_has_come_in() -> None:
    just = one_left(shown=0, shown_at=NOW - 1)
    assert (just.quantity, just.kept) == (0, 1)
    assert just.again_s > 0
    later = one_left(shown=0, shown_at=NOW - 600)
    assert (later.quantity, later.kept, later.again_s) == (1, 0, 0)
    assert one_left(shown=None, tries=buffers.TRIES, shown_at=0).quantity == 1  # not known there: sells none


def test_what_our_own_shop_sells_is_feared_also_when_the_malls_are_closed() -> None:
    own = side(
        1, takes_last=True, buffer=3, others_per_day=2_000, in_flight=0.0, apart_per_day=2_000, per_day=0
    )
    last = decide(4, [own, side(2, buffer=4, shown=0)], NOW)[0]
    assert last.kept == buffer_for(2_000 / DAY * 5) > 0
    assert last.again_s == 0  # waiting would change nothing


def test_a_number_explains_itself_in_a_sentence() -> None:
    sides = [
        side(1, per_day=9.0, others_per_day=15.0, in_flight=24 / DAY * 60, buffer=2),
        side(2, takes_last=True),
    ]
    first, second = decide(12, sides, NOW)
    assert explain(buffers.because(12, first)) == (
        "販売可能 12 個。全店で1 日に 24 個売れ、ここに反映されるまで平均 65 秒かかります。"
        "売り越しを 100,000 注文に 1 件までに抑えるため 2 個を控えます。表示は 10 個です。"
    )
    assert "1 個を控えます" in explain(buffers.because(12, second))
    fixed = decide(12, [side(1, fixed_buffer=4, share=50, cap=3)], NOW)[0]
    assert explain(buffers.because(12, fixed)) == (
        "販売可能 12 個。担当者の設定で 4 個を控えます。割当率は 50％。上限は 3 個。表示は 3 個です。"
    )
    closed = decide(1, [side(1), side(2, takes_last=True)], NOW)[0]
    assert "ほかの売り場で売ります" in explain(buffers.because(1, closed))
    assert explain({}) == "まだ計算していません。"


def test_what_may_be_sold_though_it_is_gone_is_told_first() -> None:
    def place(free: int, quantity: int, **more: Any) -> int:
        return buffers.urgency(free, Wanted(side(1, **more), quantity, 1, "risk"))

    assert place(0, 0, shown=1) == 0
    assert place(1, 0, shown=1) == 0
    assert place(3, 2, shown=3) == 0
    assert place(50, 49, shown=50) == 2
    assert place(50, 49, shown=50, per_day=100.0) == 1
    assert place(50, 49, shown=0) == 1  # sold out there, and it need not be
    assert place(50, 49, shown=None) == 1
    assert place(2, 3, shown=2) == 2


# --- the claim, by lot ----------------------------------------------------------------------------------------


@dataclass
class Outcome:
    sold: int = 0
    oversold: int = 0
    lost: int = 0


class Day:
    """One SKU sold out over malls whose orders and counts are late; `rule`: risk, or a flat buffer.

    A buyer takes what the mall shows; the mall takes its own sale off at once. The house hears of it after the order
    lag. One push at a time goes to each mall, decided when it leaves, and sets an absolute number when it arrives.
    """

    def __init__(
        self, seed: int, rates: list[float], stock: int, lag: tuple[float, float], rule: str
    ) -> None:
        self.dice, self.rule, (self.order_lag, self.stock_lag) = random.Random(seed), rule, lag
        self.rates, self.malls, self.now = rates, range(len(rates)), 0.0
        total = sum(rates)
        self.known = self.left = self.stock = stock
        self.shown, self.sending = [0] * len(rates), [None] * len(rates)
        self.sides = [
            side(m, per_day=rates[m], others_per_day=total - rates[m], in_flight=total / DAY * self.order_lag,
                 stock_lag_s=self.stock_lag, takes_last=rates[m] == max(rates), shown=0, shown_at=-DAY)
            for m in self.malls
        ]  # fmt: skip
        self.sides = [one._replace(buffer=buffer_for(one.mean)) for one in self.sides]
        self.done, self.serial, self.events = Outcome(), 0, []

    def plan(self, after: float, kind: str, mall: int = 0, value: float = 0) -> None:
        self.serial += 1
        heapq.heappush(self.events, (self.now + after, self.serial, kind, mall, value))

    def tell(self) -> None:
        """Start a push wherever none is on its way and another number is wanted."""
        for wanted in self.wanted():
            m, one = wanted.side.id, wanted.side
            if wanted.again_s and one.sending is None:
                self.plan(wanted.again_s, "look")
            if one.sending is None and one.shown != wanted.quantity:
                self.sides[m] = one._replace(sending=wanted.quantity)
                self.plan(self.dice.expovariate(1 / self.stock_lag), "shown_now", m, wanted.quantity)

    def wanted(self) -> list[Wanted]:
        free = max(self.known, 0)
        if self.rule == "risk":
            return decide(free, self.sides, self.now)
        return [Wanted(one, max(free - int(self.rule), 0), 0, "flat") for one in self.sides]

    def run(self) -> Outcome:
        self.tell()
        for m in self.malls:
            self.plan(self.dice.expovariate(self.rates[m] / DAY), "buyer", m)
        while self.events and (self.left > 0 or self.known > 0) and self.done.lost < 200 * self.stock:
            self.now, _, kind, m, value = heapq.heappop(self.events)
            getattr(self, kind)(m, value)
        return self.done

    def buyer(self, m: int, _: float) -> None:
        self.plan(self.dice.expovariate(self.rates[m] / DAY), "buyer", m)
        if self.shown[m] > 0:
            self.shown[m] -= 1
            self.left -= 1
            self.done.sold += 1
            self.done.oversold += self.left < 0
            self.plan(self.dice.expovariate(1 / self.order_lag), "order", m, self.now)
        elif self.left > 0:
            self.done.lost += 1  # somebody came, there was one, and it was not shown here

    def order(self, m: int, placed: float) -> None:
        self.known -= 1
        one = self.sides[m]
        if placed > one.shown_at and one.shown:  # the mall took it off by itself
            self.sides[m] = one._replace(shown=one.shown - 1)
        self.tell()

    def look(self, m: int, _: float) -> None:
        self.tell()

    def shown_now(self, m: int, number: float) -> None:
        self.shown[m] = int(number)
        self.sides[m] = self.sides[m]._replace(shown=int(number), shown_at=self.now, sending=None)
        self.tell()


def season(rates: list[float], rule: str, runs: int, stock: int = 8) -> Outcome:
    total = Outcome()
    for seed in range(runs):
        one = Day(seed, rates, stock, (60.0, 5.0), rule).run()
        total.sold, total.oversold, total.lost = (
            total.sold + one.sold, total.oversold + one.oversold, total.lost + one.lost,
        )  # fmt: skip
    return total


def test_the_risk_is_kept_and_fewer_buyers_leave_empty_handed_than_with_a_flat_buffer_of_two() -> None:
    rates = [30.0, 20.0, 10.0, 10.0, 5.0]
    by_risk, flat, none = (season(rates, rule, 400) for rule in ("risk", "2", "0"))
    assert none.oversold > 0  # the day is one on which a house without a buffer sells what it has not
    assert by_risk.sold == 400 * 8
    assert by_risk.oversold <= 1
    assert by_risk.lost < flat.lost
    assert flat.sold < by_risk.sold
