"""Report shipments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from hanjo.channels.commands._outside import ask
from hanjo.channels.malls.port import Outcome, Shipment, Verdict
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import RawOrder, ShipmentReport
from hanjo.channels.queries_malls import MOST_TRIES, connection_of, is_held
from hanjo.fulfilment import queries as fulfilment
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MOST = 500  # of one run; the next run takes the rest
FOLLOW_AFTER = timedelta(seconds=20)


@dataclass(slots=True)
class Reported:
    """How a run went."""

    told: int = 0
    waiting: int = 0
    refused: int = 0
    left: int = 0


def report_shipments(channel: str, *, by: Actor) -> Reported:
    """Tell a mall by its interface of every parcel it has not heard of yet (出荷報告の送信).

    A parcel counts as told when the mall said yes, or said that it knew. What the mall works on is followed by its
    ticket to the result; what it refuses stays open with its reason, and is tried again a few times before it waits
    for a person. The oldest promise goes first. After a silence of the mall nothing is told before its plan is carried
    out. A run that was cut off repeats what was not answered: malls answer
    a repeated report as known.
    """
    joined = connection_of(channel, live=True)
    company = mall(joined.mall)
    done = Reported()
    if is_held(joined):
        return done
    now = clock.now()
    open_ = ShipmentReport.objects.filter(channel=joined.channel, written_at__isnull=True).exclude(
        tracking_number=""
    )
    followed = list(open_.exclude(ticket="").filter(asked_at__lte=now - FOLLOW_AFTER)[:MOST])
    tickets = sorted({row.ticket for row in followed})
    if tickets:
        verdicts = ask(joined, lambda port: port.follow(tickets))
        _note(followed, verdicts, done, by=by)
    fresh = list(
        open_.filter(Q(tries__lt=MOST_TRIES), ticket="")
        .select_related("order")
        .order_by(F("order__due_at").asc(nulls_last=True), "id")[: MOST + 1]
    )
    done.left = max(len(fresh) - MOST, 0)
    fresh = fresh[:MOST]
    documents = _documents(joined.channel_id, [row.order.external_number for row in fresh])
    wanted = [row.parcel_key for row in fresh] if getattr(company, "WANTS_LINES", False) else []
    lines = fulfilment.lines_of_parcels(wanted)
    for at in range(0, len(fresh), company.BATCHES.ship):
        part = fresh[at : at + company.BATCHES.ship]
        shipments = [_shipment(row, documents, lines) for row in part]
        verdicts = ask(joined, lambda port, what=shipments: port.ship(what))  # type: ignore[misc]  # bound at once
        _note(part, verdicts, done, by=by)
    return done


def _shipment(
    row: ShipmentReport, documents: dict[str, str], lines: Mapping[tuple[str, int], list[tuple[str, int]]]
) -> Shipment:
    number = row.order.external_number
    return Shipment(
        key=str(row.pk), order_number=number, carrier=row.carrier, tracking_number=row.tracking_number,
        shipped_on=row.shipped_on, document=documents.get(number, ""),
        lines=lines.get((row.parcel_key, row.order_id), []),
    )  # fmt: skip


def _documents(channel_id: int, numbers: Sequence[str]) -> dict[str, str]:
    """The orders as the mall told them last: their ids of packages and lines stand in them."""
    raws = (
        RawOrder.objects.filter(channel_id=channel_id, external_number__in=numbers)
        .order_by("external_number", "-taken_at", "-id")
        .distinct("external_number")
    )
    return {raw.external_number: str(raw.written()[0][1][0]) for raw in raws}


@command("channels.note_reported", "出荷報告の結果")
def _note(rows: Sequence[ShipmentReport], verdicts: Sequence[Verdict], done: Reported, *, by: Actor) -> None:
    """Keep what a mall said of shipment reports (出荷報告の送信)."""
    now = clock.now()
    said = {one.key: one for one in verdicts}
    kept = {
        row.pk: row
        for row in ShipmentReport.objects.select_for_update().filter(pk__in=[row.pk for row in rows])
    }
    for row in kept.values():
        verdict = said.get(str(row.pk)) or said.get(row.ticket)
        row.asked_at = now
        if verdict is None:
            continue  # a ticket that is still worked on
        if verdict.outcome == Outcome.DONE:
            row.written_at, row.trouble, row.ticket = now, "", ""
            done.told += 1
        elif verdict.outcome == Outcome.WAITS:
            row.ticket = verdict.ticket
            done.waiting += 1
        else:
            row.ticket, row.tries = "", row.tries + 1
            row.trouble = f"{verdict.code} {verdict.text}".strip()[:300]
            done.refused += 1
    ShipmentReport.objects.bulk_update(
        kept.values(), ["asked_at", "written_at", "trouble", "ticket", "tries"]
    )
    told = [f"order:{row.order_id}" for row in kept.values() if row.written_at == now]
    if told:
        audit.record(by, "channels.note_reported", told, parcels=len(told))
