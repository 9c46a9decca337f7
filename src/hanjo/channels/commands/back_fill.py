"""Back-fill."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanjo.channels.commands.prove_orders import counted
from hanjo.channels.commands.pull_orders import Pulled, pull_numbers
from hanjo.channels.malls.registry import mall
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel.actor import Actor


def back_fill(channel: str, since: datetime, until: datetime, *, by: Actor) -> Pulled:
    """Read every order that was placed in a stretch of time once more, whatever the cursor says (遡り取込).

    What is here already and unchanged stays as it is; doing it again changes nothing.
    """
    joined = connection_of(channel, live=True)
    step = timedelta(days=mall(joined.mall).BATCHES.days)
    found = Pulled()
    while since < until:
        end = min(until, since + step)
        theirs = counted(joined, since, end)
        part = pull_numbers(channel, [one.key for one in theirs if not one.is_hidden], by=by)
        found.created += part.created
        found.updated += part.updated
        found.refused += part.refused
        found.unchanged += part.unchanged
        since = end
    return found
