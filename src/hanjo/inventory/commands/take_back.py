"""Take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.inventory.commands import _levels
from hanjo.inventory.commands.receive import open_levels
from hanjo.inventory.terms import Cause
from hanjo.kernel import audit, bulk
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, kw_only=True, slots=True)
class BackLine:
    """Pieces of a claim that came back: to sell again, and to write off. `ref` names the return's line, once."""

    sku_id: int
    location_id: int
    sellable: int
    damaged: int
    ref: str
    shipped_ref: str  # the claim with which they left: what they cost stands there
    note: str = ""


@command("inventory.take_back", "返品入庫")
def take_back(lines: Sequence[BackLine], *, by: Actor) -> int:
    """Put goods that customers sent back on their shelves, and write off what is broken (返品入庫).

    Everything that came is received as 返品入庫, at the value with which it left; broken pieces leave again at once as
    破損・廃棄, so that the ledger shows both. Bundles come back as their parts. The same `ref` counts once. Answers how
    many pieces can be sold again.
    """
    whole = [line for line in lines if line.sellable + line.damaged > 0]
    if not whole:
        return 0
    parts = _parts(whole)
    ids = open_levels([(sku_id, line.location_id, None) for line, sku_id, _ in parts])
    levels = _levels.lock(ids.values())
    costs = _costs([line.shipped_ref for line in whole])
    steps = [step for part in parts for step in _steps(part, ids, levels, costs)]
    moved = _levels.move(levels, steps, by=by)
    if moved:
        audit.record(by, "inventory.take_back", sorted({step.ref for step in moved}))
        _levels.became_free(sorted({levels[step.level_id].sku_id for step in moved}))
    return sum(step.delta for step in moved)


Part = tuple[BackLine, int, int]  # line, component SKU, how many of it in one piece


def _parts(lines: Sequence[BackLine]) -> list[Part]:
    bundles = catalogue.components({line.sku_id for line in lines})
    return [
        (line, sku_id, each)
        for line in lines
        for sku_id, each in bundles.get(line.sku_id, [(line.sku_id, 1)])
    ]


def _steps(
    part: Part,
    ids: dict[tuple[int, int], int],
    levels: dict[int, _levels.Level],
    costs: dict[tuple[str, int], tuple[int, int]],
) -> list[_levels.Step]:
    line, sku_id, each = part
    level = levels[ids[sku_id, line.location_id]]
    came, broken = (line.sellable + line.damaged) * each, line.damaged * each
    pieces, yen = costs.get((line.shipped_ref, sku_id)) or (level.on_hand, level.value_yen)
    value = came * yen // pieces if pieces else 0
    steps = [_levels.Step(level.id, came, Cause.RETURNED, line.ref, line.note, value_yen=value)]
    if broken:
        lost = value * broken // came
        steps.append(_levels.Step(level.id, -broken, Cause.DAMAGED, line.ref, line.note, value_yen=-lost))
    return steps


def _costs(refs: Sequence[str]) -> dict[tuple[str, int], tuple[int, int]]:
    """How many pieces of each SKU left with a claim, and what they were worth."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.ref, l.sku_id, -sum(m.delta), -sum(m.value_yen)
            FROM inventory_movement m JOIN inventory_stocklevel l ON l.id = m.level_id
            JOIN inventory_reservation r ON r.level_id = m.level_id AND r.ref = m.ref AND r.state = 'shipped'
            WHERE m.cause = 'shipped' AND r.ref = ANY(%s) AND m.ref = ANY(%s) GROUP BY 1, 2
            """,
            [bulk.array(sorted(set(refs))), bulk.array(sorted(set(refs)))],
        )
        return {(ref, sku_id): (int(pieces), int(yen)) for ref, sku_id, pieces, yen in cursor.fetchall()}
