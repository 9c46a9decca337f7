"""Reads about the proof that no order is missing, and about the way back after an outage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from hanjo.channels.models import CatchUp, Channel, ListedStock, OrderProof, OutgoingMail, ShipmentReport
from hanjo.orders.models import Order

PAGE = 50
SOME = 5


def proofs(
    channel: Channel, *, only_different: bool = False, before: datetime | None = None
) -> list[OrderProof]:
    """Comparisons of a mall's list with ours, newest first, a page of them (件数照合の一覧)."""
    rows = OrderProof.objects.filter(channel=channel)
    if only_different:
        rows = rows.exclude(missing=[], differing=[], fetched=[])
    if before is not None:
        rows = rows.filter(until__lt=before)
    return list(rows.order_by("-until", "since")[: PAGE + 1])


def numbers_here(channel: str, numbers: Sequence[str]) -> dict[str, str]:
    """Of a mall's order numbers those that are here, with ours."""
    rows = Order.objects.filter(channel=channel, external_number__in=list(numbers))
    return dict(rows.values_list("external_number", "number"))


def catch_ups(channel: Channel) -> list[CatchUp]:
    """The last ways back after an outage, newest first (復旧の記録)."""
    return list(CatchUp.objects.filter(channel=channel).order_by("-found_at")[:10])


@dataclass(frozen=True, slots=True)
class Examples:
    """A few of each kind of thing that a catch-up would do."""

    stock: Sequence[tuple[str, int | None]]  # the listing's code and what the mall shows
    reports: Sequence[tuple[str, str]]  # order and tracking number
    mails: Sequence[tuple[str, str]]  # order and subject


def examples(channel: Channel) -> Examples:
    """Some of what waits for a mall that was away, the oldest first (復旧の例)."""
    due = Q(due__isnull=False) | Q(sending__isnull=False)
    stock = ListedStock.objects.filter(due, channel=channel, is_on=True).order_by(
        "due__urgency", "due__due_at"
    )
    reports = ShipmentReport.objects.filter(channel=channel, written_at=None).exclude(tracking_number="")
    mails = OutgoingMail.objects.filter(channel=channel.code, state="queued").order_by("id")
    return Examples(
        list(stock.values_list("listing__code", "shown")[:SOME]),
        list(reports.order_by("id").values_list("order__number", "tracking_number")[:SOME]),
        list(mails.values_list("order__number", "subject")[:SOME]),
    )


@dataclass(frozen=True, slots=True)
class Filling:
    """A stretch of time that is read once more, or was (遡り取込)."""

    state: str  # todo, doing, succeeded, failed
    since: datetime
    until: datetime
    asked_at: datetime | None
    taken: int  # orders of the channel that came into the house since it was asked for


def last_filling(channel: Channel) -> Filling | None:
    """The newest job that reads a stretch of time of this channel once more, and what came in since."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT j.status::text, (j.args ->> 'since')::timestamptz, (j.args ->> 'until')::timestamptz, e.at,
                   (SELECT count(*) FROM orders_order o
                   WHERE o.channel = %(channel)s AND o.taken_at >= e.at)
            FROM procrastinate_jobs j
            LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events WHERE job_id = j.id) e ON TRUE
            WHERE j.task_name = 'channels.back_fill' AND j.lock = 'fill:' || %(channel)s
            ORDER BY j.id DESC LIMIT 1
            """,
            {"channel": channel.code},
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return Filling(*row)
