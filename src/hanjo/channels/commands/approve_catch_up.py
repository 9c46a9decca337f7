"""Approve a catch-up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from hanjo.channels.commands.ask_malls import ask_to_catch_up
from hanjo.channels.commands.plan_catch_up import held_mails
from hanjo.channels.mail import MailState
from hanjo.channels.models import CatchUp
from hanjo.channels.terms import NothingToCatchUp
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

SKIPPED = "途絶のあいだに送る時期を過ぎたため、復旧のときに送らないことにしました"


@command("channels.approve_catch_up", "復旧の実行")
def approve_catch_up(channel: str, *, skip: Collection[str] = (), by: Actor) -> CatchUp:
    """Let a catch-up plan be carried out (復旧の承認). Approving again changes nothing; refuses when there is none.

    Mails of the kinds to `skip` that have become too late are stopped, with the reason; all others go.
    """
    row = (
        CatchUp.objects.select_for_update(of=("self",))
        .select_related("channel")
        .filter(channel__code=channel)
        .exclude(state="done")
        .first()
    )
    if row is None:
        raise NothingToCatchUp(channel=channel)
    if row.state == "waiting":
        row.state, row.approved_by, row.approved_at = "approved", str(by), clock.now()
        row.save(update_fields=["state", "approved_by", "approved_at"])
        stopped = _stop(row, skip) if skip else 0
        ask_to_catch_up(channel)
        audit.record(
            by,
            "channels.approve_catch_up",
            [f"channel:{channel}"],
            plan=row.plan,
            skip=sorted(skip),
            stopped=stopped,
        )
    return row


def _stop(row: CatchUp, kinds: Collection[str]) -> int:
    """Stop what is too late of these kinds, and only that."""
    if not (before := row.plan.get("late_before")):
        return 0
    late = held_mails(row.channel.code, datetime.fromisoformat(before)).filter(kind__in=kinds)
    stopped = late.update(state=MailState.STOPPED, trouble=SKIPPED)
    row.plan = {**row.plan, "skipped": stopped}
    row.save(update_fields=["plan"])
    return stopped
