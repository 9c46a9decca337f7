"""Expect goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hanjo.inventory.models import Inbound
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """Goods on their way: which, where to, how many, when."""

    ref: str
    sku_id: int
    location_id: int
    quantity: int
    due_on: date


@command("inventory.expect", "入荷予定の登録")
def expect(lines: Sequence[Expected], *, by: Actor) -> int:
    """Note goods that are on their way, so that a shortage can say what comes and when (入荷予定).

    The same `ref` again replaces what was noted.
    """
    Inbound.objects.bulk_create(
        [
            Inbound(
                ref=line.ref,
                sku_id=line.sku_id,
                location_id=line.location_id,
                quantity=line.quantity,
                due_on=line.due_on,
            )
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["ref"],
        update_fields=["sku", "location", "quantity", "due_on"],
    )
    audit.record(by, "inventory.expect", [line.ref for line in lines])
    return len(lines)
