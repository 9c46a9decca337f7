"""Hold in turn."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection

from hanjo.inventory.commands.serve_demands import BUSY, OFFICE, TURN, serve_demands
from hanjo.inventory.terms import Held, NotHeld, Wish
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Busy

PATIENCE = 2.5  # seconds a buyer waits in front of a page that does not answer
PAUSE = 0.002  # between two looks, while whoever took the office has not locked the turn yet


def hold_in_turn(wish: Wish, *, by: Actor, patience: float = PATIENCE) -> Held | NotHeld:
    """Hold for one buyer among many who want the same: queue up, and be served in a set (順番待ちの取り置き).

    The answer is that of `hold`. Appending, deciding and reading are transactions of their own, so call this
    outside of one: then no lock outlives an instant. Whoever finds the office empty decides for everybody in the
    queue. Not served in time, the buyer leaves the queue and is refused as busy, with nothing held. Asking again
    with the same key holds once. A process that dies on the way leaves at most a hold that lapses.
    """
    if not wish.wants or any(quantity < 1 for _, quantity in wish.wants):
        raise ValueError("a wish names at least one piece of something")
    _append(wish, patience)
    end = time.monotonic() + patience
    while True:
        with suppress(Busy):  # a shelf was not free in time: look again until our own time is over
            serve_demands(by=by)
        answer = _answer(wish.key)
        left = end - time.monotonic()
        if answer is None and left > 0:
            _wait(left)
            answer = _answer(wish.key)
        if answer is not None:
            return answer
        if time.monotonic() >= end:
            break
        time.sleep(PAUSE)
    if _leave(wish.key):
        raise Busy
    last = _answer(wish.key)  # served in the very last moment
    if last is None:
        raise Busy
    return last


def _append(wish: Wish, patience: float) -> None:
    """Join the queue. The row need not survive a power cut, so nobody waits for the disk."""
    _ask(
        """
        WITH quick AS (SELECT set_config('synchronous_commit', 'off', true))
        INSERT INTO inventory_demand (key, wants, until, state, answer, patient_until, asked_at)
        SELECT %s, %s::jsonb, %s, 'waiting', NULL, clock_timestamp() + make_interval(secs => %s), clock_timestamp()
        FROM quick
        ON CONFLICT (key) DO UPDATE
            SET wants = EXCLUDED.wants, until = EXCLUDED.until, state = 'waiting', answer = NULL,
                patient_until = greatest(inventory_demand.patient_until, EXCLUDED.patient_until)
        """,
        [wish.key, json.dumps(wish.wants), wish.until, patience],
    )


def _answer(key: str) -> Held | NotHeld | None:
    rows = _ask("SELECT answer FROM inventory_demand WHERE key = %s AND state = 'answered'", [key], rows=True)
    return _read(key, *rows[0]) if rows else None


def _read(key: str, answer: str) -> Held | NotHeld:
    said = json.loads(answer)
    if said.get("until"):
        return Held(key=key, until=datetime.fromisoformat(said["until"]))
    return NotHeld(key=key, short=tuple((sku_id, left) for sku_id, left in said["short"]))


def _wait(left: float) -> None:
    """Wait until whoever has the turn is done with this set; nobody is woken but by the end of it."""
    try:
        _ask(
            "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock_shared(%s, %s)",
            [f"{max(1, int(left * 1000))}ms", OFFICE, TURN],
        )
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") not in BUSY:
            raise


def _leave(key: str) -> bool:
    """Leave the queue unserved; false when somebody else still waits with this key, or it was answered just now."""
    rows = _ask(
        "UPDATE inventory_demand SET state = 'gone' WHERE key = %s AND state = 'waiting' RETURNING id",
        [key],
        rows=True,
    )
    return bool(rows)


def _ask(sql: str, values: Sequence[Any], *, rows: bool = False) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if rows else []
