"""What orders tell upwards."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Fact):
    """An order was taken in (受注)."""

    order_id: int
    number: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Fact):
    """An order was cancelled (取消)."""

    order_id: int
    number: str
    channel: str
