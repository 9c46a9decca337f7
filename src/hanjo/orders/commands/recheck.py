"""Recheck."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.catalogue import queries as catalogue
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.checks.run import Report, run_checks
from hanjo.orders.commands import _context, _settle, _view, _write
from hanjo.orders.models import Hold, Order, OrderLine
from hanjo.orders.terms import OrderState, ParcelState

_OPEN_STATES = [OrderState.TAKEN, OrderState.CONFIRMED]
BY_HAND = ("by_hand", "changed_too_late", "cancelled_too_late")
"""Holds that no check opens; a recheck leaves them alone."""


@command("orders.recheck", "再チェック")
def recheck(order_ids: Sequence[int], *, by: Actor) -> None:
    """Run the automatic checks again, because the order, the shop's rules or the world changed (再チェック).

    A stop whose reason is gone is lifted; a new reason stops the order; a reason that somebody accepted
    before, with the same evidence, does not come back. Orders that already left are not looked at.
    """
    orders = list(
        Order.objects.select_for_update(of=("self",))
        .select_related("customer")
        .filter(pk__in=order_ids, state__in=_OPEN_STATES, parcel_state=ParcelState.NONE)
        .order_by("id")
    )
    if not orders:
        return
    lines: dict[int, list[OrderLine]] = {}
    for line in OrderLine.objects.filter(order__in=orders).order_by("order_id", "position"):
        lines.setdefault(line.order_id, []).append(line)
    cards = catalogue.cards_by_id(sorted({x.sku_id for group in lines.values() for x in group if x.sku_id}))
    reports: dict[int, Report] = {}
    for channel in sorted({order.channel for order in orders}):
        batch = _context.around(channel)
        own = [order for order in orders if order.channel == channel]
        views = [_view.of_order(order, lines.get(order.pk, []), cards) for order in own]
        histories = _context.histories(
            views,
            [order.customer_id for order in own],
            [order.customer.caution if order.customer else "" for order in own],
        )
        for order, view, history in zip(own, views, histories, strict=True):
            reports[order.pk] = run_checks(view, _context.seen(batch, history, order.ship_on), batch.choices)
    _write_reports(orders, reports, by=by)
    _settle.settle([order.pk for order in orders], by=by)


def _write_reports(orders: Sequence[Order], reports: dict[int, Report], *, by: Actor) -> None:
    now = clock.now()
    holds = list(Hold.objects.filter(order__in=orders).exclude(check_code__in=BY_HAND))
    opened = {(hold.order_id, hold.check_code, hold.key) for hold in holds if hold.lifted_at is None}
    accepted = {
        (hold.order_id, hold.check_code, hold.key, hold.reason, hold.evidence)
        for hold in holds
        if hold.lifted_at is not None and hold.lifted_because != GONE
    }
    found = {
        (pk, finding.check, finding.key[:100])
        for pk, report in reports.items()
        for finding in report.findings
    }
    gone = [
        hold.pk
        for hold in holds
        if hold.lifted_at is None and (hold.order_id, hold.check_code, hold.key) not in found
    ]
    if gone:
        Hold.objects.filter(pk__in=gone).update(lifted_at=now, lifted_by=str(by), lifted_because=GONE)
    _note_severity(holds, reports)
    rows = [
        row
        for pk, report in reports.items()
        for row in _write.hold_rows(pk, report, now)
        if (pk, row[1], row[2]) not in opened and (pk, row[1], row[2], row[4], row[5]) not in accepted
    ]
    if rows:
        bulk.copy_rows(Hold, _write.HOLD_COLUMNS, rows)
    for order in orders:
        order.passed_checks = reports[order.pk].passed
        order.flags = list(reports[order.pk].flags)
        order.checked_at = now
    Order.objects.bulk_update(orders, ["passed_checks", "flags", "checked_at"], batch_size=500)


def _note_severity(holds: Sequence[Hold], reports: dict[int, Report]) -> None:
    """What the shop lets pass from now on only tells, and what it does not let pass any more stops again."""
    said = {
        (pk, finding.check, finding.key[:100]): finding.severity
        for pk, report in reports.items()
        for finding in report.findings
    }
    other = []
    for hold in holds:
        severity = said.get((hold.order_id, hold.check_code, hold.key))
        if hold.lifted_at is None and severity is not None and severity != hold.severity:
            hold.severity = severity
            other.append(hold)
    Hold.objects.bulk_update(other, ["severity"])


GONE = "理由がなくなったため"
