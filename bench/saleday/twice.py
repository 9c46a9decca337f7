"""What a mall carried out twice: an order that came into a state again, was called off again, was sent twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from simulators.malls import Mall
from simulators.malls.world import Order


@contextmanager
def watched() -> Iterator[Counter[str]]:
    """Count while the block runs."""
    found = Counter[str]()
    usual = Order.__setattr__

    def note(order: Order, name: str, value: Any) -> None:
        if name == "state":
            been = order.__dict__.setdefault("been", [])
            if value in been and value != been[-1]:
                found[f"state {value}"] += 1
            been.append(value)
        elif name == "cancelled" and value and getattr(order, "cancelled", False):
            found["cancelled"] += 1
        usual(order, name, value)

    Order.__setattr__ = note  # type: ignore[method-assign, assignment]  # only while the block runs
    try:
        yield found
    finally:
        Order.__setattr__ = usual  # type: ignore[method-assign]  # as it was


def sent_twice(malls: dict[str, Mall]) -> list[str]:
    """Orders of which a mall knows two parcels: we send one."""
    return [
        f"{code} {order.number}"
        for code, mall in malls.items()
        for order in mall.orders.values()
        if len(order.shipments) > 1
    ]
