"""Read listings of SKUs and what is free of them, as decisions need them (出品と販売可能数); part of `queries`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from hanjo.channels import buffers
from hanjo.channels.buffers import Side
from hanjo.channels.models import Connection
from hanjo.channels.policy import Policy
from hanjo.channels.terms import ConnectionState
from hanjo.inventory import queries as inventory
from hanjo.kernel import bulk


@dataclass(frozen=True, slots=True)
class Way:
    """How a channel is told: whether it is, how long that takes, and the risk it may have."""

    code: str
    is_open: bool
    stock_lag_s: float
    risk: float


NOT_ASKED = (0.0, 2)  # since when a listing waits, and how urgently
NO_WAY = Way("", False, 5.0, buffers.RISK)


def ways() -> dict[int, Way]:
    """Every joined channel, in one statement."""
    found = {}
    for row in Connection.objects.select_related("channel").only(
        "state", "stock_lag_s", "policy", "channel__code", "channel__is_active"
    ):
        policy = Policy.of(row.policy)
        is_open = row.state == ConnectionState.LIVE and row.channel.is_active and policy.pushes_stock
        found[row.channel_id] = Way(row.channel.code, is_open, row.stock_lag_s, policy.risk)
    return found


COLUMNS = """
    s.id, s.sku_id, s.channel_id, s.is_on, s.buffer, s.fixed_buffer, s.share, s.cap, s.takes_last, s.shown,
    coalesce(date_part('epoch', s.shown_at), 0), s.sending, s.in_flight, s.others_per_day, s.apart_per_day,
    s.apart_in_flight, s.per_day, s.tries
"""
"""What a side is made of, of `channels_listedstock s`; the channel's lag and risk follow, then what waits."""

_SIDES = f"""
    SELECT {COLUMNS}, coalesce(date_part('epoch', q.due_at), 0), coalesce(q.urgency, 2)
    FROM channels_listedstock s LEFT JOIN channels_duestock q ON q.stock_id = s.id
    WHERE s.sku_id = ANY(%s) ORDER BY s.id
"""
_LOCKED = f"""
    SELECT {COLUMNS} FROM channels_listedstock s WHERE s.sku_id = ANY(%s) ORDER BY s.id FOR NO KEY UPDATE
"""
"""Without what waits: it would be that of before the lock. Who holds the rows writes the queue and need not read it."""


def sides(sku_ids: Collection[int], known: dict[int, Way], *, locked: bool = False) -> dict[int, list[Side]]:
    """Every listing of these SKUs, by SKU; locked in key order, and without what waits, when they are to be told."""
    lags = {channel: (way.stock_lag_s, way.risk) for channel, way in known.items()}
    usual = (NO_WAY.stock_lag_s, NO_WAY.risk)
    found: dict[int, list[Side]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED if locked else _SIDES, [bulk.array(sku_ids)])
        for row in cursor.fetchall():
            head, waits = (row, NOT_ASKED) if locked else (row[:-2], row[-2:])
            found.setdefault(row[1], []).append(Side._make(head + lags.get(row[2], usual) + waits))
    return found


def free(sku_ids: Sequence[int]) -> dict[int, int]:
    """What could be promised of each SKU now, never less than nothing."""
    return {sku_id: max(count, 0) for sku_id, count in inventory.available(sku_ids).items()}


def moment(seconds: float) -> datetime:
    """Seconds of the epoch as a moment."""
    return datetime.fromtimestamp(seconds, UTC)
