"""One order at a time that waits for a decision (確認待ち)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from hanjo.console.models import BulkRun
from hanjo.console.queries.words import FIELD_LABELS, field_word
from hanjo.orders.models import Hold, Order, OrderEvent, OrderLine
from hanjo.orders.terms import ParcelState, Severity, Stage

MOST_EVENTS = 12


@dataclass(frozen=True, slots=True)
class Case:
    """An order on the triage page: the stop that comes first, the others, and what a person needs to judge."""

    order: Order
    hold: Hold
    others: Sequence[Hold]
    lines: Sequence[OrderLine]
    events: Sequence[OrderEvent]
    earlier_orders: int
    place: int  # 1 is the most urgent
    left: int


def waiting(check: str = "") -> QuerySet[Order]:
    """Orders that wait for a decision, most urgent first."""
    stops = Hold.objects.filter(order=OuterRef("pk"), lifted_at__isnull=True, severity=Severity.STOP)
    if check:
        stops = stops.filter(check_code=check)
    return Order.objects.filter(Exists(stops), stage=Stage.CHECK).order_by("due_at", "ordered_at", "id")


def queue(check: str = "") -> list[str]:
    """The numbers of the orders that wait, most urgent first."""
    return list(waiting(check).values_list("number", flat=True))


def following(before: Sequence[str], number: str, check: str = "") -> str:
    """Where to go from an order: to itself while it still waits, else to the next that does; "" at the end.

    `before` is the queue as it was when the order was on the screen.
    """
    now = queue(check)
    if number in now or not now:
        return number if now else ""
    waits = set(now)
    at = before.index(number) if number in before else -1
    return next((one for one in [*before[at + 1 :], *before[: max(at, 0)]] if one in waits), now[0])


def case(check: str = "", number: str = "", after: str = "") -> Case | None:
    """The order to decide on: this one, or the one after `after` in the queue; none when nothing waits."""
    waits = queue(check)
    if number not in waits:
        if after in waits:
            number = waits[(waits.index(after) + 1) % len(waits)]
        elif waits:
            number = waits[0]
        else:
            return None
    twins = Order.objects.filter(customer=OuterRef("customer")).order_by().values("customer")
    order = Order.objects.annotate(orders_of_buyer=Subquery(twins.annotate(n=Count("pk")).values("n"))).get(
        number=number
    )
    holds = list(order.holds.filter(lifted_at__isnull=True).order_by("id"))
    stops = [hold for hold in holds if hold.severity == Severity.STOP]
    first = next((hold for hold in stops if hold.check_code == check), stops[0])
    return Case(
        order=order,
        hold=first,
        others=[hold for hold in holds if hold.pk != first.pk],
        lines=list(order.lines.select_related("sku").order_by("position")),
        events=list(order.events.order_by("-id")[:MOST_EVENTS])[::-1],
        earlier_orders=(order.orders_of_buyer or 1) - 1,
        place=waits.index(number) + 1,
        left=len(waits),
    )


def needs_choice(hold: Hold) -> bool:
    """Whether the proposal asks the person to choose something first (an item code)."""
    return bool(hold.fix) and isinstance(hold.fix, dict) and "map" in hold.fix


def proposes(hold: Hold) -> bool:
    """Whether the stop proposes a change that can be made as it stands."""
    return bool(hold.fix) and not needs_choice(hold) and (hold.fix or {}).get("do") != "accept"


def proposal(order: Order, fix: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    """A proposed change as (field, now, then) in people's words; empty for proposals of another kind."""
    fields = fix.get("set", {}) if fix else {}
    return [
        (FIELD_LABELS.get(key, key), field_word(key, getattr(order, key, "")), field_word(key, value))
        for key, value in fields.items()
    ]


def with_proposal(check: str) -> list[Hold]:
    """The open stops of one check that could all be fixed as proposed, most urgent order first (提案のある停止)."""
    stops = (
        Hold.objects.filter(check_code=check, lifted_at__isnull=True, severity=Severity.STOP)
        .filter(order__stage=Stage.CHECK, fix__isnull=False)
        .select_related("order")
        .order_by("order__due_at", "order__ordered_at", "id")
    )
    return [hold for hold in stops if proposes(hold)]


def lifted_in(run: BulkRun) -> list[int]:
    """The stops that a run of fixes lifted and that are still lifted."""
    reached = [row[0] for row in run.results if row[1] == "ok"]
    lifted = Hold.objects.filter(
        order__number__in=reached,
        order__parcel_state=ParcelState.NONE,
        check_code=run.options.get("check", ""),
        lifted_by=run.made_by,
        lifted_at__gte=run.made_at,
    )
    return list(lifted.values_list("pk", flat=True))
