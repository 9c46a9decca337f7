"""Prove later."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanjo.channels.commands.ask_malls import ask_to_prove
from hanjo.channels.malls.port import CutOff, Limited
from hanjo.kernel import clock

SHORTEST = timedelta(minutes=15)  # shorter lists are not worth a call of their own
WORTH = timedelta(days=4)  # what is older is on no page any more: its calls serve newer stretches


def prove_later(channel: str, since: datetime, until: datetime, limited: Limited) -> None:
    """Have a comparison of lists done once the mall's limit has calls to spare for it (件数照合の再試行).

    A list that was half read is asked for in two halves: as a whole it would begin anew each time, and a mall with a
    small limit and a long day would never be proven. Asking twice changes nothing; what is too old to tell anybody
    anything is let go.
    """
    if until < clock.now() - WORTH:
        return
    half = (until - since) / 2
    if not isinstance(limited, CutOff) or half < SHORTEST:
        ask_to_prove(channel, since, until, in_seconds=limited.seconds)
        return
    middle = (since + half).replace(microsecond=0)
    ask_to_prove(channel, since, middle, in_seconds=limited.seconds)
    ask_to_prove(channel, middle, until, in_seconds=limited.seconds)
