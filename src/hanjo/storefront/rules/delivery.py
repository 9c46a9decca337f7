"""When a parcel can be there (お届け予定日)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hanjo.kernel.speech import say

FARTHEST_DAYS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """When goods leave and are there at the earliest, and the days that may be wished for."""

    ships_on: date
    earliest_on: date
    days: tuple[date, ...]
    windows: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # why a day or a window cannot be chosen, why it takes longer


def promise(
    now: datetime,
    *,
    cutoff: str,
    works: Callable[[date], bool],
    lead_days: Mapping[str, int],
    prefecture: str,
    prepare_days: int = 0,
    on_sale_on: date | None = None,
    wishable_days: int = 14,
    more_days: int = 0,
) -> Promise:
    """The first working day whose truck can be reached, and the carrier's days on top (お届け予定日).

    `now` is local time. Goods that need preparing leave that many working days later; a product that is not on sale
    yet leaves on its day at the earliest. Closed days are days on which nothing leaves; carriers drive every day.
    `more_days`: what the carrier needs beyond its table, for islands.
    """

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
    earliest = day + timedelta(days=lead_days.get(prefecture, max(lead_days.values(), default=2)) + more_days)
    return Promise(
        ships_on=day,
        earliest_on=earliest,
        days=tuple(earliest + timedelta(days=n) for n in range(wishable_days)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Carrier:
    """What the service that the shop sends with can do (配送サービスの制限)."""

    name: str = ""
    cod: bool = True
    cod_limit_yen: int = 0  # 0: no limit
    temperatures: tuple[str, ...] = ("normal", "chilled", "frozen")
    windows: tuple[str, ...] = ()
    dates: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What goes to one stop: how cold, all of it through the letter box, onto an island, for how much at the door."""

    temperatures: tuple[str, ...] = ()
    all_mail: bool = False
    island: str = ""  # what the shop calls the far place; empty: none
    cod_yen: int = 0


COLD = {"chilled": "冷蔵", "frozen": "冷凍"}


def limit(due: Promise, carrier: Carrier, load: Load, *, more_days: int = 0) -> Promise:
    """Take away the days and windows that this parcel cannot have, and say why (日時指定の制限)."""
    days, windows, notes = due.days, carrier.windows, []
    if load.all_mail:
        days, windows = (), ()
        notes.append(say("ポストにお届けする小さな荷物のため、お届け日と時間帯は選べません。"))
    elif not carrier.dates:
        days, windows = (), ()
        notes.append(say("{name}は、お届け日と時間帯を選べません。", name=carrier.name))
    elif not windows:
        notes.append(say("{name}は、時間帯を選べません。", name=carrier.name))
    if load.island:
        notes.append(
            say(
                "{island}へは、通常より {more_days} 日ほど長くかかります。天候で遅れることがあります。",
                island=load.island,
                more_days=more_days,
            )
        )
    return Promise(
        ships_on=due.ships_on,
        earliest_on=due.earliest_on,
        days=days,
        windows=windows,
        notes=tuple(notes),
    )


def cannot(carrier: Carrier, load: Load, *, cod_on_islands: bool) -> dict[str, str]:
    """What this service cannot do for this parcel, by code, in the buyer's words (配送の制限)."""
    found: dict[str, str] = {}
    for cold in load.temperatures:
        if cold not in carrier.temperatures:
            found[f"no_{cold}"] = say(
                "{name}では{get}の商品をお届けできません。", name=carrier.name, get=say(COLD.get(cold, cold))
            )
    if load.cod_yen and not carrier.cod:
        found["no_cod"] = say(
            "{name}では代金引換を使えません。ほかのお支払い方法を選んでください。", name=carrier.name
        )
    elif load.cod_yen and load.island and not cod_on_islands:
        found["cod_island"] = say(
            "{island}へは代金引換でお届けできません。ほかのお支払い方法を選んでください。", island=load.island
        )
    elif carrier.cod_limit_yen and load.cod_yen > carrier.cod_limit_yen:
        found["cod_limit"] = say(
            "代金引換は {cod_limit_yen:,}円までです。ほかのお支払い方法を選んでください。",
            cod_limit_yen=carrier.cod_limit_yen,
        )
    return found
