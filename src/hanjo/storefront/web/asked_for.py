"""What visitors ask for, counted in memory and written now and then (検索語の記録): a look never waits for a write.

Pages of results are kept whole, so the counting stands in front of them. What a process has not yet written when it
is killed is lost; the figures guide staff and prove nothing.
"""

from __future__ import annotations

import time
from threading import Lock

from hanjo.storefront import commands
from hanjo.storefront.search.asking import LONGEST

SECONDS = 10.0
MOST = 300

_counts: dict[str, list[int]] = {}
_lock = Lock()
_written = 0.0


def note(typed: str) -> None:
    """One more look for these words; writes what has gathered when it is time."""
    with _lock:
        _counts.setdefault(_word(typed), [0, -1])[0] += 1
        due = len(_counts) >= MOST or time.monotonic() - _written > SECONDS
    if due and any(found >= 0 for _times, found in _counts.values()):
        write()


def found(typed: str, total: int) -> None:
    """How many goods these words have just found."""
    with _lock:
        _counts.setdefault(_word(typed), [0, -1])[1] = total


def write() -> None:
    """Write what has gathered; words whose page came from memory keep the figure they have."""
    global _written  # noqa: PLW0603  # one clock per process
    with _lock:
        rows = [(word, times, found) for word, (times, found) in sorted(_counts.items())]
        _counts.clear()
        _written = time.monotonic()
    commands.note_searches(rows)


def _word(typed: str) -> str:
    return " ".join(typed.lower().split())[:LONGEST]
