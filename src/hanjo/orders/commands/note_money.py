"""Note money."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import rules
from hanjo.orders.commands import _settle
from hanjo.orders.commands.reckon_due import reckon_due
from hanjo.orders.models import Order
from hanjo.orders.terms import MoneyState


@command("orders.note_money", "入金状況の反映")
def note_money(states: Mapping[int, tuple[MoneyState, int]], *, text: str, by: Actor) -> None:
    """Write what payments know of the money onto many orders: state and yen received (入金状況).

    Called by payments only. Saying the same again changes nothing.
    """
    orders = list(Order.objects.select_for_update().filter(pk__in=states).order_by("id"))
    changed, begun = [], []
    now = clock.now()
    for order in orders:
        state, paid_yen = states[order.pk]
        if (order.money_state, order.paid_yen) != (state, paid_yen):
            order.money_state, order.paid_yen = state, paid_yen
            changed.append(order)
            if order.promise_from_at is None and rules.money_allows(order.pay_policy, state):
                order.promise_from_at = now  # what is paid before counts from the money (入金の日から)
                begun.append(order.pk)
    Order.objects.bulk_update(changed, ["money_state", "paid_yen", "promise_from_at"], batch_size=500)
    ids = [order.pk for order in changed]
    if begun:
        reckon_due(begun, by=by)
    _settle.note(ids, "money", text, by=by)
    _settle.settle(ids, by=by)
