"""What staff must hear of now, and what they were told (警報)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hanjo.channels.alarms import ALARMS, AlarmKind, Choices, Happening, key_step
from hanjo.channels.models import Alarm, OutgoingMail
from hanjo.channels.policy import Policy
from hanjo.channels.queries_concerns import PROVEN, TRIPS
from hanjo.kernel import clock, setting

FAR = timedelta(days=31)


def choices() -> Choices:
    """What the shop chose (警報の設定)."""
    return Choices.of(setting.get(ALARMS, dict[str, Any]()))


_NOW = """
    SELECT 'refused', h.id, h.code, h.name, 1, c.troubled_at, c.policy, c.trouble
    FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id WHERE h.is_active AND c.state = 'stopped'
    UNION ALL
    SELECT CASE WHEN c.closed_until > %(now)s OR c.failures >= %(trips)s THEN 'breaker' ELSE 'fine' END,
           h.id, h.code, h.name, 1, coalesce(c.orders_at, c.tested_at), c.policy, c.trouble
    FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id WHERE h.is_active AND c.state = 'live'
    UNION ALL
    SELECT 'key', h.id, h.code, h.name, 1, c.key_expires_at, c.policy, ''
    FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id
    WHERE h.is_active AND c.state IN ('live', 'paused', 'stopped') AND c.key_expires_at < %(far)s
    UNION ALL
    SELECT 'gap', h.id, h.code, h.name, count(DISTINCT n), NULL, NULL, left(string_agg(DISTINCT n, '・'), 120)
    FROM channels_orderproof p JOIN channels_channel h ON h.id = p.channel_id
    CROSS JOIN LATERAL jsonb_array_elements_text(p.missing) AS n
    WHERE p.until > %(proven)s AND NOT EXISTS (
        SELECT 1 FROM orders_order o WHERE o.channel = h.code AND o.external_number = n)
    GROUP BY h.id
    UNION ALL
    SELECT 'oversell', h.id, h.code, h.name, count(*), min(v.answer_by), NULL, ''
    FROM channels_oversell v JOIN channels_channel h ON h.id = v.channel_id WHERE v.chosen_at IS NULL GROUP BY h.id
"""


def happening() -> list[Happening]:
    """Everything that staff may want to hear of at this moment, in one statement (いま起きていること)."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_NOW, {"now": now, "trips": TRIPS, "far": now + FAR, "proven": now - PROVEN})
        return [found for row in cursor.fetchall() for found in _found(row, now)]


def _found(row: Sequence[Any], now: datetime) -> list[Happening]:
    kind, pk, code, name, count, at, policy, trouble = row

    def one(what: AlarmKind, text: str, ref: str = "") -> Happening:
        return Happening(what, code, pk, ref, f"{name}: {text}"[:300])

    if kind == "refused":
        return [
            one(
                AlarmKind.KEY,
                f"モールがキーを受け付けず、停止しています（{trouble or '理由なし'}）",
                "refused",
            )
        ]
    if kind == "key":
        step, days = key_step((at - now).total_seconds() / 86_400), (at - now).days
        if step is None:
            return []
        said = f"キーの期限まで あと {days} 日です" if step else "キーの期限が切れました"
        return [one(AlarmKind.KEY, said, f"{at:%Y-%m-%d}:{step}")]
    if kind == "gap":
        return [one(AlarmKind.GAP, f"モールにあって、ここにない注文が {count:,} 件あります（{trouble}）")]
    if kind == "oversell":
        by = f"{at.astimezone(clock.JST):%-m/%-d %H:%M}"
        return [one(AlarmKind.OVERSELL, f"売り越した注文 {count:,} 件に返答が要ります（期限 {by}）")]
    found = (
        [one(AlarmKind.BREAKER, f"モールが応答していません（{trouble or '理由なし'}）")]
        if kind == "breaker"
        else []
    )
    limit = timedelta(minutes=Policy.of(json.loads(policy or "{}")).silent_minutes)
    if at is not None and now - at > limit:
        last = f"{at.astimezone(clock.JST):%-m/%-d %H:%M}"
        found.append(one(AlarmKind.SILENT, f"受注を {last} から受け取れていません"))
    return found


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm as the page tells it."""

    alarm: Alarm
    kind: AlarmKind
    mails: int  # that left
    stuck: int  # that did not


def recent(most: int = 30) -> list[AlarmRow]:
    """The newest alarms and what became of their mails, in two statements (警報の履歴)."""
    rows = list(Alarm.objects.select_related("channel").order_by("-since", "-id")[:most])
    states: dict[str, list[str]] = {}
    mails = (
        OutgoingMail.objects.filter(kind__in=("mall_alarm", "mall_clear"), made_at__gte=rows[-1].since)
        if rows
        else ()
    )
    for mail in mails:
        states.setdefault(mail.key.split(":")[1], []).append(mail.state)
    return [
        AlarmRow(
            row, AlarmKind(row.kind), states.get(str(row.pk), []).count("sent"),
            sum(state in ("failed", "uncertain", "stopped") for state in states.get(str(row.pk), [])),
        )
        for row in rows
    ]  # fmt: skip
