"""Adjust many counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.inventory.commands import _levels
from hanjo.inventory.commands.receive import open_levels
from hanjo.inventory.terms import Cause
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustLine:
    """One count that is to change: by how many, or to how many (`counted`), and why. `ref` names it, once."""

    sku_id: int
    location_id: int
    ref: str
    cause: Cause
    delta: int = 0
    counted: int | None = None
    note: str = ""


@command("inventory.adjust", "在庫調整")
def adjust_many(lines: Sequence[AdjustLine], *, by: Actor) -> dict[int, int]:
    """Correct many counts at once, each with its reason (一括調整).

    Answers what changed by how many, by the place of its line; a line whose `ref` was written before or whose
    count is right already is absent, and so is one that would take away what is promised to orders: the
    caller compares. Statements do not grow with the lines.
    """
    if not lines:
        return {}
    ids = open_levels([(line.sku_id, line.location_id, None) for line in lines])
    levels = _levels.lock(ids.values())
    free = {level.id: level.on_hand - level.reserved for level in levels.values()}
    held = {level.id: level.on_hand for level in levels.values()}
    steps: list[_levels.Step] = []
    places: dict[tuple[int, str, str], int] = {}
    first = [_step(line, ids[line.sku_id, line.location_id], 1) for line in lines]
    new = {(step.level_id, step.ref) for step in _levels.unwritten(first)}
    for place, line in enumerate(lines):
        level_id = ids[line.sku_id, line.location_id]
        delta = line.delta if line.counted is None else line.counted - held[level_id]
        key = (level_id, str(line.cause), line.ref)
        if not delta or key in places or (level_id, line.ref) not in new:
            continue
        if delta < 0 and free[level_id] + delta < 0:
            continue
        free[level_id] += delta
        held[level_id] += delta
        places[key] = place
        steps.append(_step(line, level_id, delta))
    moved = _levels.move(levels, steps, by=by)
    if moved:
        skus = sorted({levels[step.level_id].sku_id for step in moved})
        audit.record(by, "inventory.adjust", [f"sku:{sku_id}" for sku_id in skus], lines=len(moved))
        _levels.became_free(skus)
    return {places[step.level_id, str(step.cause), step.ref]: step.delta for step in moved}


def _step(line: AdjustLine, level_id: int, delta: int) -> _levels.Step:
    return _levels.Step(level_id, delta, line.cause, line.ref, line.note)
