"""Shared inner steps of a push: write down what a mall answered, and how long it took to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Round

from hanjo.channels.buffers import TRIES, Wanted
from hanjo.channels.commands._outside import ask
from hanjo.channels.malls.port import Outcome, Stock, Verdict
from hanjo.channels.models import Connection
from hanjo.kernel import bulk, clock

WAITING = "wait:"  # before the ticket of a push that the mall still works on
LOOK = timedelta(minutes=1)  # after a ticket
REST = 120.0  # seconds after a refusal, doubled each time
SMOOTH = 0.1  # of a new measurement in the lag that is kept
SHORTEST, LONGEST = 0.2, 3600.0  # seconds of lag that are believed


@dataclass(slots=True)
class PushedStock:
    """What became of a push: how many listings were told, refused, found right already; when to come again."""

    told: int = 0
    refused: int = 0
    waiting: int = 0
    right: int = 0
    again_at: datetime | None = None
    is_busy: bool = False  # somebody else tells this mall at this moment


@dataclass(frozen=True, slots=True)
class Sent:
    """One listing on its way: what it shall show, since when that is due, and until when nobody else takes it."""

    wanted: Wanted
    stock: Stock
    due_since: datetime
    lease: datetime
    because: dict[str, Any]


def answered(
    joined: Connection, batch: Sequence[Sent], verdicts: Sequence[Verdict], done: PushedStock
) -> None:
    """Write down the mall's answers; a listing without one stays on its way and is pushed again."""
    by_key = {verdict.key: verdict for verdict in verdicts}
    told: list[Sent] = []
    refused: list[tuple[Sent, Verdict]] = []
    waiting: list[tuple[Sent, str]] = []
    for sent in batch:
        verdict = by_key.get(sent.stock.code) or by_key.get(sent.stock.key)
        if verdict is None:
            continue
        if verdict.outcome == Outcome.DONE:
            told.append(sent)
        elif verdict.outcome == Outcome.WAITS:
            waiting.append((sent, verdict.ticket))
        else:
            refused.append((sent, verdict))
    now = clock.now()
    with transaction.atomic():
        _lock([sent.wanted.side.id for sent in batch])
        _write_told(told, now)
        _write_refused(refused, now)
        _write_waiting(waiting, now)
        if told:
            _heal([sent.wanted.side.id for sent in told], now)
            _measure(joined, told, now)
    done.told += len(told)
    done.refused += len(refused)
    done.waiting += len(waiting)


def _lock(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM channels_listedstock WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [bulk.array(ids)],
        )


def _write_told(told: Sequence[Sent], now: datetime) -> None:
    """The mall shows it. What became due meanwhile stays due."""
    if not told:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock s
            SET shown = d.quantity, shown_at = %(now)s, sending = NULL, sending_key = '', tries = 0, trouble = '',
                pushes = pushes + 1
            FROM unnest(%(ids)s::bigint[], %(quantities)s::int[]) AS d(id, quantity) WHERE s.id = d.id
            """,
            {
                "now": now,
                "ids": bulk.array([sent.wanted.side.id for sent in told]),
                "quantities": bulk.array([sent.stock.quantity for sent in told]),
            },
        )
    at = now.timestamp()
    look_again(
        [(sent.wanted.side.id, at + sent.wanted.again_s if sent.wanted.again_s else 0.0) for sent in told],
        lease=told[0].lease,
    )


def look_again(settled: Sequence[tuple[int, float]], *, lease: datetime | None = None) -> None:
    """These listings are right: they wait no more (0), or are looked at again at a moment.

    Given a lease, what became due since the push left, stays due.
    """
    over = [pk for pk, at in settled if not at]
    later = [(pk, at) for pk, at in settled if at]
    with connection.cursor() as cursor:
        if over:
            cursor.execute(
                "DELETE FROM channels_duestock WHERE stock_id = ANY(%(ids)s)"
                " AND (%(lease)s::timestamptz IS NULL OR due_at = %(lease)s)",
                {"ids": bulk.array(over), "lease": lease},
            )
        if later:
            cursor.execute(
                """
                UPDATE channels_duestock q SET due_at = to_timestamp(d.at), urgency = 2
                FROM unnest(%(ids)s::bigint[], %(moments)s::float8[]) AS d(id, at)
                WHERE q.stock_id = d.id AND (%(lease)s::timestamptz IS NULL OR q.due_at = %(lease)s)
                """,
                {
                    "ids": bulk.array([pk for pk, _ in later]),
                    "moments": bulk.array([repr(at) for _, at in later]),
                    "lease": lease,
                },
            )


def _write_refused(refused: Sequence[tuple[Sent, Verdict]], now: datetime) -> None:
    """The mall says no: tried again with growing pauses, after the fifth time only when the number changes."""
    if not refused:
        return
    ids = bulk.array([sent.wanted.side.id for sent, _ in refused])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock s
            SET sending = NULL, sending_key = '', tries = least(tries + 1, %s), trouble = left(d.trouble, 300)
            FROM unnest(%s::bigint[], %s::text[]) AS d(id, trouble) WHERE s.id = d.id
            """,
            [TRIES, ids, bulk.array([_trouble(verdict) for _, verdict in refused])],
        )
    _rest(ids, now, lease=refused[0][0].lease)


