"""What must be done now and by when (今日)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from hanjo.kernel import clock
from hanjo.orders.checks.base import CHECKS


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason that keeps orders waiting: how many, since when, how many have a proposal."""

    check: str
    label: str
    orders: int
    oldest_at: datetime
    proposals: int


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A carrier's truck: when it leaves and what it still waits for."""

    carrier: str
    at: str
    left: int
    minutes: int


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def day_start(day: date) -> datetime:
    """The first moment of a business day."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.JST)


def stages() -> dict[str, int]:
    """How many orders stand at each open stage, from the partial index over open work (ステージ別件数)."""
    return dict(
        _rows(
            """
            SELECT stage, count(*) FROM orders_order
            WHERE stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')
            GROUP BY stage
            """,
            [],
        )
    )


def day_numbers(today: date) -> dict[str, int]:
    """The stages with, in the same statement, the orders `taken` in and `gone` since midnight (今日の件数)."""
    start = day_start(today)
    return dict(
        _rows(
            """
            SELECT stage, count(*) FROM orders_order
            WHERE stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')
            GROUP BY stage
            UNION ALL
            SELECT 'taken', count(*) FROM orders_order
            WHERE ordered_at >= %s AND taken_at >= %s AND (stage <> 'shipped' OR shipped_at >= %s)
            UNION ALL
            SELECT 'gone', count(*) FROM orders_order
            WHERE stage = 'shipped' AND shipped_at >= %s AND ordered_at >= %s
            """,
            [start - timedelta(days=30), start, start, start, start - timedelta(days=60)],
        )
    )


def stops() -> list[Stop]:
    """What keeps orders waiting, most first (手を止めているもの)."""
    rows = _rows(
        """
        SELECT h.check_code, count(DISTINCT h.order_id), min(h.opened_at),
               count(DISTINCT h.order_id) FILTER (WHERE h.fix IS NOT NULL AND h.fix ->> 'do' IS DISTINCT FROM 'accept'
                                                    AND h.fix ->> 'map' IS NULL)
        FROM orders_hold h JOIN orders_order o ON o.id = h.order_id
        WHERE h.lifted_at IS NULL AND h.severity = 'stop' AND o.stage IN ('check', 'held')
        GROUP BY 1 ORDER BY 2 DESC, 1
        """,
        [],
    )
    return [
        Stop(code, check_label(code), count, oldest, proposals) for code, count, oldest, proposals in rows
    ]


def check_label(code: str) -> str:
    """The name of a check as people know it."""
    check = CHECKS.get(code)
    own = {"changed_too_late": "出荷指示後の変更", "cancelled_too_late": "出荷指示後の取消"}
    return check.label if check else own.get(code, code)


def shortages(limit: int = 6) -> list[dict[str, Any]]:
    """SKUs that orders wait for, with what comes and when (在庫が足りない)."""
    rows = _rows(
        """
        SELECT s.id, s.code, p.name, sum(w.quantity), count(DISTINCT w."group"),
               (SELECT min(i.due_on) FROM inventory_inbound i WHERE i.sku_id = s.id AND i.arrived_at IS NULL)
        FROM inventory_shortage w
        JOIN catalogue_sku s ON s.id = w.sku_id JOIN catalogue_product p ON p.id = s.product_id
        WHERE jsonb_array_length(w.missing) > 0
        GROUP BY s.id, s.code, p.name ORDER BY 5 DESC, 2 LIMIT %s
        """,
        [limit],
    )
    return [
        {"id": pk, "code": code, "name": name, "pieces": int(pieces), "orders": orders, "due_on": due_on}
        for pk, code, name, pieces, orders, due_on in rows
    ]


def cutoffs(now: datetime) -> list[Cutoff]:
    """Per carrier, when its truck leaves today and how many orders it still waits for (出荷締切)."""
    rows = _rows(
        """
        SELECT s.carrier, min(s.cutoff), (
            SELECT count(*) FROM orders_order o
            WHERE o.stage IN ('ready', 'work') AND o.carrier = s.carrier)
        FROM fulfilment_service s WHERE s.is_active GROUP BY s.carrier ORDER BY 2
        """,
        [],
    )
    local = now.astimezone(clock.JST)
    found = []
    for carrier, at, left in rows:
        hour, minute = (int(part) for part in at.split(":"))
        found.append(Cutoff(carrier, at, left, hour * 60 + minute - local.hour * 60 - local.minute))
    return found


def sales(today: date, days: int = 30) -> list[tuple[date, str, int]]:
    """Sales per day and channel of the last days, cancelled orders left out (売上)."""
    return _rows(
        """
        SELECT (ordered_at AT TIME ZONE 'Asia/Tokyo')::date, channel, sum(total_yen)::bigint FROM orders_order
        WHERE ordered_at >= %s AND state <> 'cancelled' GROUP BY 1, 2
        """,
        [day_start(today - timedelta(days=days - 1))],
    )


def untouched(today: date, days: int = 7) -> tuple[int, int, int]:
    """Orders taken in the last days: all, those that nothing stopped, and those regretted later (自動出荷率).

    Regretted: nothing had stopped them, and later they were changed or cancelled by hand.
    """
    row = _rows(
        """
        SELECT count(*), count(*) FILTER (WHERE NOT stopped), count(*) FILTER (WHERE NOT stopped AND touched)
        FROM (SELECT EXISTS (SELECT 1 FROM orders_hold h WHERE h.order_id = o.id AND h.severity = 'stop') AS stopped,
                     EXISTS (SELECT 1 FROM orders_change c
                             WHERE c.order_id = o.id AND c.verb IN ('change', 'change_lines', 'cancel')) AS touched
              FROM orders_order o WHERE o.ordered_at >= %s AND o.checked_at IS NOT NULL AND o.passed_checks <> 0) x
        """,
        [day_start(today - timedelta(days=days - 1))],
    )[0]
    return int(row[0]), int(row[1]), int(row[2])


def channel_states() -> list[dict[str, Any]]:
    """Per channel, its last file and how many orders of it are open (モールとのつながり)."""
    rows = _rows(
        """
        SELECT c.code, c.name, c.letter, c.colour, f.finished_at, f.state, f.format, f.id,
               (SELECT count(*) FROM orders_order o WHERE o.channel = c.code AND o.stage IN
                    ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held'))
        FROM channels_channel c LEFT JOIN LATERAL (
            SELECT finished_at, state, format, id FROM channels_importfile i
            WHERE i.channel_id = c.id ORDER BY id DESC LIMIT 1) f ON true
        WHERE c.is_active AND NOT c.is_history ORDER BY c.position, c.id
        """,
        [],
    )
    names = ("code", "name", "letter", "colour", "finished_at", "state", "format", "file_id", "open")
    return [dict(zip(names, row, strict=True)) for row in rows]
