"""Shared inner step: letters of customers go into the shop's post tray."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from hanjo.channels import commands as channels
from hanjo.channels.letters import OCCASIONS
from hanjo.customers.terms import Letter, LetterKind
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from hanjo.storefront import queries
from hanjo.storefront.terms import CHANNEL


def send(written: Sequence[Letter], links: Mapping[LetterKind, str], *, by: Actor) -> None:
    """Queue letters about accounts; `links` are addresses with `{token}` where the secret belongs."""
    rows = []
    for one in written:
        values = {"name": one.name}
        if any(field.name == "link" for field in OCCASIONS[one.kind.value].fields):
            values["link"] = links.get(one.kind, "").replace("{token}", one.token)
        rows.append(letter(one.kind.value, one.to, values, language=one.language))
    queue(rows, by=by)


def queue(rows: Sequence[channels.ShopLetter], *, by: Actor) -> int:
    """Put letters into the shop's post tray, under the name that its buyers know."""
    return channels.queue_letters(CHANNEL, rows, shop=queries.shop().name, by=by)


def letter(
    kind: str, to: str, values: Mapping[str, str], *, language: str = "ja", key: str = ""
) -> channels.ShopLetter:
    """One letter; without a key of its own it is never taken for another."""
    return channels.ShopLetter(
        key=f"{kind}:{key or secrets.token_hex(12)}", kind=kind, to=to, values=values, language=language
    )


def about_order(order: Order, kind: str, values: Mapping[str, str], *, key: str = "", by: Actor) -> None:
    """Write to the buyer of an order, in the language of the order; its name and number are put in."""
    given = {"name": order.buyer_name, "number": order.number, **values}
    row = letter(kind, order.buyer_email, given, language=language_of(order), key=key or order.number)
    queue([row], by=by)


def language_of(order: Order) -> str:
    """The language that the buyer ordered in."""
    return str(order.facts.get("language") or "ja")
