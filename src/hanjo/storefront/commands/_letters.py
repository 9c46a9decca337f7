"""Shared inner step: letters of customers go into the shop's post tray."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from hanjo.channels import commands as channels
from hanjo.customers.terms import Letter, LetterKind
from hanjo.kernel.actor import Actor
from hanjo.storefront import letters, queries
from hanjo.storefront.terms import CHANNEL


def send(written: Sequence[Letter], links: Mapping[LetterKind, str], *, by: Actor) -> None:
    """Queue letters about accounts; `links` are addresses with `{token}` where the secret belongs."""
    shop = queries.shop().name
    rows = []
    for one in written:
        text = letters.member_letter(one, links.get(one.kind, "").replace("{token}", one.token), shop)
        rows.append(letter(one.kind.value, one.to, text, secret=bool(one.token)))
    channels.queue_letters(CHANNEL, rows, by=by)


def letter(
    kind: str, to: str, text: letters.Text, *, key: str = "", secret: bool = False
) -> channels.ShopLetter:
    """One letter; without a key of its own it is never taken for another."""
    return channels.ShopLetter(
        key=f"{kind}:{key or secrets.token_hex(12)}",
        kind=kind,
        to=to,
        subject=text.subject,
        body=text.body,
        secret=secret,
    )
