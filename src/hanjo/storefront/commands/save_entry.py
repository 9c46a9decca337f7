"""Save entry."""

from __future__ import annotations

import secrets

from hanjo.kernel.command import command
from hanjo.storefront.models import Cart, Checkout
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.rules import Entry
from hanjo.storefront.terms import CartEmpty, CheckoutState


@command("storefront.save_entry", "購入手続きの入力")
def save_entry(
    cart_key: str, entry: Entry, *, address: str, customer_id: int | None = None, language: str = "ja"
) -> Checkout:
    """Keep what the buyer has typed, so that nothing is asked twice (購入手続きの入力).

    A cart has one checkout that is being filled in; typing again replaces what was typed. Refuses an unknown cart.
    """
    cart = Cart.objects.select_for_update().filter(fingerprint=fingerprint(cart_key)).first()
    if cart is None:
        raise CartEmpty
    checkout = Checkout.objects.filter(cart=cart, state=CheckoutState.OPEN).order_by("-pk").first()
    if checkout is None:
        checkout = Checkout(key=secrets.token_urlsafe(18), cart=cart)
    checkout.form = entry.as_json()
    checkout.customer_id = customer_id or cart.customer_id
    checkout.address = address
    checkout.language = language
    checkout.save()
    return checkout
