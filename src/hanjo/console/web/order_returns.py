"""What the page of an order says of its returns (受注の返品)."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.orders import queries
from hanjo.orders.models import ReturnRequest
from hanjo.orders.queries import OrderPage
from hanjo.orders.terms import ReturnState

OVER = (ReturnState.REFUSED, ReturnState.CLOSED)


def of_order(seen: OrderPage) -> list[ReturnRequest]:
    """The returns of an order, newest first; nobody asks the database when its timeline knows of none."""
    if not any(step.verb == "return" for step in seen.steps):
        return []
    return list(queries.returns_of([seen.order.pk]))


def life(returns: Sequence[ReturnRequest]) -> tuple[str, str, str]:
    """Name, tone and word of the fifth life: the newest return that is not over, or the newest of all."""
    if not returns:
        return ("返品", "quiet", "なし")
    one = next((row for row in returns if row.state not in OVER), returns[0])
    state = ReturnState(one.state)
    tone = "quiet" if state in OVER else "ok" if state == ReturnState.REFUNDED else "warn"
    return ("返品", tone, state.label)
