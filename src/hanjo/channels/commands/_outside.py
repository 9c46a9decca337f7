"""Shared inner step: speak to a mall: keys opened, limits kept, every exchange recorded, a breaker per mall.

Nothing here may run inside a transaction: nobody holds locks while the outside takes its time.
"""

from __future__ import annotations

import json
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from cryptography.fernet import InvalidToken
from django.db import connection as database
from django.db.models import F

from hanjo.channels.malls.port import Access, Answer, KeyRefused, Limit, Limited, Port, Unreachable
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Budget, Connection, SeenOrder
from hanjo.channels.terms import ConnectionState, MallClosed, MallKeyRefused
from hanjo.kernel import clock, wire
from hanjo.staff.sealed import seal, seal_bytes, unseal, unseal_bytes

TOKENS = 0x6D616C6C  # "mall": the class of our advisory locks
RENEWED_IN = 2.0  # seconds: somebody else has a token made meanwhile
TRIPS_AFTER = 4  # failures in a row
RESTS = (30, 60, 120, 300)  # seconds: the breaker stays open longer each time
LEFT = 0.1  # of a bucket, and of a day, stays for new orders when something asks that can wait

R = TypeVar("R")


def opened(text: str) -> dict[str, Any]:
    """What was sealed as JSON; empty when nothing was, or when this house has lost its key."""
    try:
        found: dict[str, Any] = json.loads(unseal(text)) if text else {}
    except InvalidToken:
        return {}
    return found


def without_short_lived(joined: Connection) -> str:
    """The kept tokens but for those that can be had anew at once."""
    kept = {name: held for name, held in opened(joined.sealed_tokens).items() if not held[1]}
    return seal(json.dumps(kept)) if kept else ""


def connect(joined: Connection, *, can_wait: bool = False) -> Port:
    """Open a connection: the only moment at which its keys are readable."""
    company = mall(joined.mall)
    return company.connect(
        Access(
            channel=joined.channel.code,
            base_url=(joined.base_url or company.BASE_URL).rstrip("/"),
            secrets=opened(joined.sealed_secrets),
            options=joined.options,
            wire=RecordedWire(joined.pk, joined.channel_id, company.LIMITS, LEFT if can_wait else 0.0),
            tokens=KeptTokens(joined.pk),
            now=clock.now,
            seen=partial(seen, joined.channel_id),
        )
    )


