"""How many pieces a mall shall show of a listing: buffers to a stated risk, and who gets the last pieces. Pure.

A sale anywhere is shown on a mall only after a while: until it is known here, and until the mall has been told. What is
sold in that while is, at a moment of a buyer's choosing, a Poisson number with the mean rate × lag, whatever the lags'
own spread is (Little). A mall that is told `free − q` sells too much only when this number is greater than `q`; `q` is
the smallest buffer for which that is rarer than the stated risk. A mall's own sales count too: it takes them off by
itself, and the next absolute number overwrites that before we have heard of them.

A buffer alone would leave the last pieces lying. They are shown on one listing, the one that sells most: while the
others show nothing, all that can still come from them is what was sold before they closed, and that runs dry.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

DAY = 86_400.0
RISK = 0.00001  # of an oversell, per order
FEWEST_PER_DAY = 1 / 30  # what nobody has bought yet sells as often as this
GRID = 50  # a mean is rounded up to the next fiftieth of its logarithm: two percent
FAST_PER_DAY = 24.0  # sells fast: a piece an hour
TRIES = 5  # a listing that the mall refused so often is told again only when its number changes
CARE = 1.5  # of what paces say: they are estimates, and a sale that takes off is seen a little late
SILENT = 240.0  # seconds without a mall's orders: more than a slow answer
FAILS = 3  # calls in a row that got no answer: a mall that is away
AHEAD = 1800.0  # seconds that a silent mall may go on selling before it can be told anything
SOON = 5.0  # seconds: nobody looks again sooner
FEW = 3  # pieces that are the last ones, for the order in which malls are told


@lru_cache(maxsize=65_536)
def _smallest(step: int, risk: float) -> int:
    mean = math.exp(step / GRID)
    count, tail = int(mean + 12 * math.sqrt(mean) + 30), 0.0
    while count > 0:
        tail += math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
        if tail > risk:
            return count
        count -= 1
    return 0


NOTHING = -10_000  # the step of a mean of nothing


def buffer_of_step(step: int, risk: float) -> int:
    """The same as `buffer_for`, of a mean that is a step on the grid: e^(step / GRID) (安全在庫)."""
    return _smallest(step, risk) if step > NOTHING else 0


def buffer_for(mean: float, risk: float = RISK) -> int:
    """The smallest q for which a Poisson number of this mean is greater than q no more often than `risk` (安全在庫)."""
    return _smallest(math.ceil(GRID * math.log(mean)), risk) if mean > 0 else 0


class Side(NamedTuple):
    """One listing of a SKU, as its number is decided."""

    id: int
    sku_id: int
    channel_id: int
    is_on: bool
    buffer: int  # worked out
    fixed_buffer: int | None  # staff's own
    share: int
    cap: int | None
    takes_last: bool
    shown: int | None  # what the mall acknowledged
    shown_at: float  # in seconds; 0: never
    sending: int | None
    in_flight: float  # what is sold anywhere and not known here yet, on average
    others_per_day: float
    apart_per_day: float  # of it, what goes on although the other listings are closed
    apart_in_flight: float
    per_day: float
    tries: int
    stock_lag_s: float
    risk: float
    is_stopped: bool = False  # 販売停止: the SKU is not for sale any more
    due_at: float = 0.0  # 0: not due, or not asked
    urgency: int = 2
    at_place: int | None = None  # free on a till's own shelves; None: it sells from all

    @property
    def kept(self) -> int:
        """What is kept back."""
        return self.buffer if self.fixed_buffer is None else self.fixed_buffer

    @property
    def there(self) -> int | None:
        """What the mall shows, or is just being told."""
        return self.shown if self.sending is None else self.sending

    @property
    def all_per_day(self) -> float:
        """What is sold of these pieces everywhere."""
        return self.per_day + self.others_per_day

    @property
    def mean(self) -> float:
        """What is sold before this mall shows it, on average and with care."""
        return CARE * (self.in_flight + self.all_per_day / DAY * self.stock_lag_s)


class Wanted(NamedTuple):
    """What one listing shall show. `again_s`: look again after so many seconds, since it may show more then."""

    side: Side
    quantity: int
    kept: int
    rule: str  # off, stopped, place, fixed, risk, last, closed
    again_s: float = 0.0


def plain(free: int, side: Side) -> int:
    """What a listing shows of so many free pieces by its buffer, share and cap alone."""
    left = free - side.kept
    if left <= 0:
        return 0
    count = left * side.share // 100
    return count if side.cap is None or count <= side.cap else side.cap


def decide(free: int, sides: Sequence[Side], now: float) -> list[Wanted]:
    """What each listing of one SKU shall show of `free` pieces at this moment (表示在庫の決定).

    Never more than is free. When the buffers leave nothing for anybody, the one that takes the last pieces shows
    what is left, less what may still come in from the others, as soon as those have confirmed that they show none.
    """
    wanted = []
    last = None
    everybody_closed = free > 0
    for side in sides:
        if not side.is_on:
            wanted.append(Wanted(side, side.shown or 0, 0, "off"))
            continue
        if side.is_stopped:
            wanted.append(Wanted(side, 0, 0, "stopped"))
            continue
        if side.at_place is not None:  # its pieces lie before its buyers: nothing is kept back
            cap = side.cap if side.cap is not None else side.at_place
            wanted.append(Wanted(side, max(min(side.at_place, cap), 0), 0, "place"))
            continue
        count = plain(free, side)
        rule = "risk" if side.fixed_buffer is None else "fixed"
        if side.takes_last and side.fixed_buffer is None and side.share:
            last = len(wanted)
        elif count:
            everybody_closed = False
        elif 0 < free <= side.kept and rule == "risk":
            rule = "closed"
        wanted.append(Wanted(side, count, side.kept, rule))
    if everybody_closed and last is not None:
        wanted[last] = _last(free, wanted[last], sides, now)
    return wanted


def _last(free: int, plainly: Wanted, sides: Sequence[Side], now: float) -> Wanted:
    side = plainly.side
    others = [one for one in sides if one.id != side.id and one.is_on and one.at_place is None]
    most = free if side.cap is None else min(free, side.cap)
    if not all(map(_is_closed, others)):
        count = max(min(free - side.buffer, most), plainly.quantity, 0)
        return Wanted(side, count, side.buffer, "last", max(side.stock_lag_s, SOON) if count < most else 0.0)
    each = side.stock_lag_s / DAY
    lag = CARE * side.in_flight / side.all_per_day if side.all_per_day else 0.0  # in days
    stays = CARE * side.apart_in_flight + side.apart_per_day * each
    own = side.per_day * (lag + each)
    runs_dry = CARE * max(side.in_flight - side.apart_in_flight, 0.0)
    if side.there:  # it takes its own sales off by itself, as long as it is not told another number
        runs_dry = max(runs_dry - side.per_day * lag, 0.0)
        closed_at = max((one.shown_at for one in others), default=0.0)
        least = buffer_for(stays + own, side.risk)
    else:
        closed_at = max(side.shown_at, *(one.shown_at for one in others), 0.0)
        own = 0.0
        least = buffer_for(stays, side.risk)
    left = stays + (runs_dry * math.exp((closed_at - now) / DAY / lag) if lag else 0.0)
    kept = min(side.buffer, buffer_for(left + own, side.risk))
    as_is = min(side.there or 0, free - buffer_for(left, side.risk))
    count = max(min(free - kept, most), min(as_is, most), plainly.quantity, 0)
    return Wanted(
        side, count, free - count, "last", max(lag * DAY, SOON) if kept > least and count < most else 0.0
    )


def _is_closed(side: Side) -> bool:
    """Whether a mall has confirmed that it shows none; one that does not know the listing sells none either."""
    return side.sending is None and (side.shown == 0 or (side.shown is None and side.tries >= TRIES))


def urgency(free: int, wanted: Wanted) -> int:
    """In which order malls are told: 0 what may be sold though it is gone, 1 what sells fast, 2 the rest (優先度)."""
    side, there = wanted.side, wanted.side.there
    if there is not None and there > wanted.quantity and (there > free or free <= FEW or not wanted.quantity):
        return 0
    fast = side.all_per_day >= FAST_PER_DAY
    return 1 if fast or (not there and wanted.quantity) else 2


# --- the number explains itself ---------------------------------------------------------------------------


def because(free: int, wanted: Wanted) -> dict[str, Any]:
    """How a number came about, to be kept with it."""
    side = wanted.side
    lag = side.in_flight / side.all_per_day * DAY if side.all_per_day else 0.0
    return {
        "free": free, "kept": wanted.kept, "rule": wanted.rule, "quantity": wanted.quantity,
        "rate": round(side.all_per_day, 3), "lag": round(lag + side.stock_lag_s, 1), "risk": side.risk,
        "share": side.share, "cap": side.cap, "before": side.shown,
    }  # fmt: skip


def explain(told: Mapping[str, Any]) -> str:
    """The same as a sentence for the page (表示数の理由)."""
    if not told:
        return "まだ計算していません。"
    free, kept, rule = told["free"], told["kept"], told["rule"]
    if rule == "off":
        return "この出品は在庫連携の対象外です。"
    if rule == "stopped":
        return f"この SKU は販売停止のため、在庫（販売可能 {free} 個）があっても 0 個と表示します。"
    if rule == "place":
        return f"この店舗の在庫の場所にある分だけを、控えずに表示します。表示は {told['quantity']} 個です。"
    said = [f"販売可能 {free} 個。"]
    if rule == "fixed":
        said.append(f"担当者の設定で {kept} 個を控えます。")
    elif rule == "closed":
        said.append(f"残りが安全在庫（{kept} 個）以下のため、最後の分はほかの売り場で売ります。")
    elif rule == "last":
        said.append("残りわずかのため、ほかのモールを閉じてここだけで売ります。")
        if kept:
            said.append(f"ほかで売れてまだ届いていない注文に備えて {kept} 個を控えます。")
    elif kept:
        said.append(_risk(told))
    if rule in ("risk", "fixed") and told["share"] < 100:
        said.append(f"割当率は {told['share']}％。")
    if told["cap"] is not None:
        said.append(f"上限は {told['cap']} 個。")
    return "".join([*said, f"表示は {told['quantity']} 個です。"])


def _risk(told: Mapping[str, Any]) -> str:
    rate, orders = told["rate"], round(1 / told["risk"]) if told["risk"] else 0
    pace = f"1 日に {rate:,.0f} 個" if rate >= 1 else f"{1 / rate:,.0f} 日に 1 個" if rate > 0 else "わずかに"
    return (
        f"全店で{pace}売れ、ここに反映されるまで平均 {told['lag']:,.0f} 秒かかります。"
        f"売り越しを {orders:,} 注文に 1 件までに抑えるため {told['kept']} 個を控えます。"
    )
