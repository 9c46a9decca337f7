"""Complete."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction

from hanjo.channels import commands as channels
from hanjo.channels.commands.queue_mails import Wanted
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel
from hanjo.customers import commands as customers
from hanjo.customers.terms import Promised, ShortOfPoints
from hanjo.inventory import commands as inventory
from hanjo.inventory.terms import NotHeld, Wish
from hanjo.kernel import bulk, clock, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command, whole
from hanjo.orders import commands as orders
from hanjo.orders.terms import Placed
from hanjo.payments import commands as payments
from hanjo.payments.models import Intent
from hanjo.payments.queries.intents import being_let_go, next_of
from hanjo.payments.terms import IntentState
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import CouponGone, CouponUsed, Quote
from hanjo.storefront.commands import _consent, _drafts
from hanjo.storefront.models import Checkout, CheckoutOrder
from hanjo.storefront.terms import CHANNEL, CheckoutState

SECURED = frozenset({"waiting", "authorised", "captured"})
"""States of a payment with which an order may be placed: money is there, promised, or will be asked for."""


@command("storefront.complete", "注文の成立")
def complete(key: str, *, by: Actor) -> Checkout:
    """Turn a confirmed checkout whose payment stands into orders, one for each receiver (注文の成立).

    Called by whoever hears first that the payment stands: the buyer who comes back, the provider's message, a job. It
    happens once. The held stock becomes the orders' own in the same transaction. When the hold ran out before the money
    came and the goods are gone, nothing is placed and what was only authorised is let go; an order whose money was
    taken already is placed and waits for stock, so that a person decides (引当待ち). A payment that is on its way back
    places nothing any more, even when goods return meanwhile.
    """
    checkout = row.there(Checkout, "key = %s FOR UPDATE", [key])
    if checkout.state == CheckoutState.PLACED or checkout.intent_id is None:
        return checkout
    intent = row.there(Intent, "id = %s", [checkout.intent_id])
    if str(intent.state) not in SECURED or being_let_go(intent):
        return checkout
    with whole(), bulk.together():
        return _complete(checkout, intent, by=by)


def _complete(checkout: Checkout, intent: Intent, *, by: Actor) -> Checkout:
    taken = str(intent.state) == IntentState.CAPTURED
    if not _still_held(checkout, by=by) and not taken:
        return _give_back(checkout, intent, "商品が売り切れた", by=by)
    quote = Quote.from_json(checkout.quote)
    may_refuse = bool(quote.discounts or quote.points_used)
    try:
        with transaction.atomic(savepoint=may_refuse):
            placed = _place(checkout, intent, perks=True, by=by)
    except (CouponGone, CouponUsed, ShortOfPoints):  # their hold ran out, and somebody else was quicker
        if not taken:
            return _give_back(checkout, intent, "クーポンかポイントが使えなくなった", by=by)
        placed = _place(
            checkout, intent, perks=False, by=by
        )  # the money was taken: the shop stands by its price
    _clear_cart(checkout)
    _consent.note(checkout, by=by)
    checkout.state, checkout.ended_at, checkout.trouble = CheckoutState.PLACED, clock.now(), ""
    row.change(checkout, "state", "ended_at", "trouble")
    wanted = [Wanted(order_id=one.order_id, key=f"thanks:{one.number}") for one in placed]
    told = next_of(intent)
    kind = MailKind.PAY if told.kind == "instructions" and told.lines else MailKind.THANKS
    channels.queue_mails(kind, wanted, by=by)
    return checkout


def _place(checkout: Checkout, intent: Intent, *, perks: bool, by: Actor) -> list[Placed]:
    """Place the orders with the stock that was held, and settle what goes with them."""
    prefix = row.there(Channel, "code = %s", [CHANNEL]).prefix
    placed = orders.place(_drafts.placements(checkout, intent), channel=CHANNEL, prefix=prefix, by=by)
    inventory.end_holds([checkout.key], by=by)  # of what no order wanted to take over
    _link(checkout, placed, by=by)
    quote = Quote.from_json(checkout.quote)
    if perks and quote.discounts:
        pricing.use_coupons(checkout.key, placed[0].number, by=by)
    if checkout.customer_id:
        _points(checkout, checkout.customer_id, quote, placed, perks=perks, by=by)
    return placed


def _still_held(checkout: Checkout, *, by: Actor) -> bool:
    """Hold again what was held; a hold that still stands is answered as it is."""
    wants = tuple((sku_id, pieces) for sku_id, pieces, _ in checkout.lines)
    until = clock.now() + timedelta(minutes=5)
    answer = inventory.hold([Wish(key=checkout.key, wants=wants, until=until)], by=by)[0]
    return not isinstance(answer, NotHeld)


def _link(checkout: Checkout, placed: list[Placed], *, by: Actor) -> None:
    quote = Quote.from_json(checkout.quote)
    totals = {share.destination: share.total_yen for share in quote.shares}
    rows = [
        [checkout.pk, one.order_id, stop, totals[stop]]
        for one, stop in zip(placed, sorted(totals), strict=True)
    ]
    bulk.copy_rows(CheckoutOrder, ["checkout", "order", "stop", "total_yen"], rows)
    assert checkout.intent_id is not None  # looked at by the caller
    payments.attach_orders(
        checkout.intent_id,
        [(one.order_id, totals[stop]) for one, stop in zip(placed, sorted(totals), strict=True)],
        by=by,
    )


def _points(
    checkout: Checkout, customer_id: int, quote: Quote, placed: list[Placed], *, perks: bool, by: Actor
) -> None:
    """Take the points that were used, and promise those that each order earns when it ships."""
    if perks and quote.points_used:
        customers.use_points(checkout.key, placed[0].number, by=by)
    earned = sorted(quote.shares, key=lambda share: share.destination)
    customers.promise_points(
        [
            Promised(customer_id=customer_id, order_ref=one.number, points=share.points_earned)
            for one, share in zip(placed, earned, strict=True)
        ],
        by=by,
    )


def _clear_cart(checkout: Checkout) -> None:
    """Take what was bought out of the cart; what was put in meanwhile stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM storefront_cartline WHERE cart_id = %s AND NOT later AND sku_id = ANY(%s)",
            [checkout.cart_id, bulk.array([sku_id for sku_id, _, _ in checkout.lines])],
        )


def _give_back(checkout: Checkout, intent: Intent, why: str, *, by: Actor) -> Checkout:
    checkout.state, checkout.ended_at = CheckoutState.LAPSED, clock.now()
    checkout.trouble = f"お支払いの確認までに{why}ため、ご注文は成立していません。お支払いは取り消します。"
    checkout.save(update_fields=["state", "ended_at", "trouble"])
    pricing.release_coupons([checkout.key], by=by)
    customers.release_points([checkout.key], by=by)
    inventory.end_holds([checkout.key], by=by)
    payments.void([intent.pk], because=why, by=by)
    return checkout