def seen(channel_id: int, stamps: Mapping[str, str]) -> set[str]:
    """Which of these orders were read when the mall's search said the same of their last change as now."""
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.key FROM channels_seenorder o
            JOIN unnest(%s::text[], %s::text[]) AS d(key, stamp) ON d.key = o.key AND d.stamp = o.stamp
            WHERE o.channel_id = %s
            """,
            [list(stamps), list(stamps.values()), channel_id],
        )
        return {row[0] for row in cursor.fetchall()}


def note_seen(channel_id: int, stamps: Mapping[str, str]) -> None:
    """Keep what the search said of orders that are in the house now."""
    rows = [
        SeenOrder(channel_id=channel_id, key=key[:64], stamp=stamp[:80], seen_at=clock.now())
        for key, stamp in sorted(stamps.items())
    ]
    if rows:
        SeenOrder.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["channel", "key"], update_fields=["stamp", "seen_at"]
        )


def ask(joined: Connection, question: Callable[[Port], R], *, can_wait: bool = False) -> R:
    """Ask the mall something; refuses without asking while it is closed (モールへの問い合わせ).

    What can wait (a comparison of lists) takes no call of those that new orders may need in the next minutes.
    Raises Limited for the caller to come again; MallClosed while the breaker is open or when it just failed;
    MallKeyRefused, after which the connection stands still until somebody gives it a key that works.
    """
    now = clock.now()
    if joined.closed_until is not None and joined.closed_until > now:
        raise MallClosed(channel=joined.channel.name, until=_clock_text(joined.closed_until))
    rows = Connection.objects.filter(pk=joined.pk)
    try:
        answer = question(connect(joined, can_wait=can_wait))
    except Unreachable as error:
        rows.update(failures=F("failures") + 1, trouble=str(error)[:400], troubled_at=now)
        failures = rows.values_list("failures", flat=True).get()
        if failures >= TRIPS_AFTER:
            rest = RESTS[min(failures - TRIPS_AFTER, len(RESTS) - 1)]
            rows.update(closed_until=now + timedelta(seconds=rest))
        raise MallClosed(channel=joined.channel.name, until="") from error
    except KeyRefused as error:
        rows.update(state=ConnectionState.STOPPED, trouble=error.because[:400], troubled_at=now)
        raise MallKeyRefused(channel=joined.channel.name, because=error.because) from error
    rows.update(heard_at=clock.now(), failures=0, closed_until=None, trouble="", troubled_at=None)
    return answer


def _clock_text(at: datetime) -> str:
    return f"{at.astimezone(clock.JST):%H:%M:%S}"


@dataclass(slots=True)
class RecordedWire:
    """The way out of one connection."""

    connection_id: int
    channel_id: int
    limits: Mapping[str, Limit]
    left: float = 0.0  # of each bucket that is not ours to take

    def ask(
        self,
        endpoint: str,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        key: str = "",
        about: str = "",
        timeout: float = 20.0,
    ) -> Answer:
        """Draw on the budget, ask once, and keep both bodies whatever comes of it."""
        draw(self.connection_id, endpoint, self.limits.get(endpoint), self.left)
        began = time.monotonic()
        answer = Answer(0)
        try:
            answer = wire.ask(method, url, headers=headers, body=body, timeout=timeout)
            return answer
        finally:
            record(
                self.channel_id, "out", key or uuid.uuid4().hex, endpoint, about=about, sent=body or b"",
                answered=answer.body, status=answer.status, seconds=time.monotonic() - began,
            )  # fmt: skip


def record(
    channel_id: int,
    direction: str,
    key: str,
    endpoint: str,
    *,
    sent: bytes,
    about: str = "",
    answered: bytes = b"",
    status: int = 0,
    seconds: float = 0.0,
    state: str = "done",
) -> bool:
    """Keep one message under its key, sealed; False for one that came in before. What goes out again is renewed."""
    values: list[Any] = [
        channel_id, direction, key[:160], endpoint, about[:200], sealed(sent), sealed(answered), status,
        round(seconds, 3), state, clock.now(),
    ]  # fmt: skip
    with database.cursor() as cursor:
        cursor.execute(_KEEP.format("NOTHING" if direction == "in" else _RENEWED), values)
        return cursor.fetchone() is not None


_KEEP = """
    INSERT INTO channels_exchange
        (channel_id, direction, key, endpoint, about, sent, answered, status, seconds, state, made_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (channel_id, direction, key) DO {} RETURNING 1
"""
_RENEWED = """UPDATE SET endpoint = EXCLUDED.endpoint, about = EXCLUDED.about, sent = EXCLUDED.sent,
        answered = EXCLUDED.answered, status = EXCLUDED.status, seconds = EXCLUDED.seconds, state = EXCLUDED.state,
        made_at = EXCLUDED.made_at"""


def sealed(body: bytes) -> bytes:
    """A body as it rests in the table: packed and sealed, since buyers are named in it."""
    return seal_bytes(zlib.compress(body)) if body else b""


def unsealed(kept: bytes) -> bytes:
    """The body as it went over the line."""
    return zlib.decompress(unseal_bytes(bytes(kept))) if kept else b""


def draw(connection_id: int, endpoint: str, limit: Limit | None, left: float = 0.0) -> None:
    """Take one call from the bucket of an endpoint; raises Limited when it is empty or the mall said to wait.

    `left`: the part of the bucket, and of the day, that stays in it all the same.
    """
    if limit is None:
        return
    now = clock.now()
    day = clock.business_date(now)
    needs = 1 + min(limit.burst * left, limit.burst - 1)
    a_day = limit.per_day or 2_000_000_000
    most = a_day - int(a_day * left)
    with database.cursor() as cursor:
        cursor.execute(_DRAW, {
            "connection": connection_id, "endpoint": endpoint, "now": now, "day": day, "rate": limit.per_second,
            "burst": float(limit.burst), "most": most, "needs": needs,
        })  # fmt: skip
        if cursor.fetchone() is not None:
            return
    bucket = Budget.objects.get(connection_id=connection_id, endpoint=endpoint)
    if bucket.closed_until is not None and bucket.closed_until > now:
        raise Limited((bucket.closed_until - now).total_seconds())
    if limit.per_day and bucket.day == day and bucket.used_today >= most:
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), clock.JST)
        raise Limited((midnight - now).total_seconds())
    there = bucket.left + (now - bucket.at).total_seconds() * limit.per_second
    raise Limited(max((needs - there) / limit.per_second, 0.05))


_DRAW = """
INSERT INTO channels_budget AS b (connection_id, endpoint, "left", at, day, used_today)
VALUES (%(connection)s, %(endpoint)s, %(burst)s - 1, %(now)s, %(day)s, 1)
ON CONFLICT (connection_id, endpoint) DO UPDATE SET
    "left" = least(%(burst)s, b."left" + extract(epoch FROM %(now)s - b.at) * %(rate)s) - 1,
    at = %(now)s, day = %(day)s, closed_until = NULL,
    used_today = CASE WHEN b.day = %(day)s THEN b.used_today ELSE 0 END + 1
WHERE least(%(burst)s, b."left" + extract(epoch FROM %(now)s - b.at) * %(rate)s) >= %(needs)s
  AND (b.closed_until IS NULL OR b.closed_until <= %(now)s)
  AND (b.day <> %(day)s OR b.used_today < %(most)s)
RETURNING 1
"""


def wait_for(connection_id: int, endpoint: str, seconds: float) -> None:
    """The mall itself said when to come again."""
    Budget.objects.filter(connection_id=connection_id, endpoint=endpoint).update(
        closed_until=clock.now() + timedelta(seconds=seconds)
    )


@contextmanager
def alone(connection_id: int) -> Iterator[None]:
    """Nobody else renews tokens of this connection meanwhile; no row and no transaction is held for it.

    Raises Limited while somebody does: whoever waited here would keep a line of the worker that others need.
    """
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [TOKENS, connection_id])
        if not cursor.fetchone()[0]:
            raise Limited(RENEWED_IN)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [TOKENS, connection_id])


@dataclass(slots=True)
class KeptTokens:
    """Tokens of one connection, sealed in its row."""

    connection_id: int

    def get(self, name: str) -> str:
        """The token; empty when there is none or it ran out."""
        return self._live(self._all(), name)

    def renew(self, name: str, made: Callable[[], tuple[str, float, Mapping[str, str]]]) -> str:
        """Have a new token made and keep it; whoever comes meanwhile is Limited, and then takes what was made."""
        with alone(self.connection_id):
            kept = self._all()
            if found := self._live(kept, name):
                return found
            value, lives, others = made()
            until = clock.now() + timedelta(seconds=max(lives * 0.9, 1))
            kept |= {name: [value, until.isoformat()]} | {key: [other, ""] for key, other in others.items()}
            Connection.objects.filter(pk=self.connection_id).update(sealed_tokens=seal(json.dumps(kept)))
            return value

    def _all(self) -> dict[str, Any]:
        return opened(Connection.objects.values_list("sealed_tokens", flat=True).get(pk=self.connection_id))

    def _live(self, kept: Mapping[str, Any], name: str) -> str:
        value, until = kept.get(name, ("", ""))
        return "" if until and datetime.fromisoformat(until) <= clock.now() else str(value)
