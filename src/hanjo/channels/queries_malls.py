"""Reads of connections to malls."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanjo.channels.malls.registry import mall
from hanjo.channels.models import CancelReport, CatchUp, Channel, Connection, ShipmentReport
from hanjo.channels.policy import Policy
from hanjo.channels.terms import ConnectionState, NotJoined, UnknownChannel
from hanjo.kernel import clock

MOST_TRIES = 8  # of one shipment report, before it waits for a person


def connection_of(channel: str, *, live: bool = False) -> Connection:
    """How a channel is joined; refuses one that is not, or (with `live`) does not work just now."""
    found = Connection.objects.select_related("channel").filter(channel__code=channel).first()
    if found is None or (live and found.state != ConnectionState.LIVE):
        shop = Channel.objects.filter(code=channel).first()
        if shop is None:
            raise UnknownChannel(channel=channel)
        raise NotJoined(channel=shop.name)
    return found


def live_channels() -> list[str]:
    """The codes of channels whose mall is spoken to, in the order of the house."""
    rows = Channel.objects.filter(is_active=True, connection__state=ConnectionState.LIVE)
    return list(rows.order_by("position", "id").values_list("code", flat=True))


def due_for_pull() -> list[str]:
    """Live channels whose orders were not asked for within their own pace."""
    now = clock.now()
    due = []
    for row in Connection.objects.filter(state=ConnectionState.LIVE, channel__is_active=True).select_related(
        "channel"
    ):
        pace = timedelta(seconds=Policy.of(row.policy).pull_seconds)
        rests = row.closed_until is not None and row.closed_until > now
        if not rests and (row.orders_at is None or row.orders_at + pace <= now):
            due.append(row.channel.code)
    return due


def was_silent(joined: Connection, now: datetime) -> bool:
    """Whether a mall's orders did not come for so long that a plan comes before anything else."""
    policy = Policy.of(joined.policy)
    worth = max(timedelta(minutes=policy.silent_minutes), timedelta(seconds=3 * policy.pull_seconds))
    since = last_heard(joined)
    return since is not None and now - since >= worth


def last_heard(joined: Connection) -> datetime | None:
    """When a mall's orders last came; of one that was lost before its first orders, when its key was proven.

    None while its first orders come in: they may take hours, and are no silence.
    """
    begins = bool(joined.orders_until or joined.pulling)
    return joined.orders_at or (None if begins else joined.tested_at)


def is_held(joined: Connection) -> bool:
    """Whether a mall is told nothing yet: it was silent, and what was ordered there meanwhile is not all here.

    Our counts know nothing of those orders, so that what we would show could be sold there already.
    """
    plan = CatchUp.objects.filter(channel=joined.channel_id).exclude(state="done").first()
    return "orders" not in plan.done if plan else was_silent(joined, clock.now())


def waits_for_word(channel: str) -> bool:
    """Whether a plan after an outage waits for somebody to allow it: reports and mails wait with it."""
    return CatchUp.objects.filter(channel__code=channel, state="waiting").exists()


def due_for_report() -> list[str]:
    """Live channels with parcels that their mall has not heard of, or works on."""
    open_ = ShipmentReport.objects.filter(
        written_at__isnull=True, tries__lt=MOST_TRIES, channel__connection__state=ConnectionState.LIVE
    ).exclude(tracking_number="")
    return sorted(set(open_.values_list("channel__code", flat=True)))


def due_for_cancel() -> list[str]:
    """Live channels with orders that we called off and their mall has not heard of."""
    open_ = CancelReport.objects.filter(
        told_at__isnull=True, due_at__lte=clock.now(), tries__lt=MOST_TRIES,
        channel__connection__state=ConnectionState.LIVE,
    )  # fmt: skip
    return sorted(set(open_.values_list("channel__code", flat=True)))


def due_for_catch_up() -> list[str]:
    """Live channels with a plan that was approved and is not carried out yet."""
    rows = CatchUp.objects.filter(
        state__in=["approved", "running"], channel__connection__state=ConnectionState.LIVE
    )
    return sorted(set(rows.values_list("channel__code", flat=True)))


def with_inquiries() -> list[str]:
    """Live channels whose mall has an inbox of its own that can be read."""
    rows = Connection.objects.filter(state=ConnectionState.LIVE, channel__is_active=True)
    pairs = rows.order_by("channel__position", "channel_id").values_list("channel__code", "mall")
    return [code for code, company in pairs if getattr(mall(company), "INQUIRIES", False)]
