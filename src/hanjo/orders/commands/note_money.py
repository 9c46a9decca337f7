"""Note money."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _settle
from hanjo.orders.models import Order
from hanjo.orders.terms import MoneyState


@command("orders.note_money", "入金状況の反映")
def note_money(states: Mapping[int, tuple[MoneyState, int]], *, text: str, by: Actor) -> None:
    """Write what payments know of the money onto many orders: state and yen received (入金状況).

    Called by payments only. Saying the same again changes nothing.
    """
    orders = list(Order.objects.select_for_update().filter(pk__in=states).order_by("id"))
    changed = []
    for order in orders:
        state, paid_yen = states[order.pk]
        if (order.money_state, order.paid_yen) != (state, paid_yen):
            order.money_state, order.paid_yen = state, paid_yen
            changed.append(order)
    Order.objects.bulk_update(changed, ["money_state", "paid_yen"], batch_size=500)
    ids = [order.pk for order in changed]
    _settle.note(ids, "money", text, by=by)
    _settle.settle(ids, by=by)
