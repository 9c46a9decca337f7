"""What must be true after the day: every order once, to the yen, every proof of the house clean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bench.saleday.live import Lived
from bench.saleday.plan import OWN
from bench.saleday.twice import sent_twice


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
    too_late: list[str] = field(default_factory=list)  # called off there after it left: a person is told
    by_hand: list[str] = field(default_factory=list)  # called off here, refused there: a person is told
    twice: list[str] = field(default_factory=list)  # what malls carried out twice
    unreported: int = 0  # parcels that left and their mall has not heard of
    alive: int = 0
    untouched: int = 0  # reached 出荷指示 with nobody's hand on them
    regretted: int = 0
    held: Counter[str] = field(default_factory=Counter)  # of the living: what stopped them
    regrets: Counter[str] = field(default_factory=Counter)
    page: str = ""  # what the house's own page of today says of the last week
    stuck: int = 0  # jobs that somebody began and nobody ended
    stories: int = 0  # oversells that the house itself wrote down

    @property
    def is_right(self) -> bool:
        """Whether every order is here exactly once, to the yen, and every proof holds."""
        wrong = (self.missing, self.strange, self.differing, self.uncancelled, self.broken, self.twice)
        return not any(wrong) and not self.stuck

    @property
    def automatic(self) -> float:
        """The share of living orders that reached 出荷指示 though nobody touched them, in percent."""
        return self.untouched / max(self.alive, 1) * 100

    @property
    def regret(self) -> float:
        """Of those, the share that was corrected or called off by us later, or would come back, in percent."""
        return self.regretted / max(self.untouched, 1) * 100


def compare(lived: Lived) -> Outcome:
    """Lay the malls' orders beside ours, number by number, and run every proof."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from hanjo.channels.models import Oversell
    from hanjo.cli.verify import verify

    found = Outcome()
    for place, mall in lived.malls.items():
        theirs = {order.number: (order.total_yen, order.cancelled) for order in mall.orders.values()}
        _beside(found, place, theirs)
    _beside(found, OWN, {number: (yen, False) for number, yen in lived.own.items()})
    found.broken = [f"{check['name']}: {check['broken']}" for check in verify()["checks"] if check["broken"]]
    found.stories = Oversell.objects.count()
    found.stuck = ProcrastinateJob.objects.filter(status="doing").count()
    found.twice = [f"{what}: {count}" for what, count in lived.twice.items()] + sent_twice(lived.malls)
    _automatic(found, lived)
    return found


def _beside(found: Outcome, place: str, theirs: dict[str, tuple[int, bool]]) -> None:
    from hanjo.channels.models import CancelReport
    from hanjo.orders.models import Order

    rows = Order.objects.filter(channel=place).values_list("external_number", "total_yen", "state")
    ours = Counter[str](number for number, _, _ in rows)
    late = set(
        Order.objects.filter(channel=place, holds__check_code="cancelled_too_late").values_list(
            "external_number", flat=True
        )
    )
    refused = set(
        CancelReport.objects.filter(channel__code=place, told_at=None)
        .exclude(trouble="")
        .values_list("order__external_number", flat=True)
    )
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
            known = found.too_late if number in late else found.by_hand if number in refused else None
            (found.uncancelled if known is None else known).append(f"{place} {number}")
        if not is_off:
            found.their_yen += wanted
            found.our_yen += yen
            if wanted != yen:
                found.differing.append((f"{place} {number}", wanted, yen))


_REACHED = """
    SELECT o.id, o.channel || ' ' || o.external_number, o.state = 'cancelled', i.at,
           (SELECT array_agg(DISTINCT h.check_code) FROM orders_hold h
            WHERE h.order_id = o.id AND h.severity = 'stop' AND (i.at IS NULL OR h.opened_at <= i.at)
              AND (h.lifted_at IS NULL OR h.lifted_by LIKE 'staff:%%')),
           (SELECT array_agg(DISTINCT h.check_code) FROM orders_hold h
            WHERE h.order_id = o.id AND h.severity = 'stop' AND h.opened_at > i.at),
           (SELECT count(*) FROM orders_change c WHERE c.order_id = o.id AND c.made_by LIKE 'staff:%%'
                                                   AND (i.at IS NULL OR c.made_at <= i.at)),
           (SELECT array_agg(DISTINCT c.verb) FROM orders_change c
            WHERE c.order_id = o.id AND c.made_by LIKE 'staff:%%' AND c.made_at > i.at),
           o.stage
    FROM orders_order o
    LEFT JOIN LATERAL (SELECT min(made_at) AS at FROM fulfilment_instruction WHERE order_id = o.id) i ON true
    WHERE o.state <> 'cancelled' OR i.at IS NOT NULL
       OR EXISTS (SELECT 1 FROM orders_change c
                  WHERE c.order_id = o.id AND c.verb = 'cancel' AND c.made_by LIKE 'staff:%%')
"""
"""Living orders, and those that we called off ourselves: what stopped them, who touched them, before and after.

A stop that the house lifted by itself (a mall's own check that ended) needed nobody's hand.
"""


def _automatic(found: Outcome, lived: Lived) -> None:
    from django.db import connection

    from hanjo.channels.models import ShipmentReport
    from hanjo.console.queries.today import going
    from hanjo.kernel import clock

    said = going(clock.now())
    found.page = f"{said.untouched:,} of {said.every:,}, {said.regretted:,} regretted"
    found.unreported = ShipmentReport.objects.filter(written_at__isnull=True).count()
    wrong = set(lived.warehouse.wrong_orders) if lived.warehouse else set()
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, [])
        rows = cursor.fetchall()
    for _, name, is_off, at, stopped, later, touched, corrected, stage in rows:
        found.alive += 1
        if at is None or stopped or touched:
            found.held.update(stopped or (["called off by us"] if is_off else [f"stage {stage}"]))
            continue
        found.untouched += 1
        why = [*(later or ()), *(corrected or ()), *(["sent otherwise"] if name in wrong else ())]
        found.regretted += bool(why)
        found.regrets.update(why)
