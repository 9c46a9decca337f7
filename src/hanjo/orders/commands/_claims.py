"""Shared inner step: ask for the stock of stored orders."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.inventory import commands as inventory
from hanjo.inventory.terms import Claim
from hanjo.kernel.actor import Actor
from hanjo.orders.models import OrderLine
from hanjo.orders.terms import LineKind, OrderState


def ask(order_ids: Sequence[int], *, by: Actor) -> None:
    """Claim stock for every open goods line of these orders; what holds stock already keeps it."""
    lines = (
        OrderLine.objects.filter(
            order_id__in=order_ids,
            kind=LineKind.GOODS,
            sku__isnull=False,
            order__state__in=[OrderState.TAKEN, OrderState.CONFIRMED],
        )
        .select_related("order")
        .order_by("order_id", "position")
    )
    inventory.reserve(
        [
            Claim(
                ref=f"order-line:{line.pk}",
                group=f"order:{line.order_id}",
                sku_id=line.sku_id,
                quantity=line.quantity - line.cancelled_quantity,
                promise_on=line.order.ship_by_on,
                asked_at=line.order.ordered_at,
            )
            for line in lines
            if line.sku_id is not None and line.quantity > line.cancelled_quantity
        ],
        by=by,
    )


def again(line_ids: Sequence[int], order_ids: Sequence[int], *, by: Actor) -> None:
    """Give up what these lines hold and ask anew for the whole orders."""
    inventory.release([f"order-line:{pk}" for pk in line_ids], by=by)
    ask(order_ids, by=by)
