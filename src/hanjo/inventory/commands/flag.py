"""Flag and unflag."""

from __future__ import annotations

from hanjo.inventory.facts import AvailabilityChanged
from hanjo.inventory.models import StockLevel
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("inventory.flag", "在庫の停止")
def flag(sku_id: int, *, because: str, by: Actor) -> int:
    """Stop a SKU whose books disagree; nothing more is promised from it until somebody has looked (在庫の停止)."""
    count = StockLevel.objects.filter(sku_id=sku_id).update(flagged_because=because[:255])
    audit.record(by, "inventory.flag", [f"sku:{sku_id}"], because=because)
    tell([AvailabilityChanged(sku_id=sku_id)])
    return count


@command("inventory.unflag", "在庫の再開")
def unflag(sku_id: int, *, by: Actor) -> int:
    """Let a SKU be promised again after its books were put right (在庫の再開)."""
    count = StockLevel.objects.filter(sku_id=sku_id).update(flagged_because="")
    audit.record(by, "inventory.unflag", [f"sku:{sku_id}"])
    tell([AvailabilityChanged(sku_id=sku_id)])
    return count
