"""What must be done now and by when (今日)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from hanjo.kernel import clock
from hanjo.orders.checks.base import CHECKS
from hanjo.orders.commands.recheck import GONE


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason that keeps orders waiting: how many, since when, how many have a proposal."""

    check: str
    label: str
    orders: int
    oldest_at: datetime
    proposals: int


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


@dataclass(frozen=True, slots=True)
class Pressure:
    """How much one stage presses: how many must leave today or before, since when the oldest waits."""

    due: int
    oldest_at: datetime


def day_numbers(today: date) -> tuple[dict[str, int], dict[str, Pressure]]:
    """The stages with, in the same statement, the orders `taken` in and `gone` since midnight (今日の件数).

    And per stage what is due by today and how old the oldest is.
    """
    start = day_start(today)
    rows = _rows(
        """
        SELECT stage, count(*), count(*) FILTER (WHERE due_at < %s), min(ordered_at) FROM orders_order
        WHERE stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')
        GROUP BY stage
        UNION ALL
        SELECT 'taken', count(*), 0, NULL FROM orders_order
        WHERE ordered_at >= %s AND taken_at >= %s AND (stage <> 'shipped' OR shipped_at >= %s)
        UNION ALL
        SELECT 'gone', count(*), 0, NULL FROM orders_order
        WHERE stage = 'shipped' AND shipped_at >= %s AND ordered_at >= %s
        """,
        [
            start + timedelta(days=1),
            start - timedelta(days=30),
            start,
            start,
            start,
            start - timedelta(days=60),
        ],
    )
    presses = {stage: Pressure(due, oldest) for stage, _, due, oldest in rows if oldest is not None}
    return {stage: count for stage, count, _, _ in rows}, presses


@dataclass(frozen=True, slots=True)
class DaySoFar:
    """Orders of a day until a moment: how many, for how much, how many that nothing stopped."""

    orders: int
    yen: int
    untouched: int

    @property
    def rate(self) -> float:
        """The share that nothing stopped, in per cent."""
        return 100 * self.untouched / self.orders if self.orders else 0.0


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


def sales(today: date, days: int = 30) -> list[tuple[date, str, int]]:
    """Sales per day and channel of the last days, cancelled orders left out (売上)."""
    return _rows(
        """
        SELECT (ordered_at AT TIME ZONE 'Asia/Tokyo')::date, channel, sum(total_yen)::bigint FROM orders_order
        WHERE ordered_at >= %s AND state <> 'cancelled' GROUP BY 1, 2
        """,
        [day_start(today - timedelta(days=days - 1))],
    )


@dataclass(frozen=True, slots=True)
class Going:
    """How the days go: the last week without a hand, today, and the same weekday before until the same time."""

    every: int
    untouched: int
    regretted: int
    today: DaySoFar
    before: DaySoFar
    # A check, its name, and how many orders needed a hand because of it, the most first.
    reasons: Sequence[tuple[str, str, int]]


_BY_ITSELF = f"(h.lifted_because = '{GONE}' AND split_part(h.lifted_by, ':', 1) IN ('system', 'channel'))"
_STOPPED = f"""EXISTS (SELECT 1 FROM orders_hold h WHERE h.order_id = o.id AND h.severity = 'stop'
                 AND NOT {_BY_ITSELF})"""


def going(now: datetime, days: int = 7) -> Going:
    """Orders of the last days that nothing stopped, and today beside the same weekday before (自動出荷率).

    A stop that ended by itself, as a mall's own check does, needed nobody. Regretted: nobody had to help, and later
    somebody of ours changed or cancelled them; what the mall or the buyer changed is no fault of the house. An order
    that two checks stopped counts among the reasons of both.
    """
    today, week = clock.business_date(now), timedelta(days=7)
    start, since = day_start(today), day_start(today - timedelta(days=days - 1))
    rows = _rows(
        f"""
        SELECT 'week', '', count(*), count(*) FILTER (WHERE NOT stopped),
               count(*) FILTER (WHERE NOT stopped AND touched)
        FROM (SELECT {_STOPPED} AS stopped,
                     EXISTS (SELECT 1 FROM orders_change c
                             WHERE c.order_id = o.id AND c.verb IN ('change', 'change_lines', 'cancel')
                               AND split_part(c.made_by, ':', 1) IN ('staff', 'api')) AS touched
              FROM orders_order o WHERE o.ordered_at >= %s AND o.checked_at IS NOT NULL AND o.passed_checks <> 0) x
        UNION ALL
        SELECT CASE WHEN ordered_at >= %s THEN 'today' ELSE 'before' END, '', count(*),
               COALESCE(sum(total_yen), 0)::bigint,
               count(*) FILTER (WHERE NOT {_STOPPED})
        FROM orders_order o
        WHERE state <> 'cancelled' AND (ordered_at >= %s AND ordered_at < %s OR ordered_at >= %s AND ordered_at < %s)
        GROUP BY 1
        UNION ALL
        SELECT 'stop', h.check_code, count(DISTINCT h.order_id), 0, 0
        FROM orders_hold h JOIN orders_order o ON o.id = h.order_id
        WHERE o.ordered_at >= %s AND o.checked_at IS NOT NULL AND o.passed_checks <> 0 AND h.severity = 'stop'
          AND NOT {_BY_ITSELF}
        GROUP BY 2 ORDER BY 3 DESC, 2
        """,
        [since, start, start, now, start - week, now - week, since],
    )
    found = {name: (int(a), int(b), int(c)) for name, _, a, b, c in rows}
    nothing = (0, 0, 0)
    reasons = [(code, check_label(code), count) for name, code, count, _, _ in rows if name == "stop"]
    today_, before = DaySoFar(*found.get("today", nothing)), DaySoFar(*found.get("before", nothing))
    return Going(*found["week"], today_, before, reasons)


