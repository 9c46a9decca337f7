"""Complete."""

from __future__ import annotations

from datetime import timedelta

from hanjo.channels import commands as channels
from hanjo.channels.commands.queue_mails import Wanted
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel
from hanjo.inventory import commands as inventory
from hanjo.inventory.terms import NotHeld, Wish
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.terms import Placed
from hanjo.payments import commands as payments
from hanjo.payments.models import Intent
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Quote
from hanjo.storefront.commands import _drafts
from hanjo.storefront.models import CartLine, Checkout, CheckoutOrder
from hanjo.storefront.terms import CHANNEL, CheckoutState

SECURED = frozenset({"waiting", "authorised", "captured"})
"""States of a payment with which an order may be placed: money is there, promised, or will be asked for."""


@command("storefront.complete", "注文の成立")
def complete(key: str, *, by: Actor) -> Checkout:
    """Turn a confirmed checkout whose payment stands into orders, one for each receiver (注文の成立).

    Called by whoever hears first that the payment stands: the buyer who comes back, the provider's message, a job. It
    happens once. The held stock becomes the orders' own in the same transaction. When the hold ran out before the money
    came and the goods are gone, nothing is placed and the payment is given back.
    """
    checkout = Checkout.objects.select_for_update().get(key=key)
    if checkout.state == CheckoutState.PLACED or checkout.intent_id is None:
        return checkout
    intent = Intent.objects.get(pk=checkout.intent_id)
    if str(intent.state) not in SECURED:
        return checkout
    if not _still_held(checkout, by=by):
        return _give_back(checkout)
    channel = Channel.objects.get(code=CHANNEL)
    inventory.end_holds([key], by=by)
    placed = orders.place(_drafts.placements(checkout, intent), channel=CHANNEL, prefix=channel.prefix, by=by)
    _link(checkout, placed, by=by)
    _clear_cart(checkout)
    checkout.state, checkout.ended_at, checkout.trouble = CheckoutState.PLACED, clock.now(), ""
    checkout.save(update_fields=["state", "ended_at", "trouble"])
    wanted = [Wanted(order_id=one.order_id, key=f"thanks:{one.number}") for one in placed]
    channels.queue_mails(MailKind.THANKS, wanted, by=by)
    return checkout


def _still_held(checkout: Checkout, *, by: Actor) -> bool:
    """Hold again what was held; a hold that still stands is answered as it is."""
    wants = tuple((sku_id, pieces) for sku_id, pieces, _ in checkout.lines)
    until = clock.now() + timedelta(minutes=5)
    answer = inventory.hold([Wish(key=checkout.key, wants=wants, until=until)], by=by)[0]
    return not isinstance(answer, NotHeld)


def _link(checkout: Checkout, placed: list[Placed], *, by: Actor) -> None:
    quote = Quote.from_json(checkout.quote)
    totals = {share.destination: share.total_yen for share in quote.shares}
    CheckoutOrder.objects.bulk_create(
        CheckoutOrder(checkout=checkout, order_id=one.order_id, stop=stop, total_yen=totals[stop])
        for one, stop in zip(placed, sorted(totals), strict=True)
    )
    assert checkout.intent_id is not None  # looked at by the caller
    payments.attach_orders(
        checkout.intent_id,
        [(one.order_id, totals[stop]) for one, stop in zip(placed, sorted(totals), strict=True)],
        by=by,
    )
    if quote.discounts:
        pricing.use_coupons(checkout.key, placed[0].number, by=by)
    if quote.points_used and checkout.customer_id:
        from hanjo.customers import commands as customers

        customers.use_points(checkout.key, placed[0].number, by=by)


def _clear_cart(checkout: Checkout) -> None:
    """Take what was bought out of the cart; what was put in meanwhile stays."""
    CartLine.objects.filter(
        cart__checkouts=checkout, later=False, sku_id__in=[sku_id for sku_id, _, _ in checkout.lines]
    ).delete()


def _give_back(checkout: Checkout) -> Checkout:
    checkout.state, checkout.ended_at = CheckoutState.LAPSED, clock.now()
    checkout.trouble = (
        "お支払いの確認までに商品が売り切れたため、ご注文は成立していません。お支払いは取り消します。"
    )
    checkout.save(update_fields=["state", "ended_at", "trouble"])
    return checkout
