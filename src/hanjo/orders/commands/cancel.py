"""Cancel and restore."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.inventory import commands as inventory
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell
from hanjo.orders.commands import _claims, _settle
from hanjo.orders.facts import OrderCancelled
from hanjo.orders.models import Change, Order, OrderLine
from hanjo.orders.terms import ORDER_MOVES, AlreadyPrinted, OrderState, ParcelState


@command("orders.cancel", "受注取消")
def cancel(numbers: Sequence[str], *, because: str, by: Actor) -> list[str]:
    """Call orders off: their stock goes to whoever waits for it, their money is to be paid back (受注取消).

    Cancelling a cancelled order changes nothing. Refuses an order whose label is printed or whose parcel left.
    Can be taken back with `restore`. Answers the numbers that were cancelled.
    """
    orders = [order for order in _settle.lock(numbers) if order.state != OrderState.CANCELLED]
    for order in orders:
        if order.parcel_state != ParcelState.NONE:
            raise AlreadyPrinted(number=order.number, verb="取消")
        ORDER_MOVES.target("cancel", OrderState(order.state), label="取消")
    ids = [order.pk for order in orders]
    lines = list(OrderLine.objects.filter(order_id__in=ids))
    inventory.release([f"order-line:{line.pk}" for line in lines], by=by)
    Change.objects.bulk_create(
        [
            Change(
                order_id=order.pk,
                verb="cancel",
                before={"state": order.state},
                after={"state": "cancelled", "because": because},
                made_by=str(by),
                tell_outside="入金済みの場合は返金" if order.paid_yen else "",
            )
            for order in orders
        ]
    )
    Order.objects.filter(pk__in=ids).update(state=OrderState.CANCELLED)
    _settle.note(ids, "cancel", f"取消: {because}" if because else "取消", by=by)
    _settle.settle(ids, by=by)
    audit.record(by, "orders.cancel", [order.number for order in orders], because=because)
    tell([OrderCancelled(order_id=o.pk, number=o.number, channel=o.channel) for o in orders])
    return [order.number for order in orders]


@command("orders.restore", "取消を戻す")
def restore(numbers: Sequence[str], *, by: Actor) -> list[str]:
    """Bring cancelled orders back; they ask for their stock anew, with their old place in the queue (取消の戻し)."""
    orders = [order for order in _settle.lock(numbers) if order.state == OrderState.CANCELLED]
    ids = [order.pk for order in orders]
    Order.objects.filter(pk__in=ids).update(state=OrderState.TAKEN)
    _claims.ask(ids, by=by)
    _settle.note(ids, "restore", "取消を戻した", by=by)
    _settle.settle(ids, by=by)
    audit.record(by, "orders.restore", [order.number for order in orders])
    return [order.number for order in orders]