def channel_states() -> list[dict[str, Any]]:
    """Per channel, its last file and how many orders of it are open (モールとのつながり)."""
    rows = _rows(
        """
        SELECT c.code, c.name, c.letter, c.colour, f.finished_at, f.state, f.format, f.id, c.format = 'own',
               (SELECT count(*) FROM orders_order o WHERE o.channel = c.code AND o.stage IN
                    ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')),
               CASE WHEN j.state <> 'live' THEN j.state WHEN j.closed_until > %s THEN 'away'
                    WHEN p.id IS NOT NULL THEN 'held' ELSE j.state END, j.orders_at
        FROM channels_channel c LEFT JOIN channels_connection j ON j.channel_id = c.id
        LEFT JOIN channels_catchup p ON p.channel_id = c.id AND p.state = 'waiting' LEFT JOIN LATERAL (
            SELECT finished_at, state, format, id FROM channels_importfile i
            WHERE i.channel_id = c.id ORDER BY id DESC LIMIT 1) f ON true
        WHERE c.is_active AND NOT c.is_history ORDER BY c.position, c.id
        """,
        [clock.now()],
    )
    names = (
        "code",
        "name",
        "letter",
        "colour",
        "finished_at",
        "state",
        "format",
        "file_id",
        "own",
        "open",
        "joined",
        "heard_at",
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class Errand:
    """Work of the own shop that waits for somebody: what, how many, on which page."""

    label: str
    count: int
    route: str
    permission: str
    tone: str = "warn"


LICENCE_DAYS = 30  # as the desk of the laws tells it


def shop_work() -> list[Errand]:
    """What waits in the own shop, counted in one statement; nothing told stays unseen (お店の仕事)."""
    today = clock.business_date()
    returns, unproven, broken, differing, expired, expiring, asked, late = _rows(
        """
        SELECT (SELECT count(*) FROM orders_returnrequest r LEFT JOIN orders_returnrefund f ON f.request_id = r.id
                WHERE r.state IN ('requested', 'arrived')
                   OR (r.state = 'refunding' AND (f.way = 'hand' OR f.trouble <> ''))),
               (SELECT count(*) FROM pricing_priceclaim c JOIN pricing_sale s ON s.id = c.sale_id
                WHERE NOT c.passed AND c.overridden_by = '' AND c.withdrawn_at IS NULL AND s.state <> 'ended'),
               (SELECT count(*) FROM pricing_priceplan WHERE state = 'broken'),
               (SELECT count(*) FROM payments_mismatch WHERE settled_at IS NULL),
               (SELECT count(*) FROM storefront_licence WHERE expires_on < %s),
               (SELECT count(*) FROM storefront_licence WHERE expires_on BETWEEN %s AND %s),
               (SELECT count(*) FROM support_inquiry WHERE state = 'new' AND (due_at IS NULL OR due_at > %s)),
               (SELECT count(*) FROM support_inquiry WHERE state = 'new' AND due_at <= %s)
        """,
        [today, today, today + timedelta(days=LICENCE_DAYS), clock.now(), clock.now()],
    )[0]
    found = [
        Errand("返信の期限を過ぎたお問い合わせ", late, "support-inbox", "support.look", "danger"),
        Errand("返信を待つお問い合わせ", asked, "support-inbox", "support.look"),
        Errand("返品のお返事・返金", returns, "shop-desk-returns", "orders.look"),
        Errand("決済会社の記録と合わない入出金", differing, "payments-mismatches", "payments.look", "danger"),
        Errand("期限の切れた許可・免許", expired, "shop-desk-laws", "storefront.look", "danger"),
        Errand("もうすぐ期限の切れる許可・免許", expiring, "shop-desk-laws", "storefront.look"),
        Errand("予告した値段で売っていない商品", broken, "shop-desk-sales", "pricing.look", "danger"),
        Errand("出せない元の値段（セール）", unproven, "shop-desk-sales", "pricing.look"),
    ]
    return [one for one in found if one.count]
