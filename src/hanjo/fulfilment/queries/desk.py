"""The shipping desk: what can go, by which truck, and how far today's work is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from hanjo.fulfilment import rules
from hanjo.fulfilment.models import Instruction, Service
from hanjo.fulfilment.queries.services import carrier_name
from hanjo.fulfilment.queries.trucks import Trucks
from hanjo.fulfilment.terms import InstructionState
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.orders.terms import Stage


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadyFilter:
    """Which of the orders that may go are meant. Empty fields mean all."""

    channel: str = ""
    temperature: str = ""
    service: str = ""
    gift: str = ""  # "1" gifts only, "0" none
    due: str = ""  # "today": promised today or earlier

    @property
    def values(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Truck:
    """One carrier's truck of today: when it leaves, and how far its parcels are (締切)."""

    carrier: str
    name: str
    cutoff: str
    leaves_at: datetime
    gone: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    ready: int = 0  # orders that may be instructed and will probably take it

    @property
    def open(self) -> int:
        return sum(self.counts.get(state, 0) for state in ("instructed", "printed", "verified"))

    @property
    def total(self) -> int:
        return self.open + self.counts.get("dispatched", 0)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the desk shows."""

    ready: int
    late: int  # of the ready ones, promised today or earlier
    by_channel: list[tuple[str, int]]
    by_temperature: list[tuple[str, int]]
    gifts: int
    trucks: list[Truck]
    counts: Mapping[str, int]  # instructions in work by state, and those that left today


def ready_orders(chosen: ReadyFilter | None = None) -> QuerySet[Order]:
    """Orders that may be instructed now, promised first (出荷できる受注)."""
    found = Order.objects.filter(stage=Stage.READY)
    if chosen is None:
        return found.order_by("due_at", "ordered_at", "id")
    for name in ("channel", "temperature", "service"):
        if value := getattr(chosen, name):
            found = found.filter(**{name: value})
    if chosen.gift:
        found = found.filter(is_gift=chosen.gift == "1")
    if chosen.due == "today":
        found = found.filter(due_at__lt=day_end(clock.business_date()))
    return found.order_by("due_at", "ordered_at", "id")


def day_end(day: date) -> datetime:
    """The first moment of the next day."""
    return datetime.combine(day + timedelta(days=1), time(), clock.JST)


def ready_numbers(chosen: ReadyFilter) -> list[str]:
    """The numbers of all orders that the filter means, as they are at this moment."""
    return list(ready_orders(chosen).values_list("number", flat=True))


def desk() -> Desk:
    """Read the desk in a handful of statements."""
    today = clock.business_date()
    late = Q(due_at__lt=day_end(today))
    ready = Order.objects.filter(stage=Stage.READY)
    sums = ready.aggregate(
        all=Count("id"), late=Count("id", filter=late), gifts=Count("id", filter=Q(is_gift=True))
    )
    return Desk(
        ready=sums["all"],
        late=sums["late"],
        by_channel=list(ready.values_list("channel").annotate(Count("id")).order_by("channel")),
        by_temperature=list(ready.values_list("temperature").annotate(Count("id")).order_by("temperature")),
        gifts=sums["gifts"],
        trucks=trucks(today),
        counts=_counts(today),
    )


def trucks(today: date) -> list[Truck]:
    """The trucks of today, the next one first; each carrier and cut-off once."""
    at, cutoffs = clock.now().astimezone(clock.JST), Trucks()
    counts: dict[tuple[str, str], dict[str, int]] = {}
    rows = _today(today).values_list("service__carrier", "service__cutoff", "location_id", "state")
    for carrier, usual, location, state, number in rows.annotate(Count("id")):
        kept = counts.setdefault((carrier, cutoffs.at(carrier, usual, location)), {})
        kept[state] = kept.get(state, 0) + number
    # An order names the service that it will probably take until it is instructed.
    waiting: dict[str, int] = dict(
        Order.objects.filter(stage=Stage.READY).values_list("service").annotate(Count("id"))
    )
    ready: dict[tuple[str, str], int] = {}
    places = set(counts)
    for service in Service.objects.only("code", "carrier", "cutoff", "is_active"):
        truck = (service.carrier, cutoffs.cutoff(service))
        ready[truck] = ready.get(truck, 0) + waiting.get(service.code, 0)
        if service.is_active:
            places.add(truck)
    listed = [
        Truck(
            carrier=carrier,
            name=carrier_name(carrier),
            cutoff=cutoff,
            leaves_at=(leaves := rules.truck_at(cutoff, today).replace(tzinfo=clock.JST)),
            gone=leaves < at,
            counts=counts.get((carrier, cutoff), {}),
            ready=ready.get((carrier, cutoff), 0),
        )
        for carrier, cutoff in places
    ]
    return sorted(listed, key=lambda truck: (truck.gone, truck.leaves_at, truck.carrier))


def _today(today: date) -> QuerySet[Instruction]:
    """Instructions in work, and those that left today."""
    start = datetime.combine(today, datetime.min.time(), tzinfo=clock.JST)
    return Instruction.objects.filter(
        Q(state__in=["instructed", "printed", "verified"])
        | Q(state=InstructionState.DISPATCHED, dispatched_at__gte=start)
    )


def _counts(today: date) -> dict[str, int]:
    return dict(_today(today).values_list("state").annotate(Count("id")))
