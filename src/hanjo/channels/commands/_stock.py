"""Shared inner step: have malls told what they shall show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.utils import IntegrityError

from hanjo.kernel import bulk, clock

PUSH = "channels.push_stock"
MALLS = "malls"  # the queue of jobs that wait for malls
AHEAD = 10  # stock goes before other jobs of its queue

_ASK = """
    SELECT procrastinate_defer_jobs_v1(array_agg(
        ROW(%s, %s, %s, 'stock:' || c, 'stock:' || c, jsonb_build_object('channel', c), %s)
            ::procrastinate_job_to_defer_v1))
    FROM unnest(%s::text[]) AS c
    WHERE NOT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.queueing_lock = 'stock:' || c AND j.status = 'todo')
    HAVING count(*) > 0
"""


def ask_to_push(channels: Collection[str], *, at: datetime | None = None) -> None:
    """Have these channels told, one job each, as part of this transaction; one that waits already is enough.

    A job that waited may have started before this transaction is seen: so it is asked again after the commit, which
    costs nothing when the job still waits.
    """
    if not channels:
        return
    wanted = sorted(channels)
    _ask(wanted, at)
    if connection.in_atomic_block:
        transaction.on_commit(lambda: _ask(wanted, at))


def mark_due(stock_ids: Collection[int], *, urgency: int) -> None:
    """Have these listings told at once; the caller holds their rows. What waits already keeps its place."""
    if not stock_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO channels_duestock AS q (stock_id, channel_id, urgency, due_at)
            SELECT id, channel_id, %s, %s FROM channels_listedstock WHERE id = ANY(%s) ORDER BY id
            ON CONFLICT (stock_id) DO UPDATE
            SET due_at = least(q.due_at, EXCLUDED.due_at), urgency = least(q.urgency, EXCLUDED.urgency)
            """,
            [urgency, clock.now(), bulk.array(stock_ids)],
        )


def _ask(channels: Sequence[str], at: datetime | None) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ASK, [MALLS, PUSH, AHEAD, at, bulk.array(channels)])
    except IntegrityError:  # somebody else asked for one of them at the same moment
        if len(channels) > 1:
            for one in channels:
                _ask([one], at)
