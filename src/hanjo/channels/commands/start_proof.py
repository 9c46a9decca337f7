"""Start a proof."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanjo.channels.commands.ask_malls import ask_to_prove
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

DAY = timedelta(days=1)


@command("channels.start_proof", "件数照合の指示")
def start_proof(channel: str, since: datetime, until: datetime, *, by: Actor) -> int:
    """Have a stretch of time compared with the mall's own list, a day at a time, in the background (件数照合の指示).

    A day that waits for its comparison already is not asked for twice. Refuses a channel whose mall is not spoken to.
    Answers how many days there are.
    """
    connection_of(channel, live=True)
    audit.record(
        by, "channels.start_proof", [f"channel:{channel}"], since=since.isoformat(), until=until.isoformat()
    )
    days = 0
    while since < until:
        end = min(since + DAY, until)
        ask_to_prove(channel, since, end)
        since, days = end, days + 1
    return days
