"""Catch up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection

from hanjo.channels.commands.ask_malls import ask_to_push, ask_to_report
from hanjo.channels.commands.prove_later import prove_later
from hanjo.channels.commands.prove_orders import prove_orders
from hanjo.channels.commands.pull_orders import pull_orders
from hanjo.channels.commands.queue_mails import ask_to_send
from hanjo.channels.malls.port import Limited
from hanjo.channels.models import CatchUp, OutgoingMail, ShipmentReport
from hanjo.channels.queries_malls import connection_of, was_silent
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

PATIENCE = timedelta(minutes=15)  # with a limit, before stock, reports and mails go first


def catch_up(channel: str, *, by: Actor) -> CatchUp | None:
    """Carry out an approved plan: orders, the oldest first, their proof, then stock, reports, mails (復旧).

    Each step is safe to repeat, so that a catch-up that was cut off goes on where it stopped; what it has done is
    written down step by step. The proof waits for the mall's limit a quarter of an hour, then stock, reports and mails
    go first and the proof is asked for by itself. One that took so long that it would itself be a silence brings in
    what was ordered meanwhile, else the next plan would follow at once. None when nothing is approved.
    """
    row = CatchUp.objects.filter(channel__code=channel, state__in=["approved", "running"]).first()
    if row is None:
        return None
    CatchUp.objects.filter(pk=row.pk).update(state="running")
    if "orders" not in row.done:
        pulled = pull_orders(channel, by=by)
        _note(row, {"orders": len(pulled.created), "changed": len(pulled.updated), "refused": pulled.refused})
    if "proof" not in row.done:
        _note(row, {"proof": _proven(row, channel, by=by)})
    if was_silent(connection_of(channel, live=True), clock.now()):
        pull_orders(channel, by=by)
    return _finish(row.pk, by=by)


def _proven(row: CatchUp, channel: str, *, by: Actor) -> dict[str, Any]:
    """Compare the stretch; where the mall's limit leaves no call for that, later, so that its stock need not wait."""
    try:
        proof = prove_orders(channel, row.since, row.until, by=by)
    except Limited as limited:
        if clock.now() - (row.approved_at or row.found_at) < PATIENCE:
            raise
        prove_later(channel, row.since, row.until, limited)
        return {"theirs": 0, "ours": 0, "missing": [], "later": True}
    return {"theirs": proof.theirs, "ours": proof.ours, "missing": proof.missing}


def _note(row: CatchUp, news: dict[str, Any]) -> None:
    row.done = {**row.done, **news}
    row.save(update_fields=["done"])


@command("channels.catch_up", "復旧")
def _finish(catch_up_id: int, *, by: Actor) -> CatchUp:
    """Let stock, reports and mails of a mall that is back go out, and close its catch-up (復旧)."""
    row = CatchUp.objects.select_for_update(of=("self",)).select_related("channel").get(pk=catch_up_id)
    if row.state == "done":
        return row
    # Nobody knows what the mall did meanwhile: what it shows is told anew, everything.
    with connection.cursor() as cursor:
        cursor.execute(_TELL_ALL, {"channel": row.channel_id, "now": clock.now()})
        told = cursor.rowcount
    code = row.channel.code
    ask_to_push(code)
    ask_to_report(code)
    ask_to_send(code)
    row.done = {
        **row.done,
        "stock": told,
        "reports": ShipmentReport.objects.filter(channel=row.channel, written_at__isnull=True)
        .exclude(tracking_number="")
        .count(),
        "mails": OutgoingMail.objects.filter(channel=code, state="queued").count(),
    }
    row.state, row.finished_at = "done", clock.now()
    row.save(update_fields=["done", "state", "finished_at"])
    audit.record(by, "channels.catch_up", [f"channel:{code}"], **row.done)
    return row


_TELL_ALL = """
    WITH known AS MATERIALIZED (
        SELECT s.id, s.channel_id FROM channels_listedstock s LEFT JOIN channels_duestock q ON q.stock_id = s.id
        WHERE s.channel_id = %(channel)s AND s.is_on AND (s.shown IS NOT NULL OR q.stock_id IS NOT NULL)
        ORDER BY s.id FOR NO KEY UPDATE OF s
    ),
    forgotten AS (
        UPDATE channels_listedstock s SET shown = NULL, sending = NULL, sending_key = '', tries = 0
        FROM known k WHERE s.id = k.id
    )
    INSERT INTO channels_duestock AS q (stock_id, channel_id, urgency, due_at)
    SELECT id, channel_id, 2, %(now)s FROM known
    ON CONFLICT (stock_id) DO UPDATE SET due_at = least(q.due_at, EXCLUDED.due_at)
"""
