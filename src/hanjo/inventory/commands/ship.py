"""Ship."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.inventory.commands import _levels
from hanjo.inventory.commands.release import lock_open
from hanjo.inventory.terms import Cause
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("inventory.ship", "出庫")
def ship(refs: Sequence[str], *, by: Actor) -> int:
    """Take reserved goods off their shelves because they left for a customer (出庫).

    Each claim becomes one movement per level, with its value by moving average. Shipping the same claim again
    moves nothing. Answers how many pieces left.
    """
    if not refs:
        return 0
    held = lock_open(refs)
    levels = _levels.lock(level_id for level_id, _, _ in held)
    steps = [
        _levels.Step(level_id, -quantity, Cause.SHIPPED, ref, unreserve=quantity)
        for level_id, ref, quantity in held
    ]
    moved = _levels.move(levels, steps, by=by)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_reservation SET state = 'shipped', ended_at = %s WHERE ref = ANY(%s) AND state = 'open'",
            [clock.now(), list(refs)],
        )
    return -sum(step.delta for step in moved)
