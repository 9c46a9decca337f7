"""What payments do when orders or shipping report something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from hanjo.kernel.actor import Actor
from hanjo.orders.facts import OrderCancelled
from hanjo.payments import commands

BY = Actor.system("payments")


class Dispatched(Protocol):
    """An order whose parcels left, as shipping tells it; the two modules do not know each other."""

    @property
    def order_id(self) -> int: ...
    @property
    def shipped_on(self) -> str: ...
    @property
    def parcels(self) -> list[dict[str, str]]: ...


def take_money(facts: Sequence[Dispatched]) -> None:
    """Capture what was authorised for goods that left; told twice, it is captured once (出荷時の売上確定)."""
    parcels: dict[int, dict[str, Any]] = {
        fact.order_id: {"shipped_on": fact.shipped_on, **(fact.parcels[0] if fact.parcels else {})}
        for fact in facts
    }
    commands.capture(sorted(parcels), parcels=parcels, by=BY)


def give_back(facts: Sequence[OrderCancelled]) -> None:
    """Let go of, or pay back, the money of cancelled orders; told twice, it happens once (取消時の返金)."""
    commands.drop_orders(sorted({fact.order_id for fact in facts}), by=BY)
