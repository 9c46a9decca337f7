"""Shared inner step: the yes to advertising mail that a buyer ticked at checkout."""

from __future__ import annotations

from hanjo.customers import commands as customers
from hanjo.customers.terms import ConsentAction, Purpose, Said
from hanjo.kernel.actor import Actor
from hanjo.storefront.models import Checkout
from hanjo.storefront.rules import Entry

WORDING = "新しい品やセールのお知らせをメールで受け取る"
"""The words beside the tick, which is empty until somebody sets it (特定電子メール法 3条)."""


def note(checkout: Checkout, *, by: Actor) -> None:
    """Keep the yes with its words once the order stands; no tick is no answer and keeps nothing."""
    entry = Entry.from_json(checkout.form)
    if not entry.wants_mail:
        return
    said = Said(
        email=entry.email,
        purpose=Purpose.NEWS,
        action=ConsentAction.OPT_IN,
        form="checkout",
        wording=WORDING,
        address=checkout.address,
    )
    customers.note_consents([said], by=by)
