"""Confirm orders."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.channels.commands._outside import ask
from hanjo.channels.malls.port import Outcome, Verdict
from hanjo.channels.malls.registry import mall
from hanjo.channels.queries_malls import connection_of


def confirm_orders(channel: str, numbers: Sequence[str]) -> list[Verdict]:
    """Tell the mall that the shop takes these orders (注文確認). Doing it again changes nothing there.

    Writes nothing of ours: the mall answers with a changed order, which the next pull brings. Answers what the mall
    did not accept.
    """
    joined = connection_of(channel, live=True)
    size = mall(joined.mall).BATCHES.confirm
    said: list[Verdict] = []
    for at in range(0, len(numbers), size):
        part = list(numbers[at : at + size])
        said += ask(joined, lambda port, part=part: port.confirm(part))  # type: ignore[misc]  # bound at once
    return [one for one in said if one.outcome not in (Outcome.DONE, Outcome.WAITS)]
