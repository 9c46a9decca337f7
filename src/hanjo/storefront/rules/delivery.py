"""When a parcel can be there (お届け予定日)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

FARTHEST_DAYS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """When goods leave and are there at the earliest, and the days that may be wished for."""

    ships_on: date
    earliest_on: date
    days: tuple[date, ...]


def promise(
    now: datetime,
    *,
    cutoff: str,
    closed: Collection[date],
    closed_weekdays: Collection[int],
    lead_days: Mapping[str, int],
    prefecture: str,
    prepare_days: int = 0,
    on_sale_on: date | None = None,
    wishable_days: int = 14,
) -> Promise:
    """The first working day whose truck can be reached, and the carrier's days on top (お届け予定日).

    `now` is local time. Goods that need preparing leave that many working days later; a product that is not on sale
    yet leaves on its day at the earliest. Closed days are days on which nothing leaves; carriers drive every day.
    """

    def works(day: date) -> bool:
        return day not in closed and day.weekday() not in closed_weekdays

    def next_working(day: date) -> date:
        for _ in range(FARTHEST_DAYS):
            if works(day):
                return day
            day += timedelta(days=1)
        return day

    hour, minute = (int(part) for part in cutoff.split(":"))
    day = now.date()
    if now.time() >= time(hour, minute):
        day += timedelta(days=1)
    day = next_working(max(day, on_sale_on or day))
    for _ in range(prepare_days):
        day = next_working(day + timedelta(days=1))
    earliest = day + timedelta(days=lead_days.get(prefecture, max(lead_days.values(), default=2)))
    return Promise(
        ships_on=day,
        earliest_on=earliest,
        days=tuple(earliest + timedelta(days=n) for n in range(wishable_days)),
    )
