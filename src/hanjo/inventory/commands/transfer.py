"""Transfer."""

from __future__ import annotations

from hanjo.catalogue import queries as catalogue
from hanjo.inventory import rules
from hanjo.inventory.commands import _levels
from hanjo.inventory.commands.receive import open_levels
from hanjo.inventory.terms import Cause, ShortOfStock
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("inventory.transfer", "在庫移動")
def transfer(sku_id: int, from_id: int, to_id: int, quantity: int, *, ref: str, by: Actor) -> int:
    """Move free pieces from one location to another, value and all (在庫移動).

    The same `ref` moves once. Refuses more than is free at the source. Answers how many moved.
    """
    if quantity < 1 or from_id == to_id:
        raise ValueError("a transfer moves at least one piece to another place")
    ids = open_levels([(sku_id, from_id, None), (sku_id, to_id, None)])
    levels = _levels.lock(ids.values())
    source, target = levels[ids[sku_id, from_id]], levels[ids[sku_id, to_id]]
    out = _levels.Step(source.id, -quantity, Cause.MOVED_OUT, ref)
    if source.on_hand - source.reserved < quantity and not _written(out):
        card = catalogue.cards_by_id([sku_id])[sku_id]
        raise ShortOfStock(sku=card.code, wanted=quantity, available=source.on_hand - source.reserved)
    value = rules.value_out(source.on_hand, source.value_yen, quantity)
    moved = _levels.move(
        levels, [out, _levels.Step(target.id, quantity, Cause.MOVED_IN, ref, value_yen=value)], by=by
    )
    if moved:
        audit.record(by, "inventory.transfer", [f"sku:{sku_id}"], quantity=quantity, ref=ref)
        _levels.became_free([sku_id])
    return quantity if moved else 0


def _written(step: _levels.Step) -> bool:
    return not _levels.unwritten([step])