def _rest(ids: str, now: datetime, *, lease: datetime | None = None) -> None:
    """Refused listings rest, or wait no more. Given a lease, what became due since the push left, stays due."""
    values = {"now": now, "lease": lease, "most": TRIES, "rest": REST, "ids": ids}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM channels_duestock q USING channels_listedstock s
            WHERE q.stock_id = ANY(%(ids)s) AND s.id = q.stock_id AND s.tries >= %(most)s
              AND (%(lease)s::timestamptz IS NULL OR q.due_at = %(lease)s)
            """,
            values,
        )
        cursor.execute(
            """
            UPDATE channels_duestock q
            SET urgency = 2, due_at = %(now)s + make_interval(secs => %(rest)s * power(2, s.tries - 1))
            FROM channels_listedstock s
            WHERE q.stock_id = ANY(%(ids)s) AND s.id = q.stock_id
              AND (%(lease)s::timestamptz IS NULL OR q.due_at = %(lease)s)
            """,
            values,
        )


def _trouble(verdict: Verdict) -> str:
    if verdict.outcome == Outcome.UNKNOWN:
        return f"モールにこの商品がありません。商品コードと公開状態を確かめてください。{verdict.text}"
    return f"モールが受け付けませんでした（{verdict.code or '理由なし'}）。{verdict.text}"


def _write_waiting(waiting: Sequence[tuple[Sent, str]], now: datetime) -> None:
    if not waiting:
        return
    ids = bulk.array([sent.wanted.side.id for sent, _ in waiting])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock s SET sending_key = d.ticket
            FROM unnest(%s::bigint[], %s::text[]) AS d(id, ticket) WHERE s.id = d.id
            """,
            [ids, bulk.array([f"{WAITING}{ticket}"[:60] for _, ticket in waiting])],
        )
        cursor.execute(
            "UPDATE channels_duestock SET due_at = %s WHERE stock_id = ANY(%s) AND due_at = %s",
            [now + LOOK, ids, waiting[0][0].lease],
        )


def put_back(batch: Sequence[Sent]) -> None:
    """What was not asked is due as before."""
    ids = [sent.wanted.side.id for sent in batch]
    with connection.cursor() as cursor, transaction.atomic():
        _lock(ids)
        cursor.execute(
            "UPDATE channels_listedstock SET sending = NULL, sending_key = '' WHERE id = ANY(%s)",
            [bulk.array(ids)],
        )
        cursor.execute(
            """
            UPDATE channels_duestock q SET due_at = least(q.due_at, d.since)
            FROM unnest(%s::bigint[], %s::timestamptz[]) AS d(id, since) WHERE q.stock_id = d.id
            """,
            [bulk.array(ids), bulk.array([sent.due_since.isoformat() for sent in batch])],
        )


def _heal(ids: Sequence[int], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE channels_drift SET healed_at = %s WHERE stock_id = ANY(%s) AND healed_at IS NULL",
            [now, bulk.array(ids)],
        )


def _measure(joined: Connection, told: Sequence[Sent], now: datetime) -> None:
    """How long what is urgent waited until the mall showed it, smoothed: the lag that buffers are made from."""
    urgent = [sent for sent in told if sent.wanted.side.urgency < 2] or told
    seconds = sum((now - sent.due_since).total_seconds() for sent in urgent) / len(urgent)
    seen = min(max(seconds, SHORTEST), LONGEST)
    Connection.objects.filter(pk=joined.pk).update(
        stock_at=now,
        stock_lag_s=Round(F("stock_lag_s") * (1 - SMOOTH) + Value(seen * SMOOTH), precision=3),
    )


def follow_tickets(joined: Connection, done: PushedStock) -> None:
    """Ask what became of pushes that the mall took its time with."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.id, l.code, s.sending_key
            FROM channels_duestock q JOIN channels_listedstock s ON s.id = q.stock_id
            JOIN channels_listing l ON l.id = s.listing_id
            WHERE q.channel_id = %s AND s.is_on AND s.sending_key LIKE %s
            """,
            [joined.channel_id, f"{WAITING}%"],
        )
        rows = cursor.fetchall()
    tickets = sorted({ticket.removeprefix(WAITING) for _, _, ticket in rows})
    if not tickets:
        return
    verdicts = {verdict.key: verdict for verdict in ask(joined, lambda port: port.follow(tickets))}
    told: list[int] = []
    refused: list[tuple[int, str]] = []
    for pk, code, key in rows:
        verdict = verdicts.get(code) or verdicts.get(key.removeprefix(WAITING))
        if verdict is not None and verdict.outcome == Outcome.DONE:
            told.append(pk)
        elif verdict is not None and verdict.outcome != Outcome.WAITS:
            refused.append((pk, _trouble(verdict)))
    _write_followed(told, refused)
    done.told += len(told)
    done.refused += len(refused)


@transaction.atomic
def _write_followed(told: Sequence[int], refused: Sequence[tuple[int, str]]) -> None:
    now = clock.now()
    no = bulk.array([pk for pk, _ in refused])
    _lock([*told, *(pk for pk, _ in refused)])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock SET shown = sending, shown_at = %s, sending = NULL, sending_key = '', tries = 0,
                trouble = '', pushes = pushes + 1
            WHERE id = ANY(%s)
            """,
            [now, bulk.array(told)],
        )
        cursor.execute(
            "DELETE FROM channels_duestock WHERE stock_id = ANY(%s) AND due_at > %s", [bulk.array(told), now]
        )
        cursor.execute(
            """
            UPDATE channels_listedstock s SET sending = NULL, sending_key = '', tries = least(tries + 1, %s),
                trouble = left(d.trouble, 300)
            FROM unnest(%s::bigint[], %s::text[]) AS d(id, trouble) WHERE s.id = d.id
            """,
            [TRIES, no, bulk.array([trouble for _, trouble in refused])],
        )
    _rest(no, now)
    _heal(told, now)
