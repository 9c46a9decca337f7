"""The one clock: aware UTC inside, Asia/Tokyo for business dates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def business_date(at: datetime | None = None) -> date:
    """The shop's date (営業日付) at a moment: the calendar day in Tokyo."""
    return (at or now()).astimezone(JST).date()


def from_tokyo(naive: datetime) -> datetime:
    """A time that a Japanese file states without a zone, as an aware moment in UTC."""
    return naive.replace(tzinfo=JST).astimezone(UTC)
