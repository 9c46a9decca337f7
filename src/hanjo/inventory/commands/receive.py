"""Receive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hanjo.inventory.commands import _levels
from hanjo.inventory.terms import Cause
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveLine:
    """Goods that came in: which, where, how many, at what cost. `ref` names the delivery line, once."""

    sku_id: int
    location_id: int
    quantity: int
    ref: str
    unit_cost_yen: int = 0
    bin_id: int | None = None


@command("inventory.receive", "入庫")
def receive(lines: Sequence[ReceiveLine], *, by: Actor, cause: Cause = Cause.RECEIVED) -> int:
    """Put goods that arrived on their shelves and serve the orders that waited for them (入庫).

    The same `ref` on the same shelf counts once, however often it is sent. Refuses a quantity below one.
    Answers how many pieces were added.
    """
    if any(line.quantity < 1 for line in lines):
        raise ValueError("a received quantity is at least one")
    if not lines:
        return 0
    ids = open_levels([(line.sku_id, line.location_id, line.bin_id) for line in lines])
    levels = _levels.lock(ids.values())
    steps = [
        _levels.Step(
            ids[line.sku_id, line.location_id],
            line.quantity,
            cause,
            line.ref,
            value_yen=line.quantity * line.unit_cost_yen,
        )
        for line in lines
    ]
    moved = _levels.move(levels, steps, by=by)
    sku_ids = sorted({levels[step.level_id].sku_id for step in moved})
    if moved:
        audit.record(
            by, "inventory.receive", [step.ref for step in moved], pieces=sum(s.delta for s in moved)
        )
        _levels.became_free(sku_ids)
    return sum(step.delta for step in moved)


def open_levels(places: Sequence[tuple[int, int, int | None]]) -> dict[tuple[int, int], int]:
    """Make sure that a level exists for each SKU and location; answers their ids."""
    wanted = sorted({(sku_id, location_id): bin_id for sku_id, location_id, bin_id in places}.items())
    skus = [key[0] for key, _ in wanted]
    locations = [key[1] for key, _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_stocklevel
                (sku_id, location_id, bin_id, on_hand, reserved, value_yen, flagged_because)
            SELECT d.sku_id, d.location_id, d.bin_id, 0, 0, 0, ''
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS d(sku_id, location_id, bin_id)
            ON CONFLICT (sku_id, location_id) DO NOTHING
            """,
            [skus, locations, [bin_id for _, bin_id in wanted]],
        )
        cursor.execute(
            """
            SELECT l.sku_id, l.location_id, l.id FROM inventory_stocklevel l
            JOIN unnest(%s::bigint[], %s::bigint[]) AS d(sku_id, location_id)
              ON l.sku_id = d.sku_id AND l.location_id = d.location_id
            """,
            [skus, locations],
        )
        return {(sku_id, location_id): level_id for sku_id, location_id, level_id in cursor.fetchall()}
