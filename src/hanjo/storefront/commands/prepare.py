"""Prepare."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel import row
from hanjo.kernel.command import command
from hanjo.kernel.speech import say
from hanjo.payments import queries as payments
from hanjo.storefront import queries
from hanjo.storefront.commands._figures import NO_PAYMENT, Figures, confirm_of, figures
from hanjo.storefront.models import Checkout
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.queries.cart import Cart, open_checkout
from hanjo.storefront.rules import Confirmation, Entry
from hanjo.storefront.terms import CartEmpty, CartTrouble, Unfinished


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A checkout that is ready to be confirmed, with everything the confirmation shows."""

    checkout: Checkout
    figures: Figures
    confirmation: Confirmation


@command("storefront.prepare", "確認画面の用意")
def prepare(cart_key: str) -> Prepared:
    """Compute the price of a cart with what was typed and keep the confirmation as it will be shown (確認画面の用意).

    Preparing again brings it up to date. Refuses an empty cart, a cart with goods that cannot be had, an entry in which
    something is missing or cannot be, and shows nothing while a statutory item is missing.
    """
    cart = queries.cart_of(cart_key)
    if not cart.wanted:
        raise CartEmpty
    if cart.troubles:
        raise CartTrouble(goods="、".join(f"{item.name}（{item.trouble}）" for item in cart.troubles))
    checkout = open_checkout(cart.id)
    if checkout is None:
        raise CartEmpty
    made, shown = reckoned(cart, checkout)
    if made.faults:
        raise Unfinished(count=len(made.faults))
    checkout.lines = [[item.sku_id, pieces, stop] for item, pieces, stop in made.lines]
    checkout.quote = made.quote.as_json()
    checkout.snapshot = shown.as_json()
    checkout.digest = shown.digest()
    checkout.form = made.entry.as_json()  # without wishes that these goods cannot have
    checkout.language = language_now()  # of the confirmation that is read: mails about the order follow it
    row.change(checkout, "form", "lines", "quote", "snapshot", "digest", "language")
    return Prepared(checkout=checkout, figures=made, confirmation=shown)


def reckoned(cart: Cart, checkout: Checkout) -> tuple[Figures, Confirmation]:
    """What this checkout costs at this moment and how the confirmation reads."""
    entry = Entry.from_json(checkout.form)
    made = figures(cart, entry)
    labels = {str(one.method): one.label for one in payments.methods_for_shop()}
    labels[NO_PAYMENT] = say("お支払いなし")
    return made, confirm_of(made, method_label=labels.get(made.entry.method, ""))
