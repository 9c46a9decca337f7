"""Start a back-fill."""

from __future__ import annotations

from datetime import datetime

from hanjo.channels.commands.ask_malls import ask_to_fill
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.back_fill", "遡り取込")
def start_back_fill(channel: str, since: datetime, until: datetime, *, by: Actor) -> None:
    """Have a stretch of time read once more in the background, and write down who wanted it (遡り取込).

    While one such job waits, asking again changes nothing. Refuses a channel whose mall is not spoken to.
    """
    connection_of(channel, live=True)
    ask_to_fill(channel, since, until)
    audit.record(
        by, "channels.back_fill", [f"channel:{channel}"], since=since.isoformat(), until=until.isoformat()
    )
