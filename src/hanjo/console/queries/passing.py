"""What would go on if one check only told from now on, and what people did with its stops so far (今後は止めない)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from hanjo.console.queries.today import check_label
from hanjo.kernel import clock
from hanjo.orders import rules
from hanjo.orders.models import Hold, Order
from hanjo.orders.terms import Severity, Stage

DAYS = 30
SHOWN = 50
SEEN = ("", "確認した")
"""What stands on a stop that somebody lifted without changing anything."""


@dataclass(frozen=True, slots=True)
class Passing:
    """One order that would go on: why it stands, and where it would go."""

    order: Order
    reason: str
    evidence: str
    then: Stage


@dataclass(frozen=True, slots=True)
class Past:
    """What became of the stops of one check lately."""

    stops: int
    let_through: int
    mended: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What letting one check pass would do, seen before it is done."""

    label: str
    rows: list[Passing]
    moved: int
    stays: int
    past: Past

    @property
    def total(self) -> int:
        """How many orders the check stops now."""
        return self.moved + self.stays


def outlook(check: str, channel: str = "") -> Outlook:
    """Which orders would go on and which stay for another reason, in a flat number of statements."""
    stops = _stops(channel).filter(check_code=check, lifted_at__isnull=True)
    first: dict[int, Hold] = {}
    for hold in (
        stops.filter(order__stage__in=[Stage.CHECK, Stage.HELD]).select_related("order").order_by("id")
    ):
        first.setdefault(hold.order_id, hold)
    others = dict(
        Hold.objects.filter(order__in=list(first), lifted_at__isnull=True, severity=Severity.STOP)
        .exclude(check_code=check)
        .values_list("order")
        .annotate(Count("pk"))
    )
    rows = [
        Passing(hold.order, hold.reason, hold.evidence, _then(hold.order, others.get(pk, 0)))
        for pk, hold in first.items()
    ]
    stays = sum(1 for row in rows if row.then in (Stage.CHECK, Stage.HELD))
    return Outlook(check_label(check), rows[:SHOWN], len(rows) - stays, stays, _past(check, channel))


def _stops(channel: str) -> QuerySet[Hold]:
    rows = Hold.objects.filter(severity=Severity.STOP)
    return rows.filter(order__channel=channel) if channel else rows


def _then(order: Order, other_stops: int) -> Stage:
    return rules.stage_of(
        state=order.state,
        parcels=order.parcel_state,
        merged=order.merged_into_id is not None,
        held_by_hand=order.held_by_hand,
        open_holds=other_stops,
        policy=order.pay_policy,
        money=order.money_state,
        short_lines=order.short_lines,
        release_on=order.release_on,
        ship_on=order.ship_on,
        today=clock.business_date(),
    )


def _past(check: str, channel: str) -> Past:
    since = clock.now() - timedelta(days=DAYS)
    lately = _stops(channel).filter(check_code=check, opened_at__gte=since)
    by_hand = Q(lifted_at__isnull=False, lifted_by__startswith="staff:")
    seen = Q(lifted_because__in=SEEN)
    counts = lately.aggregate(
        stops=Count("pk"),
        let_through=Count("pk", filter=by_hand & seen),
        mended=Count("pk", filter=by_hand & ~seen),
        cancelled=Count("pk", filter=Q(order__state="cancelled")),
    )
    return Past(**counts)
