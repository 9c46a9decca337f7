"""Read listings of SKUs and what is free of them, as decisions need them (出品と販売可能数); part of `queries`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from hanjo.channels import buffers
from hanjo.channels.buffers import Side
from hanjo.channels.malls.registry import UnknownMall
from hanjo.channels.malls.tills import LOCATION, receipt_of
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
    place: str = ""  # it sells from this location only: a till


NOT_ASKED = (0.0, 2)  # since when a listing waits, and how urgently
NO_WAY = Way("", False, 5.0, buffers.RISK)


def ways() -> dict[int, Way]:
    """Every joined channel, in one statement."""
    found = {}
    for row in Connection.objects.select_related("channel").only(
        "state", "stock_lag_s", "policy", "mall", "options", "channel__code", "channel__is_active"
    ):
        policy = Policy.of(row.policy)
        is_open = row.state == ConnectionState.LIVE and row.channel.is_active and policy.pushes_stock
        found[row.channel_id] = Way(row.channel.code, is_open, row.stock_lag_s, policy.risk, place_of(row))
    return found


def place_of(joined: Connection) -> str:
    """The code of the only location that a channel sells from; empty for those that sell from all."""
    place = str(joined.options.get(LOCATION, ""))
    try:
        return place if place and receipt_of(joined.mall) else ""
    except UnknownMall:
        return ""


COLUMNS = """
    s.id, s.sku_id, s.channel_id, s.is_on, s.buffer, s.fixed_buffer, s.share, s.cap, s.takes_last, s.shown,
    coalesce(date_part('epoch', s.shown_at), 0), s.sending, s.in_flight, s.others_per_day, s.apart_per_day,
    s.apart_in_flight, s.per_day, s.tries,
    NOT EXISTS (SELECT 1 FROM catalogue_sku c JOIN catalogue_product p ON p.id = c.product_id
                WHERE c.id = s.sku_id AND c.is_active AND p.is_active)
"""
"""What a side is made of, of `channels_listedstock s`; see `side`."""
WIDTH = 19  # columns

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
            waits = NOT_ASKED if locked else row[WIDTH:]
            found.setdefault(row[1], []).append(side(row, *lags.get(row[2], usual), waits))
    for channel, way in known.items():
        if way.place:
            found |= placed(found, channel, way.place)
    return found


def placed(found: Mapping[int, list[Side]], channel: int, place: str) -> dict[int, list[Side]]:
    """The sides of SKUs that a till sells, with what lies on its own shelves; one statement, and none without any."""
    its = {sku for sku, group in found.items() if any(one.channel_id == channel for one in group)}
    there = inventory.available_at(place, sorted(its)) if its else {}
    return {
        sku: [one._replace(at_place=there[sku]) if one.channel_id == channel else one for one in found[sku]]
        for sku in its
    }


def side(row: Sequence[Any], lag: float, risk: float, waits: Sequence[Any]) -> Side:
    """One listing out of its COLUMNS, with its channel's lag and risk, since when it waits and how urgently."""
    return Side._make((*row[: WIDTH - 1], lag, risk, row[WIDTH - 1], *waits, None))


def free(sku_ids: Sequence[int]) -> dict[int, int]:
    """What could be promised of each SKU now, never less than nothing."""
    return {sku_id: max(count, 0) for sku_id, count in inventory.available(sku_ids).items()}


def moment(seconds: float) -> datetime:
    """Seconds of the epoch as a moment."""
    return datetime.fromtimestamp(seconds, UTC)
