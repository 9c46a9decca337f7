"""Shared inner step: when the goods of a cart can be where, and what the carrier cannot do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hanjo.catalogue import queries as catalogue
from hanjo.channels.reading.address import PREFECTURES
from hanjo.fulfilment.models import Service
from hanjo.kernel import calendar, clock, row, setting
from hanjo.pricing import queries as pricing
from hanjo.pricing.terms import Parcel, Problem, Stop, Terms
from hanjo.storefront.rules import Carrier, Load, Promise, Receiver, cannot, limit, promise
from hanjo.storefront.words import WINDOWS

DEFAULT_SERVICE = "yamato.takkyubin"
ISLAND_DAYS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Roads:
    """The shop's calendar and its carrier, read once for all stops of a cart."""

    kept: Mapping[str, Any]
    service: Service | None
    prepare: int
    on_sale_on: date | None
    now: datetime

    @property
    def carrier(self) -> Carrier:
        """What the service can do; without one on file nothing is held against a wish."""
        one = self.service
        if one is None:
            return Carrier(name="宅配便", windows=tuple(word for word in WINDOWS if word))
        return Carrier(
            name=one.name,
            cod=one.cod,
            cod_limit_yen=one.cod_limit_yen,
            temperatures=tuple(one.temperatures),
            windows=tuple(word for word in WINDOWS if word in one.windows),
            dates=one.dates,
        )

    @property
    def island_days(self) -> int:
        """How many days longer a far island takes."""
        return int(self.kept.get("shop.island_days", ISLAND_DAYS))

    def promise(self, prefecture: str, *, more_days: int = 0) -> Promise:
        """When these goods can be in a prefecture."""
        kept, service = self.kept, self.service
        return promise(
            self.now.astimezone(clock.JST).replace(tzinfo=None),
            cutoff=kept.get("shop.cutoff") or (service.cutoff if service else "14:00"),
            works=calendar.of(kept).works,
            lead_days=service.lead_days if service and service.lead_days else {"": 2},
            prefecture=prefecture,
            prepare_days=self.prepare,
            on_sale_on=self.on_sale_on,
            more_days=more_days,
        )

    def to_stop(self, prefecture: str, load: Load) -> Promise:
        """When it is there, with the days and windows that this parcel can have."""
        more = self.island_days if load.island else 0
        return limit(self.promise(prefecture, more_days=more), self.carrier, load, more_days=more)

    def problems(self, loads: Sequence[Load]) -> list[Problem]:
        """What the carrier cannot do for any of them, each said once."""
        allowed = bool(self.kept.get("shop.cod_on_islands", False))
        found: dict[str, str] = {}
        for load in loads:
            found |= cannot(self.carrier, load, cod_on_islands=allowed)
        return [Problem(code=code, text=text) for code, text in found.items()]


def roads(sku_ids: Sequence[int], *, now: datetime, lead_days: int = 0) -> Roads:
    """Read calendar, carrier and what has to be made first, in three statements.

    `lead_days`: working days that the slowest of these goods needs before it can leave, as the shop says of it.
    """
    kept = setting.get_many("shop.")
    code = str(kept.get("shop.service", DEFAULT_SERVICE))
    service = setting.once(f"service:{code}", lambda: row.one(Service, "code = %s", [code]))
    cards = catalogue.cards_by_id(sku_ids) if sku_ids else {}
    days = [date.fromisoformat(card.on_sale_on) for card in cards.values() if card.on_sale_on]
    made = int(kept.get("shop.order_days", 5)) if any(one.made_to_order for one in cards.values()) else 0
    prepare = max(made, lead_days)
    return Roads(kept=kept, service=service, prepare=prepare, on_sale_on=max(days, default=None), now=now)


def reach(sku_ids: Sequence[int], *, now: datetime, lead_days: int = 0) -> list[tuple[date, list[str]]]:
    """The prefectures by the first day on which these goods can be there (都道府県ごとのお届け予定日)."""
    ways = roads(sku_ids, now=now, lead_days=lead_days)
    found: dict[date, list[str]] = {}
    for where in PREFECTURES:
        found.setdefault(ways.promise(where).earliest_on, []).append(where)
    return sorted(found.items())


def loads(
    stops: Sequence[Receiver], parcels: Sequence[Parcel], terms: Terms, *, cod_yen: int
) -> tuple[Load, ...]:
    """What goes to each stop, as the carrier sees it; the money at the door is asked for at the first."""
    made = []
    for place, stop in enumerate(stops):
        mine = [parcel for parcel in parcels if parcel.destination == place]
        island = pricing.remote_of(Stop(prefecture=stop.prefecture, postal=stop.postal), terms)
        made.append(
            Load(
                temperatures=tuple(dict.fromkeys(parcel.temperature for parcel in mine)),
                all_mail=bool(mine) and all(parcel.mail for parcel in mine),
                island=island.label if island else "",
                cod_yen=cod_yen if place == 0 else 0,
            )
        )
    return tuple(made)
