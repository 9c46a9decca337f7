"""Adjust."""

from __future__ import annotations

from hanjo.catalogue import queries as catalogue
from hanjo.inventory.commands import _levels
from hanjo.inventory.commands.receive import open_levels
from hanjo.inventory.terms import Cause, ShortOfStock
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("inventory.adjust", "在庫調整")
def adjust(  # one more or fewer, and why
    sku_id: int, location_id: int, delta: int, *, cause: Cause, note: str, ref: str, by: Actor
) -> int:
    """Correct a count with its reason: found, broken, counted, sold over the counter (在庫調整).

    The same `ref` counts once. Refuses to take away what is promised to orders. Answers the new count.
    """
    level_id = open_levels([(sku_id, location_id, None)])[sku_id, location_id]
    levels = _levels.lock([level_id])
    level = levels[level_id]
    if delta < 0 and level.on_hand - level.reserved + delta < 0:
        names = catalogue.cards_by_id([sku_id])
        raise ShortOfStock(sku=names[sku_id].code, wanted=-delta, available=level.on_hand - level.reserved)
    moved = _levels.move(levels, [_levels.Step(level_id, delta, cause, ref, note)], by=by)
    if moved:
        audit.record(by, "inventory.adjust", [f"sku:{sku_id}"], delta=delta, cause=str(cause), note=note)
        _levels.became_free([sku_id])
    return level.on_hand
