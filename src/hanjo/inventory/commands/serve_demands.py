"""Serve demands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.inventory.commands.hold import hold
from hanjo.inventory.terms import Held, NotHeld, Wish
from hanjo.kernel import bulk
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command, whole

OFFICE, DESK, TURN = 1_212_239_434, 1, 2
"""Advisory locks: of all of ours, who decides, and what the others wait for."""

MOST_AT_ONCE = 5_000
PATIENT_MS = 1_000  # how long one set may wait for a shelf that somebody else moves
BUSY = frozenset({"55P03", "40P01"})

Row = tuple[int, str, str, datetime, bool]  # id, key, wants as JSON, until, no longer patient


@command("inventory.serve_demands", "順番待ちへの取り置き")
def serve_demands(*, by: Actor) -> int | None:
    """Decide for everybody in the queue in one set, first come first served (順番待ちへの取り置き).

    One process at a time: None says that another has the office. Demands whose buyer has given up are not
    served. While a shelf is being moved by others, those who want something else are served first. Killed on the
    way, nothing of the set has happened and the next one decides. Answers how many were decided.
    """
    if not _office():
        return None
    rows = _waiting()
    gone = [row[0] for row in rows if row[4]]
    if gone:
        _note("UPDATE inventory_demand SET state = 'gone' WHERE id = ANY(%s)", [bulk.array(gone)])
    rows = [row for row in rows if not row[4]]
    ready = _unhindered(rows) or rows
    if not ready:
        return 0
    wishes = [Wish(key=key, wants=_wants(wants), until=until) for _, key, wants, until, _ in ready]
    with whole():
        answers = hold(wishes, by=by)
    _note(
        """
        UPDATE inventory_demand w SET state = 'answered', answer = d.answer
        FROM unnest(%s::bigint[], %s::jsonb[]) AS d(id, answer) WHERE w.id = d.id
        """,
        [bulk.array([row[0] for row in ready]), [_said(answer) for answer in answers]],
    )
    return len(ready)


def _office() -> bool:
    """Take the office if it is empty, then the turn, which those who wait hold for an instant only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), pg_try_advisory_xact_lock(%s, %s)",
            [f"{PATIENT_MS}ms", OFFICE, DESK],
        )
        if not cursor.fetchone()[1]:
            return False
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [OFFICE, TURN])
    return True


def _waiting() -> list[Row]:
    """The head of the queue, and whose patience is over; by the database's clock, the same for all machines."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, key, wants, until, patient_until < clock_timestamp() FROM inventory_demand
            WHERE state = 'waiting' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
            """,
            [MOST_AT_ONCE],
        )
        rows: list[Row] = cursor.fetchall()
    return rows


def _unhindered(rows: Sequence[Row]) -> list[Row]:
    """The demands all of whose shelves could be locked without waiting."""
    if not rows:
        return []
    wanted = sorted({sku_id for row in rows for sku_id, _ in _wants(row[2])})
    parts = catalogue.components(wanted)
    singles = {sku_id: {part for part, _ in parts.get(sku_id, [(sku_id, 1)])} for sku_id in wanted}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH got AS (
                SELECT id FROM inventory_stocklevel WHERE sku_id = ANY(%(skus)s) ORDER BY id FOR UPDATE SKIP LOCKED
            )
            SELECT DISTINCT sku_id FROM inventory_stocklevel
            WHERE sku_id = ANY(%(skus)s) AND id NOT IN (SELECT id FROM got)
            """,
            {"skus": bulk.array(sorted(set().union(*singles.values())))},
        )
        moved = {sku_id for (sku_id,) in cursor.fetchall()}
    if not moved:
        return list(rows)
    return [row for row in rows if not any(singles[sku_id] & moved for sku_id, _ in _wants(row[2]))]


def _wants(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((sku_id, quantity) for sku_id, quantity in json.loads(text))


def _said(answer: Held | NotHeld) -> str:
    if isinstance(answer, Held):
        return json.dumps({"until": answer.until.isoformat()})
    return json.dumps({"short": answer.short})


def _note(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
