"""Reads of when trucks leave."""

from __future__ import annotations

from hanjo.kernel import setting
from hanjo.orders import pickups


def pickups_set() -> pickups.Pickups:
    """What the shop set for its warehouses and carriers, in one statement (集荷の締切と休み)."""
    return pickups.read(setting.get(pickups.PICKUPS, list[dict[str, object]]()))
