"""Ship."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from hanjo.inventory.commands import _levels
from hanjo.inventory.commands.release import lock_open
from hanjo.inventory.terms import Cause
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("inventory.ship", "出庫")
def ship(refs: Sequence[str], *, by: Actor, only: Collection[tuple[str, int]] | None = None) -> int:
    """Take reserved goods off their shelves because they left for a customer (出庫).

    Each claim becomes one movement per level, with its value by moving average. Shipping the same claim again
    moves nothing. `only` limits it to these (claim, level) pairs, for an order that leaves from one place while
    the rest still lies in another. Answers how many pieces left.
    """
    if not refs:
        return 0
    held = [row for row in lock_open(refs) if only is None or (row[1], row[0]) in only]
    levels = _levels.lock(level_id for level_id, _, _ in held)
    steps = [
        _levels.Step(level_id, -quantity, Cause.SHIPPED, ref, unreserve=quantity)
        for level_id, ref, quantity in held
    ]
    moved = _levels.move(levels, steps, by=by)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inventory_reservation r SET state = 'shipped', ended_at = %s
            FROM unnest(%s::text[], %s::bigint[]) AS d(ref, level_id)
            WHERE r.ref = d.ref AND r.level_id = d.level_id AND r.state = 'open'
            """,
            [clock.now(), [ref for _, ref, _ in held], [level_id for level_id, _, _ in held]],
        )
    return -sum(step.delta for step in moved)
