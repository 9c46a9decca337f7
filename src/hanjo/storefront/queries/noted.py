"""What pages for everybody have in common, looked up once while the shop's version holds (版ごとの控え).

Whoever makes such a page says under which version. Outside of that nothing is noted, and everything is looked up when
it is asked for. What goes by the clock is looked up anew after half a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
LONGEST = 30.0
MOST = 5_000

_under: ContextVar[int] = ContextVar("version", default=0)
_notes: dict[tuple[int, Hashable], tuple[float, Any]] = {}
_latest = 0


@contextmanager
def under(version: int) -> Iterator[None]:
    """Make a page under a version of the shop; one inside another keeps to the outer one's."""
    token = _under.set(_under.get() or version)
    try:
        yield
    finally:
        _under.reset(token)


def noted(name: Hashable, look: Callable[[], T]) -> T:
    """What was found under this version, else found now and noted."""
    global _latest  # noqa: PLW0603  # notes of an older version are in nobody's way, but take room
    version = _under.get()
    if not version:
        return look()
    key, now = (version, name), time.monotonic()
    note = _notes.get(key)
    if note is not None and now - note[0] <= LONGEST:
        return cast("T", note[1])
    found = look()
    if len(_notes) >= MOST or version != _latest:
        _notes.clear()
        _latest = version
    _notes[key] = (now, found)
    return found


def forget() -> None:
    """Forget everything; tests begin with nothing noted."""
    _notes.clear()
