"""Report cancellations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hanjo.channels.commands._outside import ask
from hanjo.channels.malls.documents import SHIPPED_THERE
from hanjo.channels.malls.port import Cancel, Outcome, Verdict
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import CancelReport, Connection
from hanjo.channels.queries_malls import MOST_TRIES, connection_of
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.terms import OrderDraft, OrderState

SHIPPED = "モールで発送済みになっています。モールの管理画面で確かめてください。"
MOST = 100
REST = timedelta(minutes=2)  # between two tries


def report_cancels(channel: str, *, by: Actor) -> int:
    """Tell a mall by its interface of orders that we called off, once each (キャンセルの連絡).

    What was brought back here meanwhile is not told; what the mall called off itself is known there; what it calls
    shipped is left to a person. What the mall refuses is tried a few times and then waits for a person, with its
    reason. Answers how many were told.
    """
    joined = connection_of(channel, live=True)
    now = clock.now()
    rows = [
        row
        for row in CancelReport.objects.filter(
            channel=joined.channel, told_at__isnull=True, due_at__lte=now, tries__lt=MOST_TRIES
        )
        .select_related("order")
        .order_by("id")[:MOST]
        if row.asked_at is None or row.asked_at + REST <= now
    ]
    back = [row for row in rows if row.order.state != OrderState.CANCELLED]
    open_ = [row for row in rows if row.order.state == OrderState.CANCELLED]
    now_there = _now_there(joined, [row.order.external_number for row in open_])
    verdicts: list[Verdict] = []
    waiting = [row.ticket for row in open_ if row.ticket]
    if waiting:
        verdicts += ask(joined, lambda port: port.follow(waiting))
    fresh: list[Cancel] = []
    for row in open_:
        number = row.order.external_number
        text, draft = now_there.get(number, ("", None))
        if draft is not None and draft.cancelled:
            verdicts.append(Verdict(key=str(row.pk), outcome=Outcome.DONE))
        elif draft is not None and draft.extra.get(SHIPPED_THERE):
            verdicts.append(Verdict(key=str(row.pk), outcome=Outcome.REFUSED, text=SHIPPED))
        elif not row.ticket:
            fresh.append(Cancel(key=str(row.pk), order_number=number, reason=row.reason, document=text))
    if fresh:
        verdicts += ask(joined, lambda port: port.cancel(fresh))
    return _note(open_, back, verdicts, by=by)


def _now_there(joined: Connection, numbers: Sequence[str]) -> dict[str, tuple[str, OrderDraft | None]]:
    """The orders as they stand on the mall at this moment: a cancellation is not built on what was told yesterday."""
    company = mall(joined.mall)
    told = {}
    for at in range(0, len(numbers), company.BATCHES.read):
        part = list(numbers[at : at + company.BATCHES.read])
        for one in ask(joined, lambda port, part=part: port.read(part)):  # type: ignore[misc]  # bound at once
            told[one.key] = (one.text, company.understand(one.key, one.text).draft)
    return told


@command("channels.note_cancel_told", "キャンセルの連絡の結果")
def _note(
    rows: Sequence[CancelReport], back: Sequence[CancelReport], verdicts: Sequence[Verdict], *, by: Actor
) -> int:
    """Keep what a mall said of orders that we called off (キャンセルの連絡)."""
    now = clock.now()
    CancelReport.objects.filter(pk__in=[row.pk for row in back], told_at__isnull=True).delete()
    said = {one.key: one for one in verdicts}
    told = []
    for row in CancelReport.objects.select_for_update().filter(pk__in=[row.pk for row in rows]):
        verdict = said.get(str(row.pk)) or (said.get(row.ticket) if row.ticket else None)
        if verdict is None:
            continue
        row.asked_at = now
        if verdict.outcome == Outcome.DONE:
            row.told_at, row.ticket, row.trouble = now, "", ""
            told.append(row)
        elif verdict.outcome == Outcome.WAITS:
            row.ticket = verdict.ticket
        else:
            row.ticket, row.tries = "", row.tries + 1
            row.trouble = f"{verdict.code} {verdict.text}".strip()[:300] or "受け付けられませんでした"
        row.save(update_fields=["asked_at", "told_at", "ticket", "tries", "trouble"])
    if told:
        audit.record(by, "channels.note_cancel_told", [f"order:{row.order_id}" for row in told])
    return len(told)
