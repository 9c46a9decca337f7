"""The one clock: aware UTC inside, Asia/Tokyo for business dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")
_sources: list[Callable[[], datetime]] = []  # the last one counts; none: the machine's own


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _sources[-1]() if _sources else datetime.now(UTC)


@contextmanager
def told_by(source: Callable[[], datetime]) -> Iterator[None]:
    """Let this process live by another clock for a while: a rehearsal lives a day in minutes (予行の時計)."""
    _sources.append(source)
    try:
        yield
    finally:
        _sources.pop()


def business_date(at: datetime | None = None) -> date:
    """The shop's date (営業日付) at a moment: the calendar day in Tokyo."""
    return (at or now()).astimezone(JST).date()


def from_tokyo(naive: datetime) -> datetime:
    """A time that a Japanese file states without a zone, as an aware moment in UTC."""
    return naive.replace(tzinfo=JST).astimezone(UTC)
