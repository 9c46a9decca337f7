"""Shared inner step: bring the orders' money state in line with their payments."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.payments import rules
from hanjo.payments.models import Payment


def reflect(order_ids: Sequence[int], *, text: str, by: Actor) -> None:
    """Sum up the payments of these orders and tell orders what they amount to."""
    paid: dict[int, list[tuple[str, int]]] = {}
    for order_id, kind, amount in Payment.objects.filter(order_id__in=order_ids).values_list(
        "order_id", "kind", "amount_yen"
    ):
        paid.setdefault(order_id, []).append((kind, amount))
    totals = dict(Order.objects.filter(pk__in=order_ids).values_list("pk", "total_yen"))
    orders.note_money(
        {pk: rules.money_state(paid.get(pk, ()), total) for pk, total in totals.items()}, text=text, by=by
    )
