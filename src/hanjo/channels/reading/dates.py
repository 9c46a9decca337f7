"""Dates and times of cells (日時). A time without a zone is Tokyo's; what comes out is aware, in UTC."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from hanjo.channels.reading.cells import BadCell, text
from hanjo.kernel.clock import JST, from_tokyo

AUTO = "auto"
EXCEL = "excel"
#: The formats that the mapping page offers: pattern → label.
FORMATS = {
    AUTO: "自動で判別",
    "YYYY/MM/DD HH:MM:SS": "2026/11/21 08:30:00",
    "YYYY-MM-DD HH:MM:SS": "2026-11-21 08:30:00",
    "m/d/yy H:MM": "11/21/26 8:30（月/日/年）",
    "d/m/yy H:MM": "21/11/26 8:30（日/月/年）",
    "m/d/YYYY H:MM": "11/21/2026 8:30（月/日/年）",
    "d/m/YYYY H:MM": "21/11/2026 8:30（日/月/年）",
    "YYYYMMDDHHMMSS": "20261121083000",
    "YYYYMMDD": "20261121",
    EXCEL: "Excel のシリアル値（46347.35）",
}
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_TIME = r"(?:[T\s]*(?P<H>\d{1,2})[:時](?P<N>\d{1,2})(?:[:分](?P<S>\d{1,2})(?:\.\d+)?秒?|分)?)?"
_ZONE = r"\s*(?P<Z>Z|[+-]\d{2}:?\d{2})?$"
_WESTERN = re.compile(
    r"^(?P<Y>\d{4})[-/.年](?P<M>\d{1,2})[-/.月](?P<D>\d{1,2})日?\s*(?:\([月火水木金土日]\))?" + _TIME + _ZONE
)
_DIGITS = re.compile(
    r"^(?P<Y>\d{4})(?P<M>\d{2})(?P<D>\d{2})(?:T?(?P<H>\d{2})(?P<N>\d{2})(?P<S>\d{2})?)?(?P<Z>Z)?$"
)
_ERA = re.compile(
    r"^(?P<E>令和|平成|R|H)(?P<Y>\d{1,2}|元)[年./-](?P<M>\d{1,2})[月./-](?P<D>\d{1,2})日?"
    + _TIME
    + r"(?P<Z>)$"
)
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel counts days without a zone
_TOKEN = re.compile(r"y{4}|y{2}|m{1,2}|d{1,2}|h{1,2}|s{1,2}", re.IGNORECASE)


def parse_datetime(value: str, column: str, pattern: str = AUTO, zone: tzinfo = JST) -> datetime:
    """A moment as the file states it, in UTC. `pattern` is one of FORMATS or written in the same letters."""
    plain = unicodedata.normalize("NFKC", text(value))
    try:
        found = _read(plain, pattern)
    except ValueError:
        found = None
    if found is None:
        shown = FORMATS.get(pattern, pattern) if pattern != AUTO else "2026/11/21 08:30:00"
        raise BadCell(column, value, f"日時として読めません（例: {shown}）")
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    return from_tokyo(found) if zone is JST else found.replace(tzinfo=zone).astimezone(UTC)


def parse_date(value: str, column: str, pattern: str = AUTO) -> date:
    """A calendar day as the file states it: the day in Tokyo when it states a zone."""
    return parse_datetime(value, column, pattern).astimezone(JST).date()


def _read(plain: str, pattern: str) -> datetime | None:
    if pattern == AUTO:
        match = _WESTERN.match(plain) or _DIGITS.match(plain) or _ERA.match(plain)
        if match:
            return _built(match.groupdict())
        return _serial(plain)
    if pattern == EXCEL:
        return _serial(plain)
    match = _compiled(pattern).match(plain)
    if match is None:
        return _iso(plain)
    return _built(match.groupdict())


def _iso(plain: str) -> datetime | None:
    """What Excel makes of any date cell, whatever the file was said to hold."""
    match = _WESTERN.match(plain)
    return _built(match.groupdict()) if match else None


def _built(part: dict[str, str | None]) -> datetime:
    era, stated = part.get("E"), part.get("Y") or ""
    year = 1 if stated == "元" else int(stated)
    if era:
        year += _ERAS[era]
    elif year < 100:
        year += 2000 if year < 70 else 1900
    if not 1990 <= year <= 2199:
        raise ValueError("year")
    hour = int(part.get("H") or 0)
    moment = datetime(  # noqa: DTZ001  # the zone follows below or by the caller
        year,
        int(part["M"] or 0),
        int(part["D"] or 0),
        hour % 24,
        int(part.get("N") or 0),
        int(part.get("S") or 0),
    )
    if hour == 24:  # 24:00 is the end of the day
        moment += timedelta(days=1)
    elif hour > 24:
        raise ValueError("hour")
    zone = part.get("Z")
    return datetime.fromisoformat(moment.isoformat() + zone.replace("Z", "+00:00")) if zone else moment


def _serial(plain: str) -> datetime | None:
    if not _SERIAL.match(plain):
        return None
    days = float(plain)
    if not 32874 <= days < 73051:  # 1990 to 2099
        return None
    return _EXCEL_ZERO + timedelta(seconds=round(days * 86400))


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A stated pattern as an expression. M after an hour is minutes; the time may be left out of a cell."""
    out, after_hour, at, opened = ["^"], False, 0, False
    for token in _TOKEN.finditer(pattern):
        between = pattern[at : token.start()]
        letters, name, width = token.group(), "", r"\d{1,2}"
        if letters[0] in "Yy":
            name, width = "Y", rf"\d{{{len(letters)}}}"
        elif letters[0] in "HhSsDd":
            name = letters[0].upper()
        else:
            name = "N" if after_hour else "M"
        if len(letters) == 2 and not between:
            width = r"\d{2}" if letters.lower() != "yy" else width
        if name == "H":
            after_hour = opened = True
            out.append("(?:")
        elif name == "S":
            out.append("(?:")
        out.append(r"\s+" if between == " " else re.escape(between))
        out.append(f"(?P<{name}>{width})")
        if name == "S":
            out.append(")?")
        at = token.end()
    out.append(")?" if opened else "")
    return re.compile("".join(out) + _ZONE)


def check_pattern(pattern: str) -> str:
    """Why a stated pattern cannot be used; empty when it can."""
    if pattern in (AUTO, EXCEL):
        return ""
    try:
        names = set(_compiled(pattern).groupindex)
    except re.error:
        return f"日時の書式「{pattern}」が正しくありません。"
    if not {"Y", "M", "D"} <= names:
        return f"日時の書式「{pattern}」に年・月・日がそろっていません。"
    return ""
