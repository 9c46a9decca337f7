"""Abandon."""

from __future__ import annotations

from hanjo.customers import commands as customers
from hanjo.inventory import commands as inventory
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.pricing import commands as pricing
from hanjo.storefront.models import Checkout
from hanjo.storefront.terms import CheckoutState


@command("storefront.abandon", "購入手続きの終了")
def abandon(key: str, *, state: CheckoutState, because: str = "", by: Actor) -> bool:
    """End a confirmed checkout that becomes no order: its stock, coupons and points are free again (購入手続きの終了).

    The cart keeps its goods. A checkout that was placed or ended before is left alone; answers whether it ended now.
    """
    checkout = Checkout.objects.select_for_update().filter(key=key).first()
    if checkout is None or checkout.state != CheckoutState.CONFIRMED:
        return False
    inventory.end_holds([key], by=by)
    pricing.release_coupons([key], by=by)
    customers.release_points([key], by=by)
    checkout.state, checkout.ended_at, checkout.trouble = state, clock.now(), because[:300]
    checkout.save(update_fields=["state", "ended_at", "trouble"])
    return True
