"""How many orders stand where: one aggregate over the open work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.core.cache import cache
from django.db.models import Count, Min, Q

from hanjo.kernel import clock
from hanjo.orders.models import OPEN_STAGES, Hold, Order
from hanjo.orders.terms import Stage

SECONDS = 5
PRESSES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tallies:
    """The open work by stage and by channel, and what is late (件数)."""

    stages: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    both: dict[tuple[str, str], int] = field(default_factory=dict)
    late: int = 0
    due_today: int = 0
    pressing: int = 0  # nothing is instructed yet, and the truck leaves within the hour
    pressing_at: datetime | None = None

    @property
    def open(self) -> int:
        """Every order that is still to leave."""
        return sum(self.stages.values())


def tallies() -> Tallies:
    """Count the open work in one statement; cost follows what is open and not the history (件数)."""
    now = clock.now()
    night = datetime.combine(clock.business_date(now) + timedelta(days=1), time(), clock.JST)
    soon = Q(due_at__gt=now, due_at__lte=now + PRESSES) & ~Q(stage=Stage.WORK)
    rows = (
        Order.objects.filter(stage__in=OPEN_STAGES)
        .values_list("stage", "channel")
        .annotate(
            number=Count("id"),
            over=Count("id", filter=Q(due_at__lt=now)),
            press=Count("id", filter=soon),
            first=Min("due_at", filter=soon),
            due=Count("id", filter=Q(due_at__gte=now, due_at__lt=night)),
        )
        .order_by()
    )
    stages: Counter[str] = Counter({stage.value: 0 for stage in OPEN_STAGES})
    channels: Counter[str] = Counter()
    both: dict[tuple[str, str], int] = {}
    late = due = pressing = 0
    firsts = []
    for stage, channel, number, over, press, first, today_ in rows:
        stages[stage] += number
        channels[channel] += number
        both[stage, channel] = number
        late, due, pressing = late + over, due + today_, pressing + press
        firsts += [first] if first else []
    return Tallies(
        stages=dict(stages),
        channels=dict(channels),
        both=both,
        late=late,
        due_today=due,
        pressing=pressing,
        pressing_at=min(firsts, default=None),
    )


def tallies_lately() -> Tallies:
    """The same, at most five seconds old: for the frame of every page (件数)."""
    kept: Tallies | None = cache.get("orders.tallies")
    if kept is None:
        kept = tallies()
        cache.set("orders.tallies", kept, SECONDS)
    return kept


def choices() -> dict[str, list[tuple[str, int]]]:
    """What the open work can be filtered by, with counts: marks, stops, people, tags (絞り込みの候補)."""
    kept: dict[str, list[tuple[str, int]]] | None = cache.get("orders.choices")
    if kept is not None:
        return kept
    counted: dict[str, Counter[str]] = {"flag": Counter(), "tag": Counter(), "assignee": Counter()}
    open_work = Order.objects.filter(stage__in=OPEN_STAGES)
    rows = open_work.filter(~Q(flags=[]) | ~Q(tags=[]) | ~Q(assignee=""))
    for flags, tags, assignee in rows.values_list("flags", "tags", "assignee").iterator():
        counted["flag"].update(flags)
        counted["tag"].update(tags)
        counted["assignee"].update([assignee] if assignee else [])
    stops = (
        Hold.objects.filter(lifted_at__isnull=True, severity="stop", order__stage=Stage.CHECK)
        .values_list("check_code")
        .annotate(number=Count("order", distinct=True))
    )
    kept = {name: counter.most_common(40) for name, counter in counted.items()}
    kept["hold"] = sorted(stops, key=lambda pair: -pair[1])
    cache.set("orders.choices", kept, SECONDS)
    return kept
