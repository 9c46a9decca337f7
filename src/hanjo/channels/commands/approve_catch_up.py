"""Approve a catch-up."""

from __future__ import annotations

from hanjo.channels.commands.ask_malls import ask_to_catch_up
from hanjo.channels.models import CatchUp
from hanjo.channels.terms import NothingToCatchUp
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.approve_catch_up", "復旧の実行")
def approve_catch_up(channel: str, *, by: Actor) -> CatchUp:
    """Let a catch-up plan be carried out (復旧の承認). Approving again changes nothing; refuses when there is none."""
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
        ask_to_catch_up(channel)
        audit.record(by, "channels.approve_catch_up", [f"channel:{channel}"], plan=row.plan)
    return row
