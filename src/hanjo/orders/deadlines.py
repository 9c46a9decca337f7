"""By when an order must have left: the one rule that turns promises into a moment (出荷期限). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from hanjo.kernel.calendar import Calendar
from hanjo.kernel.clock import JST
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word
from hanjo.orders.pickups import PICKUPS, Pickup, cutoff, known

PROMISES = "orders.promises"
WORDS = "orders.fast_words"
SETTINGS = (
    PROMISES,
    PICKUPS,
    WORDS,
    "orders.services",
    "shop.closed_weekdays",
    "shop.closed_days",
    "shop.closed_holidays",
)
"""Every kept value that a deadline depends on: who changes one of them has the deadlines reckoned again."""
LAST_MINUTE = time(23, 59)
_TIME = re.compile(r"(([01]\d|2[0-3]):[0-5]\d|24:00)")
TRUCK = "16:00"
"""When the truck leaves, as long as the service of an order is not known."""


class DueKind(Word):
    """Which promise an order's deadline comes from."""

    TOLD = "told", "出荷期限の指定"
    WISH = "wish", "お届け希望日"
    FAST = "fast", "早く届ける約束"
    NORMAL = "normal", "ふだんの約束"
    MONEY = "money", "入金待ち"


class BadPromise(Refusal):
    """A promise to ship that makes no sense."""

    code = "bad_promise"
    message = "発送の約束を保存できません。{reason}"


class BadPickup(Refusal):
    """A truck that makes no sense."""

    code = "bad_pickup"
    message = "集荷の締切と休みを保存できません。{reason}"


@dataclass(frozen=True, slots=True)
class Promise:
    """How fast goods of a channel leave: so many days on, counted from today if it came before `until` (発送の約束)."""

    days: int
    until: str  # local time; what comes later counts from the next day
    every_day: bool = False  # counts closed days too
    is_default: bool = False


