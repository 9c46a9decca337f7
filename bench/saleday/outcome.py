"""What must be true after the day: every order once, to the yen, every proof of the house clean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.saleday.live import Lived
from bench.saleday.plan import OWN


@dataclass
class Outcome:
    """How the house's books compare with those of the malls."""

    theirs: int = 0
    ours: int = 0
    missing: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # here and on no mall
    differing: list[tuple[str, int, int]] = field(default_factory=list)  # number, their yen, our yen
    uncancelled: list[str] = field(
        default_factory=list
    )  # called off there and not here, or the other way round
    their_yen: int = 0
    our_yen: int = 0
    broken: list[str] = field(default_factory=list)
    ready: int = 0
    alive: int = 0
    held: Counter[str] = field(default_factory=Counter)
    stories: int = 0  # oversells that the house itself wrote down

    @property
    def is_right(self) -> bool:
        """Whether every order is here exactly once, to the yen, and every proof holds."""
        return not (self.missing or self.strange or self.differing or self.uncancelled or self.broken)

    @property
    def automatic(self) -> float:
        """The share of living orders that can be instructed though nobody touched them, in percent."""
        return self.ready / max(self.alive, 1) * 100


def compare(lived: Lived) -> Outcome:
    """Lay the malls' orders beside ours, number by number, and run every proof."""
    from hanjo.channels.models import Oversell
    from hanjo.cli.verify import verify

    found = Outcome()
    for place, mall in lived.malls.items():
        theirs = {order.number: (order.total_yen, order.cancelled) for order in mall.orders.values()}
        _beside(found, place, theirs)
    _beside(found, OWN, {number: (yen, False) for number, yen in lived.own.items()})
    found.broken = [f"{check['name']}: {check['broken']}" for check in verify()["checks"] if check["broken"]]
    found.stories = Oversell.objects.count()
    _automatic(found)
    return found


def _beside(found: Outcome, place: str, theirs: dict[str, tuple[int, bool]]) -> None:
    from hanjo.orders.models import Order

    rows = Order.objects.filter(channel=place).values_list("external_number", "total_yen", "state")
    ours = Counter[str](number for number, _, _ in rows)
    found.theirs += len(theirs)
    found.ours += sum(ours.values())
    found.missing += [f"{place} {number}" for number in theirs.keys() - ours.keys()]
    found.strange += [
        f"{place} {number}" for number, count in ours.items() if count > 1 or number not in theirs
    ]
    for number, yen, state in rows:
        if number not in theirs:
            continue
        wanted, is_off = theirs[number]
        if is_off != (state == "cancelled"):
            found.uncancelled.append(f"{place} {number}")
        if not is_off:
            found.their_yen += wanted
            found.our_yen += yen
            if wanted != yen:
                found.differing.append((f"{place} {number}", wanted, yen))


def _automatic(found: Outcome) -> None:
    from django.db.models import Count

    from hanjo.orders.models import Hold, Order

    living = Order.objects.exclude(state="cancelled")
    found.alive = living.count()
    stages = dict(living.values_list("stage").annotate(Count("id")))
    found.ready = stages.get("ready", 0)
    rows: Any = (
        Hold.objects.filter(order__in=living, lifted_at=None, severity="stop")
        .values_list("check_code")
        .annotate(Count("id"))
    )
    found.held = Counter(dict(rows))
    found.held.update({f"stage {stage}": count for stage, count in stages.items() if stage != "ready"})
