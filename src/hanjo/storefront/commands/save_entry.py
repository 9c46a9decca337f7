"""Save entry."""

from __future__ import annotations

import secrets

from hanjo.kernel import row
from hanjo.kernel.command import command
from hanjo.storefront.models import Cart, Checkout
from hanjo.storefront.queries.cart import fingerprint, open_checkout
from hanjo.storefront.rules import Entry
from hanjo.storefront.terms import CartEmpty


@command("storefront.save_entry", "購入手続きの入力")
def save_entry(
    cart_key: str, entry: Entry, *, address: str, customer_id: int | None = None, language: str = "ja"
) -> Checkout:
    """Keep what the buyer has typed, so that nothing is asked twice (購入手続きの入力).

    A cart has one checkout that is being filled in; typing again replaces what was typed. Refuses an unknown cart.
    """
    cart = row.one(Cart, "fingerprint = %s FOR UPDATE", [fingerprint(cart_key)])
    if cart is None:
        raise CartEmpty
    checkout = open_checkout(cart.pk)
    if checkout is None:
        checkout = Checkout(key=secrets.token_urlsafe(18), cart=cart)
    checkout.form = entry.as_json()
    checkout.customer_id = customer_id or cart.customer_id
    checkout.address = address
    checkout.language = language
    if checkout.pk:
        row.change(checkout, "form", "customer", "address", "language")
    else:
        row.add(checkout)
    return checkout
