"""Cancel an own order."""

from __future__ import annotations

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.storefront import queries
from hanjo.storefront.commands import _letters
from hanjo.storefront.terms import TooLate


@command("storefront.cancel_own", "ご注文の取り消し")
def cancel_own(order_id: int, *, by: Actor) -> None:
    """Let a buyer call their own order off while nothing is being packed, and write to them (ご注文の取り消し).

    Stock, money, points and coupons go back the way every cancellation goes. Refuses with the reason once shipping
    has begun. Cancelling a cancelled order is refused and changes nothing.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    why = queries.why_not_cancel(order)
    if why:
        raise TooLate(why=why)
    orders.cancel([order.number], because="お客様のお申し出", by=by)
    _letters.about_order(order, "own_cancel", {}, by=by)
