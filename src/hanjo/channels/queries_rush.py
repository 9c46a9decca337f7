"""Reads of what is announced to sell faster, of what our own shop keeps back, and of when to learn more often."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from hanjo.channels import buffers
from hanjo.channels.models import Channel, Rush
from hanjo.channels.terms import Format
from hanjo.channels.terms_stock import KeepBack

EARLY = timedelta(minutes=10)  # counts are lowered before a rush begins
UNHEARD = f"""
    (c.failures >= {buffers.FAILS} OR %(now)s - c.orders_until > make_interval(
        secs => greatest({buffers.SILENT}, 2.5 * coalesce((c.policy->>'pull_seconds')::float8, 60))))
"""
"""Of `channels_connection c`: it fails again and again, or its orders are behind by more than a slow answer."""

KEEPS = "keeps_back"  # among the settings of our own shops


def rushing(now: datetime) -> list[Rush]:
    """What was announced for now, or begins within minutes (売れ行きの見込み)."""
    return list(Rush.objects.filter(since__lte=now + EARLY, until__gt=now).order_by("since"))


def rushes(now: datetime) -> list[Rush]:
    """Every announcement that is not over, the next one first."""
    return list(Rush.objects.filter(until__gt=now).order_by("since", "id"))


def keeps_back() -> KeepBack:
    """When our own shop keeps back what malls may have sold (自社ショップの控え)."""
    rows = Channel.objects.filter(format=Format.OWN, is_active=True).order_by("position", "id")
    for settings in rows.values_list("settings", flat=True):
        if settings.get(KEEPS) in KeepBack.__members__.values():
            return KeepBack(settings[KEEPS])
    return KeepBack.SILENT


def is_lively(now: datetime) -> bool:
    """Whether paces move now, so that they are to be learned every minute.

    A rush is on, a mall cannot be heard, or the last two minutes brought three times what the hour before did.
    """
    if rushing(now):
        return True
    with connection.cursor() as cursor:
        cursor.execute(_LIVELY, {"now": now})
        return bool(cursor.fetchone()[0])


_LIVELY = f"""
    SELECT EXISTS (
        SELECT 1 FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id AND h.is_active
        WHERE c.state = 'stopped' OR c.state = 'live' AND {UNHEARD})
    OR (SELECT count(*) FILTER (WHERE o.ordered_at > %(now)s - interval '2 minutes') > 20
            AND count(*) FILTER (WHERE o.ordered_at > %(now)s - interval '2 minutes') * 10 > count(*)
        FROM orders_order o WHERE o.ordered_at > %(now)s - interval '1 hour')
"""
