"""Which orders must be on a truck today, and which of them have no label yet (今日の期限)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.orders.queries import FAST_FACTS


@dataclass(frozen=True, slots=True)
class Risk:
    """The orders of one carrier that share a deadline: how far they are, how much time is left."""

    carrier: str
    at: datetime
    is_over: bool
    minutes: int  # until the truck leaves; how long ago it left, where it is over
    orders: int
    unlabelled: int  # no label of theirs is printed
    stuck: int  # of those: they wait for somebody, for money or for stock

    @property
    def tone(self) -> str:
        """Danger when labels are missing and the truck is near or gone."""
        if not self.unlabelled:
            return "danger" if self.is_over else "ok"
        return "danger" if self.is_over or self.minutes < 120 else "warn"

    @property
    def left(self) -> str:
        """あと 2時間05分, 3時間10分 過ぎ, 2日 過ぎ"""
        hours, minutes = divmod(abs(self.minutes), 60)
        span = (
            f"{hours // 24}日"
            if hours >= 24
            else (f"{hours}時間{minutes:02d}分" if hours else f"{minutes}分")
        )
        return f"{span} 過ぎ" if self.is_over else f"あと {span}"


@dataclass(frozen=True, slots=True)
class FastRisk(Risk):
    """The orders that one mall promises fast: `carrier` is not told, `channel` is."""

    channel: str = ""


_AT_RISK = """
    WITH due AS (
        SELECT o.carrier, o.channel, o.due_at, o.due_at <= %(now)s AS is_over, o.facts ?| %(fast)s::text[] AS is_fast,
               o.stage NOT IN ('ready', 'work') AS is_stuck, NOT EXISTS (
            SELECT 1 FROM fulfilment_instruction i JOIN fulfilment_parcel p ON p.instruction_id = i.id
            WHERE i.order_id = o.id AND p.labelled_at IS NOT NULL AND p.voided_at IS NULL) AS unlabelled
        FROM orders_order o
        WHERE o.stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')
          AND o.due_at < %(night)s)
    SELECT false, carrier, min(due_at) AS at, is_over, count(*), count(*) FILTER (WHERE unlabelled),
           count(*) FILTER (WHERE is_stuck)
    FROM due GROUP BY carrier, is_over, CASE WHEN NOT is_over THEN due_at END
    UNION ALL
    SELECT true, channel, min(due_at), bool_or(is_over), count(*), count(*) FILTER (WHERE unlabelled),
           count(*) FILTER (WHERE is_stuck)
    FROM due WHERE is_fast GROUP BY channel
    ORDER BY 1, 4 DESC, 3, 2
"""


def at_risk(now: datetime) -> tuple[list[Risk], list[FastRisk]]:
    """What must leave by tonight, in one statement (今日の期限).

    First by deadline and carrier, what is over already as one; then the orders that a mall promises fast, by mall.
    """
    night = datetime.combine(clock.business_date(now) + timedelta(days=1), time(), clock.JST)
    with connection.cursor() as cursor:
        cursor.execute(_AT_RISK, {"now": now, "night": night, "fast": bulk.array(FAST_FACTS)})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    trucks, promises = [], []
    for is_fast, name, at, over, orders, unlabelled, stuck in rows:
        minutes = int(abs((at - now).total_seconds()) // 60)
        if is_fast:
            promises.append(FastRisk("", at, over, minutes, orders, unlabelled, stuck, name))
        else:
            trucks.append(Risk(name, at, over, minutes, orders, unlabelled, stuck))
    return trucks, promises
