"""The one calendar of the house: on which days goods leave, holidays and closed days taken out (営業日)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

WEEKEND = (5, 6)
FARTHEST_DAYS = 60
"""A shop that is closed for longer is closed altogether; nobody waits for its next day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which days nothing leaves: weekdays, single days, and public holidays if the shop rests on them (休業日)."""

    weekdays: frozenset[int] = frozenset(WEEKEND)
    days: frozenset[date] = frozenset()
    holidays: bool = False

    def works(self, day: date) -> bool:
        """Whether goods leave on a day."""
        if day.weekday() in self.weekdays or day in self.days:
            return False
        return not (self.holidays and is_holiday(day))

    def on_or_after(self, day: date) -> date:
        """The first working day from a day on."""
        return next((one for one in _walk(day, 1) if self.works(one)), day)

    def on_or_before(self, day: date, *, earliest: date) -> date | None:
        """The last working day until a day, none when there is none since the earliest."""
        return next((one for one in _walk(day, -1) if one >= earliest and self.works(one)), None)

    def with_rests(self, other: Calendar) -> Calendar:
        """Days off of both: nothing leaves when either rests."""
        return Calendar(
            self.weekdays | other.weekdays, self.days | other.days, self.holidays or other.holidays
        )

    def later(self, day: date, days: int) -> date:
        """So many working days after a day."""
        for _ in range(days):
            day = self.on_or_after(day + timedelta(days=1))
        return day


def _walk(day: date, step: int) -> Iterator[date]:
    for many in range(FARTHEST_DAYS):
        yield day + timedelta(days=step * many)


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday of Japan (国民の祝日)."""
    import jpholiday  # late: it reads its whole table, and most processes never ask

    return bool(jpholiday.is_holiday(day))


def of(kept: Mapping[str, Any]) -> Calendar:
    """The calendar from the shop's kept values (営業日カレンダー)."""
    weekdays = kept.get("shop.closed_weekdays")
    return Calendar(
        weekdays=frozenset(WEEKEND if weekdays is None else weekdays),
        days=frozenset(date.fromisoformat(day) for day in kept.get("shop.closed_days") or ()),
        holidays=bool(kept.get("shop.closed_holidays", False)),
    )
