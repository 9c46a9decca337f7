"""The few names that every page needs, read in one statement and kept for seconds (呼び名)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache
from django.db import connection

from hanjo.fulfilment.queries import SENDER
from hanjo.kernel import clock

SECONDS = 10
KEY = "console.names"


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A delivery service as pages name it."""

    code: str
    name: str
    carrier: str
    cutoff: str


@dataclass(slots=True)
class Names:
    """Delivery services by code, people by login, how the shop calls itself, when files came in last."""

    services: dict[str, ServiceCard] = field(default_factory=dict)
    people: list[tuple[str, str]] = field(default_factory=list)
    shop: str = ""
    files: dict[str, datetime] = field(default_factory=dict)  # "done" and "failed" → the newest of it
    malls: dict[str, datetime | None] = field(default_factory=dict)  # those that live → when orders came last
    away: list[str] = field(default_factory=list)  # names of malls that stand still
    held: list[str] = field(default_factory=list)  # malls whose plan after an outage waits for a word


def names() -> Names:
    """The names as they were at most ten seconds ago."""
    kept: Names | None = cache.get(KEY)
    if kept is None:
        kept = _read()
        cache.set(KEY, kept, SECONDS)
    return kept


def _read() -> Names:
    found = Names()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'service', position * 1000000 + id AS at, code, name, carrier, cutoff, NULL::timestamptz
            FROM fulfilment_service WHERE is_active
            UNION ALL
            SELECT 'person', id, login, name, '', '', NULL FROM staff_staff WHERE is_active
            UNION ALL
            SELECT 'shop', 0, value ->> 'name', '', '', '', NULL FROM kernel_setting WHERE key = %s
            UNION ALL
            SELECT 'file', 0, state, '', '', '', max(received_at) FROM channels_importfile
            WHERE state IN ('done', 'failed') GROUP BY state
            UNION ALL
            SELECT 'mall', 0, h.name, CASE WHEN c.closed_until > %s THEN 'away' ELSE c.state END, '', '', c.orders_at
            FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id
            WHERE h.is_active AND c.state IN ('live', 'stopped')
            UNION ALL
            SELECT 'plan', 0, h.name, '', '', '', NULL FROM channels_catchup p
            JOIN channels_channel h ON h.id = p.channel_id WHERE h.is_active AND p.state = 'waiting'
            ORDER BY 1, 2
            """,
            [SENDER, clock.now()],
        )
        for kind, _, code, name, carrier, cutoff, moment in cursor.fetchall():
            if kind == "service":
                found.services[code] = ServiceCard(code, name, carrier, cutoff)
            elif kind == "person":
                found.people.append((code, name))
            elif kind == "shop":
                found.shop = code or ""
            elif kind == "file":
                found.files[code] = moment
            elif kind == "plan":
                found.held.append(code)
            elif name == "live":
                found.malls[code] = moment
            else:
                found.away.append(code)
    return found
