"""What of malls somebody must look at today, in one statement (モールの要対応)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from hanjo.channels.policy import Policy
from hanjo.kernel import clock

KEY_ENDS = timedelta(days=30)
PROVEN = timedelta(days=3)
TRIPS = 4  # failures in a row: then the breaker rests, and this is news


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing about a mall that waits for a person; the most pressing have `danger`."""

    tone: str
    channel: str  # its code; empty: of no single mall
    name: str
    text: str
    page: str  # the name of the route that answers it


def concerns() -> list[Concern]:
    """Malls that stand still or are silent, keys that end, missing orders, catch-ups, oversells (モールの要対応)."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"now": now, "proven": now - PROVEN, "soon": now + KEY_ENDS, "trips": TRIPS})
        rows = cursor.fetchall()
    found: list[Concern] = []
    for kind, code, name, count, at, policy in rows:
        if kind == "mall":
            found += _of_mall(code, name, count, _silence(at, policy, now))
        elif kind == "key":
            found.append(_of_key(code, name, at, now))
        elif kind == "missing":
            text = f"モールにあって、ここにない注文が {count:,} 件あります"
            found.append(Concern("danger", code, name, text, "mall-orders"))
        elif kind == "catch-up":
            found.append(Concern("warn", code, name, "途絶のあとの復旧が、承認を待っています", "mall"))
        elif kind == "cancels":
            text = f"取消を {count:,} 件、モールに伝えられていません。モールの管理画面で取り消してください"
            found.append(Concern("danger", code, name, text, "mall"))
        elif count:
            is_late = at is not None and at <= now
            text = f"売り越した注文 {count:,} 件に返答が要ります{'（期限を過ぎました）' if is_late else ''}"
            found.append(Concern("danger" if is_late else "warn", "", "売り越し", text, "oversells"))
    return sorted(found, key=lambda one: ("danger", "warn", "info").index(one.tone))


def _of_mall(code: str, name: str, state: int, silent: timedelta | None) -> list[Concern]:
    if state == STOPPED:
        return [Concern("danger", code, name, "モールがキーを受け付けず、停止しています", "mall-settings")]
    if state == AWAY:
        return [Concern("danger", code, name, "モールが応答していません。自動でやり直しています", "mall")]
    if silent is not None:
        minutes = int(silent.total_seconds() // 60)
        return [Concern("warn", code, name, f"受注を {minutes:,} 分のあいだ受け取れていません", "mall")]
    return []


def _silence(at: datetime | None, policy: str | None, now: datetime) -> timedelta | None:
    """How long a mall was not heard of, when that is longer than its policy allows."""
    longest = timedelta(minutes=Policy.of(json.loads(policy or "{}")).silent_minutes)
    return now - at if at is not None and now - at > longest else None


def _of_key(code: str, name: str, at: datetime, now: datetime) -> Concern:
    days = (at - now).days
    tone = "danger" if days <= 3 else "warn" if days <= 14 else "info"
    text = f"キーの期限まで あと {days} 日です" if days >= 0 else "キーの期限が切れました"
    return Concern(tone, code, name, text, "mall-settings")


STOPPED, AWAY = 1, 2
_ALL = """
    SELECT 'mall', h.code, h.name,
           CASE WHEN c.state = 'stopped' THEN 1
                WHEN c.closed_until > %(now)s OR c.failures >= %(trips)s THEN 2 ELSE 0 END::bigint,
           coalesce(c.orders_at, c.tested_at), c.policy
    FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id
    WHERE h.is_active AND c.state IN ('live', 'stopped')
    UNION ALL
    SELECT 'key', h.code, h.name, 0, c.key_expires_at, NULL
    FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id
    WHERE h.is_active AND c.state IN ('live', 'paused') AND c.key_expires_at < %(soon)s
    UNION ALL
    SELECT 'missing', h.code, h.name, count(DISTINCT n), NULL, NULL
    FROM channels_orderproof p JOIN channels_channel h ON h.id = p.channel_id
    CROSS JOIN LATERAL jsonb_array_elements_text(p.missing) AS n
    WHERE p.until > %(proven)s AND NOT EXISTS (
        SELECT 1 FROM orders_order o WHERE o.channel = h.code AND o.external_number = n)
    GROUP BY h.code, h.name
    UNION ALL
    SELECT 'catch-up', h.code, h.name, 1, k.since, NULL
    FROM channels_catchup k JOIN channels_channel h ON h.id = k.channel_id WHERE k.state = 'waiting'
    UNION ALL
    SELECT 'cancels', h.code, h.name, count(*), min(r.due_at), NULL
    FROM channels_cancelreport r JOIN channels_channel h ON h.id = r.channel_id
    WHERE r.told_at IS NULL AND r.trouble <> '' GROUP BY h.code, h.name
    UNION ALL
    SELECT 'oversells', '', '', count(*), min(answer_by), NULL FROM channels_oversell WHERE chosen_at IS NULL
"""
