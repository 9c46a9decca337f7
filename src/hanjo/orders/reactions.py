"""What orders do when stock reports something."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.inventory.facts import ClaimsFilled
from hanjo.kernel.actor import Actor
from hanjo.orders.commands import _settle
from hanjo.orders.commands.reckon_due import reckon_due


def move_on(facts: Sequence[ClaimsFilled]) -> None:
    """Let orders move on whose claims got their stock (引当待ちの解消)."""
    order_ids = sorted(
        {int(fact.group.removeprefix("order:")) for fact in facts if fact.group.startswith("order:")}
    )
    by = Actor.system("inventory")
    _settle.note(order_ids, "filled", "入荷により在庫を確保", by=by)
    reckon_due(order_ids, by=by)  # the truck of the warehouse in which their goods lie now
    _settle.settle(order_ids, by=by)
