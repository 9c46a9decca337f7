"""When which carrier comes to which warehouse, and on which days nobody comes (集荷の締切と休み). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hanjo.kernel.calendar import Calendar

PICKUPS = "orders.pickups"


@dataclass(frozen=True, slots=True)
class Pickup:
    """The truck of a carrier at a warehouse; either may be empty: of all (集荷の締切と休み).

    What a warehouse alone says of days off holds instead of the shop's calendar; what a carrier says comes on top.
    """

    place: str  # the code of a warehouse
    carrier: str
    cutoff: str = ""  # local time; empty: as the delivery service says
    calendar: Calendar | None = None  # empty: no days off of its own

    @property
    def key(self) -> tuple[str, str]:
        """What it is one of a kind by."""
        return self.place, self.carrier


Pickups = Mapping[tuple[str, str], Pickup]


def known(pickups: Pickups, place: str, carrier: str) -> dict[tuple[str, str], Pickup]:
    """What the shop says of a carrier's truck at a warehouse, the closest first: both, the warehouse, the carrier."""
    keys = dict.fromkeys(((place, carrier), (place, ""), ("", carrier)))
    return {key: pickups[key] for key in keys if key in pickups and key != ("", "")}


def cutoff(pickups: Pickups, place: str, carrier: str, usual: str) -> str:
    """When a carrier's truck leaves a warehouse; as its delivery service says where nobody said more (集荷の締切)."""
    return next((one.cutoff for one in known(pickups, place, carrier).values() if one.cutoff), usual)


def read(kept: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Pickup]:
    """What the shop set, by warehouse and carrier."""
    return {(one["place"], one["carrier"]): _read(one) for one in kept}


def _read(one: Mapping[str, Any]) -> Pickup:
    rests = one.get("rests")
    days = None
    if rests is not None:
        days = Calendar(
            frozenset(rests["weekdays"]), frozenset(map(date.fromisoformat, rests["days"])), rests["holidays"]
        )
    return Pickup(one["place"], one["carrier"], one.get("cutoff", ""), days)


def write(pickups: Iterable[Pickup]) -> list[dict[str, Any]]:
    """The same as it is kept."""
    return [
        {
            "place": one.place,
            "carrier": one.carrier,
            "cutoff": one.cutoff,
            "rests": one.calendar
            and {
                "weekdays": sorted(one.calendar.weekdays),
                "days": [day.isoformat() for day in sorted(one.calendar.days)],
                "holidays": one.calendar.holidays,
            },
        }
        for one in pickups
    ]
