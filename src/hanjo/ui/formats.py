"""How values are written for people: money, numbers, dates (表記).

Tables get the sortable form (`¥1,234`, `2026-11-21（土）10:23`), sentences the spoken one
(`1,234円`, `11月21日（土）`).
Nothing here decides; a value that is absent is shown as an em dash so that a column never looks forgotten.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language

NOTHING = "—"
MINUS = "−"
TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def number(value: int | float | None, places: int = 0) -> str:
    """Write a number with thousands separators and a real minus sign (数値)."""
    if value is None:
        return NOTHING
    sign = MINUS if value < 0 else ""
    return f"{sign}{abs(value):,.{places}f}"


def yen(value: int | None) -> str:
    """Write money for a table: ¥1,234 (金額・表)."""
    if value is None:
        return NOTHING
    return f"{MINUS if value < 0 else ''}¥{abs(value):,}"


def yen_prose(value: int | None) -> str:
    """Write money for a sentence: 1,234円 (金額・文)."""
    if _is_english():
        return yen(value)
    return NOTHING if value is None else f"{number(value)}円"


def qty(value: int | None, unit: str = "") -> str:
    """Write a quantity, with its unit if one is given (数量)."""
    return NOTHING if value is None else f"{number(value)}{unit}"


def percent(value: float | None, places: int = 1) -> str:
    """Write a share between 0 and 1 as per cent (割合)."""
    return NOTHING if value is None else f"{number(value * 100, places)}%"


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime):
        return value.astimezone(TOKYO) if timezone.is_aware(value) else value
    return value


def weekday(value: date | datetime) -> str:
    """Name the day of the week in Tokyo (曜日)."""
    day = _local(value).weekday()
    return ENGLISH_DAYS[day] if _is_english() else WEEKDAYS[day]


def at(value: datetime | None) -> str:
    """Write a moment for a table: 2026-11-21（土）10:23 (日時)."""
    if value is None:
        return NOTHING
    local = _local(value)
    if _is_english():
        return f"{on(local)}, {local:%H:%M}"
    return f"{local:%Y-%m-%d}（{weekday(local)}）{local:%H:%M}"


def at_short(value: datetime | None) -> str:
    """Write a moment in a narrow column: 11-21 08:41 (日時・短)."""
    return NOTHING if value is None else f"{_local(value):%m-%d %H:%M}"


def clock_time(value: datetime | None) -> str:
    """Write only the time of day: 08:41 (時刻)."""
    return NOTHING if value is None else f"{_local(value):%H:%M}"


def on(value: date | datetime | None) -> str:
    """Write a day for a table: 2026-11-21（土） (日付)."""
    if value is None:
        return NOTHING
    local = _local(value)
    if _is_english():
        return f"{on_prose(local)} {local.year}"
    return f"{local:%Y-%m-%d}（{weekday(local)}）"


def on_prose(value: date | datetime | None) -> str:
    """Write a day for a sentence: 11月21日（土） (日付・文)."""
    if value is None:
        return NOTHING
    local = _local(value)
    if _is_english():
        return f"{weekday(local)}, {local.day} {ENGLISH_MONTHS[local.month - 1]}"
    return f"{local.month}月{local.day}日（{weekday(local)}）"


def on_long(value: date | datetime | None) -> str:
    """Write a day with its year for somebody who reads and does not compare: 2026年11月21日（土） (日付・年つき)."""
    if value is None:
        return NOTHING
    local = _local(value)
    return on(local) if _is_english() else f"{local.year}年{on_prose(local)}"


def iso(value: date | datetime | None) -> str:
    """Write the machine's form for a `datetime` attribute."""
    return "" if value is None else _local(value).isoformat()


def current_moment() -> datetime:
    """Ask the clock that the settings name; the house has one, and this module may not import it."""
    source = getattr(settings, "HANJO_CLOCK", "")
    ask = cast("Callable[[], datetime]", import_string(source) if source else timezone.now)
    return ask()


def ago(value: datetime | None, now: datetime | None = None) -> str:
    """Say how long ago, or how far ahead, a moment is: 2時間前, あと 5分 (経過)."""
    if value is None:
        return NOTHING
    gap = (now or current_moment()) - value
    ahead = gap < timedelta(0)
    words = span(abs(gap))
    if words == "今":
        return words
    return f"あと {words}" if ahead else f"{words}前"


def span(length: timedelta) -> str:
    """Say a length of time with its largest sensible unit (時間の長さ)."""
    seconds = int(length.total_seconds())
    steps = ((86_400 * 365, "年"), (86_400 * 30, "か月"), (86_400, "日"), (3_600, "時間"), (60, "分"))
    for size, word in steps:
        if seconds >= size:
            return f"{seconds // size}{word}"
    return f"{seconds}秒" if seconds >= 5 else "今"
