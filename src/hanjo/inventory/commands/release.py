"""Release."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.inventory.commands import _levels
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("inventory.release", "引当解除")
def release(refs: Sequence[str], *, by: Actor) -> int:
    """Give back what claims hold and take them out of the queue of shortages (引当解除).

    What becomes free goes to the orders that wait for it. Releasing again does nothing. Answers how many
    pieces became free.
    """
    if not refs:
        return 0
    _leave_queue(refs)
    held = lock_open(refs)
    if not held:
        return 0
    by_level: dict[int, int] = {}
    for level_id, _, quantity in held:
        by_level[level_id] = by_level.get(level_id, 0) + quantity
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_reservation SET state = 'released', ended_at = %s WHERE ref = ANY(%s) AND state = 'open'",
            [clock.now(), list(refs)],
        )
        cursor.execute(
            """
            UPDATE inventory_stocklevel l SET reserved = l.reserved - d.quantity
            FROM unnest(%s::bigint[], %s::int[]) AS d(id, quantity) WHERE l.id = d.id RETURNING l.sku_id
            """,
            [list(by_level), list(by_level.values())],
        )
        sku_ids = sorted({row[0] for row in cursor.fetchall()})
    _levels.became_free(sku_ids)
    return sum(by_level.values())


def _leave_queue(refs: Sequence[str]) -> None:
    """Take claims out of the queue, before any shelf is locked; the rest of their orders may fit now."""
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM inventory_shortage WHERE ref = ANY(%s) RETURNING "group"', [list(refs)])
        groups = sorted({row[0] for row in cursor.fetchall()})
        if groups:
            cursor.execute('SELECT DISTINCT sku_id FROM inventory_shortage WHERE "group" = ANY(%s)', [groups])
            _levels.became_free(sorted(row[0] for row in cursor.fetchall()))


def lock_open(refs: Sequence[str]) -> list[tuple[int, str, int]]:
    """Lock the levels behind open reservations of these claims and list them: (level, ref, quantity)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT level_id FROM inventory_reservation WHERE ref = ANY(%s) AND state = 'open'",
            [list(refs)],
        )
        _levels.lock(row[0] for row in cursor.fetchall())
        # Read again under the lock: a reservation may have ended while we waited.
        cursor.execute(
            """
            SELECT level_id, ref, quantity FROM inventory_reservation
            WHERE ref = ANY(%s) AND state = 'open' ORDER BY level_id, ref FOR UPDATE
            """,
            [list(refs)],
        )
        return [(level_id, ref, quantity) for level_id, ref, quantity in cursor.fetchall()]