DEFAULTS: Mapping[str, Promise] = {
    # What a mall asks for differs by contract and changes, so these are the house's own: the shop sets its own.
    DueKind.FAST: Promise(0, "12:00", is_default=True),
    DueKind.NORMAL: Promise(2, "15:00", is_default=True),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How goods leave one warehouse by one carrier: when the truck leaves, on which days it works and drives."""

    truck: str
    works: Calendar
    drives: Calendar
    place: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a shop's deadlines depend on beside the order: promises, days off, trucks."""

    promises: Mapping[tuple[str, str], Promise]  # (channel, kind)
    calendar: Calendar
    trucks: Mapping[str, str]  # service → when its truck leaves
    carriers: Mapping[str, str] = field(default_factory=dict)  # service → whose truck that is
    pickups: Mapping[tuple[str, str], Pickup] = field(default_factory=dict)  # (warehouse, carrier)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # channel → what promises speed

    def ways(self, asked: Asked) -> list[Way]:
        """How an order can leave each warehouse that its goods lie in; without one, as the shop does."""
        usual = self.trucks.get(asked.service) or TRUCK
        if not self.pickups:
            return [Way(usual, self.calendar, self.calendar)]
        carrier = self.carriers.get(asked.service, "")
        return [self._way(place, carrier, usual) for place in asked.places or ("",)]

    def _way(self, place: str, carrier: str, usual: str) -> Way:
        said = known(self.pickups, place, carrier)
        truck = cutoff(self.pickups, place, carrier, usual)
        own = said.get((place, "")) if place else None
        works = own.calendar if own and own.calendar is not None else self.calendar
        drives = works
        for (_, whose), one in said.items():
            if whose and one.calendar is not None:
                drives = drives.with_rests(one.calendar)
        return Way(truck, works, drives, place if any(key[0] for key in said) else "")

    def promise(self, channel: str, kind: str) -> Promise:
        """The channel's own promise, else the shop's for all channels, else the delivered one."""
        return self.promises.get((channel, kind)) or self.promises.get(("", kind)) or DEFAULTS[kind]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of an order a deadline depends on."""

    channel: str
    service: str
    taken_at: datetime  # when it came: a truck that left before cannot be meant
    from_at: datetime | None  # from when a promise counts; none: money is awaited
    is_fast: bool
    told_on: date | None  # 出荷期限 as the channel told it
    ship_on: date | None  # when it must leave to arrive as wished
    release_on: date | None
    told_at: datetime | None = None  # the moment that the channel told, where it tells one (出荷期限の時刻)
    places: tuple[str, ...] = ()  # the warehouses in which its goods are set aside


@dataclass(frozen=True, slots=True)
class Due:
    """The moment, the promise that it comes from, and how it was reckoned."""

    at: datetime | None
    kind: str
    note: str


def due(asked: Asked, terms: Terms) -> Due:
    """By when the parcel must be on the truck, and why (出荷期限).

    What the channel told and what the buyer wished hold first, the earlier of the two; without both, the promise of
    the channel counts in working days from the order, or from the money where it is paid before. The moment is the
    last truck that drives on a working day until then; where no such truck is left, the end of the day itself. A
    channel that tells a moment means it: a truck that leaves later is too late. Goods of several warehouses have the
    deadline of the one that must hurry most.
    """
    found = [_due(asked, terms, way) for way in terms.ways(asked)]
    return min(found, key=lambda one: (one.at is None, one.at))


def _due(asked: Asked, terms: Terms, way: Way) -> Due:
    wishes = [
        (day, kind)
        for day, kind in ((asked.told_on, DueKind.TOLD), (asked.ship_on, DueKind.WISH))
        if day is not None
    ]
    if wishes:
        day, kind = min(wishes)
        told = _moment(asked.told_at, day) if kind == DueKind.TOLD else None
        at, how = _last_truck(day, way, asked.taken_at, told)
        when = (
            f"モールの期限 {_spoken(day)} {told.astimezone(JST):%H:%M} まで"
            if told
            else f"{_spoken(day)}まで"
        )
        return Due(at, kind.value, f"{when}・{how}")
    if asked.from_at is None:
        return Due(None, DueKind.MONEY.value, "入金の日から数えます")
    kind = DueKind.FAST if asked.is_fast else DueKind.NORMAL
    promise = terms.promise(asked.channel, kind.value)
    local = asked.from_at.astimezone(JST)
    late = local.time() >= clock_time(promise.until)
    day, note = _counted(local.date(), late, promise, way.works)
    if asked.release_on is not None and asked.release_on > day:
        day, note = way.works.on_or_after(asked.release_on), f"発売日 {_spoken(asked.release_on)}"
    at, how = _last_truck(day, way, asked.from_at)
    return Due(at, kind.value, f"{note}・{how}")


# The orders of a batch share their days, so that most of them only look up what the first one reckoned.
@lru_cache(maxsize=4096)
def _counted(day: date, late: bool, promise: Promise, calendar: Calendar) -> tuple[date, str]:
    """The day that the promise means, and the words for it."""
    day += timedelta(days=late)
    if promise.every_day:
        day += timedelta(days=promise.days)
    else:
        day = calendar.later(calendar.on_or_after(day), promise.days)
    unit = "日" if promise.every_day else "営業日"
    how = "当日" if not promise.days else f"{promise.days} {unit}後"
    when = f"{promise.until} {'以降' if late else 'まで'}の受付・{how}発送"
    return day, f"{when}（既定値）" if promise.is_default else when


def _moment(told: datetime | None, day: date) -> datetime | None:
    """The moment that the channel told for this day; midnight is how a channel writes a day without a time."""
    local = told.astimezone(JST) if told else None
    return told if local and local.date() == day and local.time() != time() else None


def _last_truck(day: date, way: Way, since: datetime, until: datetime | None = None) -> tuple[datetime, str]:
    """The last truck until a day, or a moment of that day, and the words for it."""
    first = since.astimezone(JST).date()
    leaves, how = _truck_until(day, way.truck, first, way.drives)
    if until is not None and leaves is not None and leaves > until:
        leaves, how = _truck_until(day - timedelta(days=1), way.truck, first, way.drives)
    if way.place:
        how = f"{way.place} {how}"
    if leaves is not None and leaves > since:
        return leaves, how
    return until or datetime.combine(day, LAST_MINUTE, JST), "それまでの集荷なし"


@lru_cache(maxsize=4096)
def _truck_until(day: date, truck: str, earliest: date, calendar: Calendar) -> tuple[datetime | None, str]:
    last = calendar.on_or_before(day, earliest=earliest)
    if last is None:
        return None, ""
    leaves = datetime.combine(last, clock_time(truck), JST)
    return leaves, f"{truck} 集荷" if last == day else f"休業日のため {_spoken(last)} {truck} 集荷"


@lru_cache(maxsize=256)
def clock_time(text: str) -> time:
    """14:00 as a time; 24:00 as the last minute of the day."""
    hour, _, minute = text.partition(":")
    return LAST_MINUTE if int(hour) > 23 else time(int(hour), int(minute or 0))


def is_time(text: str) -> bool:
    """Whether this is a time of day between 00:00 and 24:00."""
    return bool(_TIME.fullmatch(text))


def fast_word(words: Iterable[str], *texts: str) -> str:
    """The first of the shop's words that stands in what the channel says of the delivery (早く届ける約束の言葉)."""
    said = plain("\n".join(texts))
    return next((word for word in words if plain(word) in said), "")


@lru_cache(maxsize=4096)  # few ways of delivery, said by every order
def plain(text: str) -> str:
    """A text as words are compared: wide and narrow, upper and lower letters are the same."""
    return unicodedata.normalize("NFKC", text).lower()


def _spoken(day: date) -> str:
    return f"{day.month}/{day.day}"


def read_promises(kept: Mapping[str, Any]) -> dict[tuple[str, str], Promise]:
    """What the shop set, by channel and kind: `{"rakuten": {"fast": [0, "12:00", true]}}`."""
    return {
        (channel, kind): Promise(int(values[0]), str(values[1]), bool(values[2]))
        for channel, kinds in kept.items()
        for kind, values in kinds.items()
    }
