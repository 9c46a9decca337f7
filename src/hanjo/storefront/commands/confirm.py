"""Confirm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hanjo.inventory import commands as inventory
from hanjo.inventory.terms import NotHeld, Wish
from hanjo.kernel import bulk, clock, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command, whole
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.speech import say
from hanjo.payments import commands as payments
from hanjo.payments.terms import Buyer, Method
from hanjo.pricing import commands as pricing
from hanjo.storefront import queries
from hanjo.storefront.commands._figures import Figures
from hanjo.storefront.commands.prepare import reckoned
from hanjo.storefront.commands.slow_cards import refuse_card_testing
from hanjo.storefront.models import Checkout
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.terms import CartTrouble, Changed, CheckoutState, NoSuchCheckout, Unfinished


def confirm(cart_key: str, key: str, digest: str, *, return_url: str, by: Actor) -> Checkout:
    """Take the buyer at their word: hold the stock, the coupons and the points, and open the payment (注文の確定).

    `digest` is that of the confirmation they pressed on: when anything in it has changed since, they see the new
    figures first. All or nothing; what cannot be had is refused with its reason, nothing is held then and no money
    moves. Pressing again answers the same checkout.

    The stock is asked for first, in the queue with everybody who wants it at this moment and in a transaction of
    its own; the confirmation then finds it held under its key. Dying in between leaves a hold that lapses.
    """
    pressed = _pressed(cart_key, key, digest)
    if pressed is not None:
        refuse_card_testing(pressed)
        try:
            _hold_in_turn(pressed, cart_key, by=by)
        except Refusal:
            if _pressed(cart_key, key, digest) is not None:
                raise
            # Another window of the same buyer was through meanwhile, perhaps with the very last piece.
    try:
        return _confirm(cart_key, key, digest, return_url=return_url, by=by)
    except Refusal:
        if pressed is not None:
            _give_back(key, by=by)
        raise


def _pressed(cart_key: str, key: str, digest: str) -> Checkout | None:
    """The checkout that is about to be confirmed; anything odd is left to `_confirm`."""
    checkout = row.one(
        Checkout,
        "key = %s AND digest = %s AND state = 'open'"
        " AND cart_id = (SELECT id FROM storefront_cart WHERE fingerprint = %s)",
        [key, digest, fingerprint(cart_key)],
    )
    return checkout if checkout is not None and checkout.lines and digest else None


def _hold_in_turn(checkout: Checkout, cart_key: str, *, by: Actor) -> None:
    """Queue up for the stock of a checkout."""
    wants = tuple((sku_id, pieces) for sku_id, pieces, _ in checkout.lines)
    answer = inventory.hold_in_turn(Wish(key=checkout.key, wants=wants, until=_until()), by=by)
    if isinstance(answer, NotHeld):
        raise _short(answer, {item.sku_id: item.name for item in queries.cart_of(cart_key).wanted})


def _until() -> datetime:
    return clock.now() + timedelta(minutes=queries.shop().hold_minutes)


@command("storefront.give_back", "取り置きの返却")
def _give_back(key: str, *, by: Actor) -> None:
    """Free what was held for a confirmation that was refused, unless another window has confirmed (取り置きの返却)."""
    checkout = Checkout.objects.select_for_update().filter(key=key).first()
    if checkout is None or checkout.state != CheckoutState.CONFIRMED:
        inventory.end_holds([key], by=by)


@command("storefront.confirm", "注文の確定")
def _confirm(cart_key: str, key: str, digest: str, *, return_url: str, by: Actor) -> Checkout:
    """Confirm with the stock that is held, or take it now if it is not any more (注文の確定)."""
    checkout = row.one(Checkout, "key = %s FOR UPDATE", [key])
    cart = queries.cart_of(cart_key)
    if checkout is None or checkout.cart_id != cart.id:
        raise NoSuchCheckout(what=say("購入手続き"), key=key[:40])
    if checkout.state == CheckoutState.PLACED:
        # Another window was through before this one stood in the queue: what it was given there nobody needs.
        inventory.end_holds([key], by=by)
        return checkout
    if checkout.state == CheckoutState.CONFIRMED:
        return checkout
    if checkout.state != CheckoutState.OPEN or not cart.wanted:
        raise NoSuchCheckout(what=say("購入手続き"), key=key[:40])
    made, shown = reckoned(cart, checkout)
    if made.faults:
        raise Unfinished(count=len(made.faults))
    if shown.digest() != digest:
        raise Changed(what=say("金額やお届けの内容"))
    checkout.until = _until()
    with whole(), bulk.together():
        _hold(checkout, made, by=by)
        checkout.intent_id = _payment(checkout, made, return_url, by=by)
        checkout.state = CheckoutState.CONFIRMED
        row.change(checkout, "until", "intent_id", "state")
    return checkout


def _payment(checkout: Checkout, made: Figures, return_url: str, *, by: Actor) -> int:
    intent = payments.open_intent(
        key=checkout.key,
        method=Method(made.entry.method) if made.quote.total_yen else Method.FREE,
        amount_yen=made.quote.total_yen,
        buyer=Buyer(name=made.entry.buyer.name, email=made.entry.email, phone=made.entry.buyer.phone),
        return_url=return_url,
        about=say("{name} {len} 点", name=queries.shop().name, len=len(made.lines)),
        by=by,
    )
    return intent.pk


def _hold(checkout: Checkout, made: Figures, *, by: Actor) -> None:
    assert checkout.until is not None  # set by the caller
    wants = tuple((item.sku_id, pieces) for item, pieces, _ in made.lines)
    answer = inventory.hold([Wish(key=checkout.key, wants=wants, until=checkout.until)], by=by)[0]
    if isinstance(answer, NotHeld):
        raise _short(answer, {item.sku_id: item.name for item, _, _ in made.lines})
    pricing.hold_coupons(
        [one.code for one in made.quote.discounts],
        key=checkout.key,
        customer_id=checkout.customer_id,
        until=checkout.until,
        by=by,
    )
    if made.quote.points_used and checkout.customer_id:
        from hanjo.customers import commands as customers

        customers.hold_points(
            checkout.customer_id, made.quote.points_used, key=checkout.key, until=checkout.until, by=by
        )


def _short(answer: NotHeld, names: Mapping[int, str]) -> CartTrouble:
    return CartTrouble(
        goods="、".join(
            say("{get}（あと {left} 点）", get=names.get(sku_id, ""), left=left)
            for sku_id, left in answer.short
        )
    )
