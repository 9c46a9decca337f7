"""Which orders must be on a truck today, and which of them have no label yet (今日の期限)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from hanjo.kernel import clock


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


def risks(now: datetime) -> list[Risk]:
    """What must leave by tonight, by deadline and carrier; what is over already as one (今日の期限)."""
    night = datetime.combine(clock.business_date(now) + timedelta(days=1), time(), clock.JST)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.carrier, min(o.due_at), o.due_at <= %(now)s AS is_over, count(*),
                   count(*) FILTER (WHERE NOT l.printed), count(*) FILTER (WHERE o.stage NOT IN ('ready', 'work'))
            FROM orders_order o CROSS JOIN LATERAL (SELECT EXISTS (
                SELECT 1 FROM fulfilment_instruction i JOIN fulfilment_parcel p ON p.instruction_id = i.id
                WHERE i.order_id = o.id AND p.labelled_at IS NOT NULL AND p.voided_at IS NULL) AS printed) l
            WHERE o.stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')
              AND o.due_at < %(night)s
            GROUP BY o.carrier, is_over, CASE WHEN o.due_at > %(now)s THEN o.due_at END
            ORDER BY is_over DESC, 2, 1
            """,
            {"now": now, "night": night},
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [
        Risk(carrier, at, over, int(abs((at - now).total_seconds()) // 60), orders, unlabelled, stuck)
        for carrier, at, over, orders, unlabelled, stuck in rows
    ]
