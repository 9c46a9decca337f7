"""Join."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.customers import commands as customers
from hanjo.customers.terms import LetterKind, TooMany
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands import _letters


@command("storefront.join", "会員登録の受付")
def join(
    email: str,
    password: str,
    *,
    name: str,
    phone: str = "",
    company: str = "",
    language: str = "ja",
    links: Mapping[LetterKind, str],
    address: str,
    by: Actor,
) -> TooMany | None:
    """Take somebody's wish to become a member and write to them (会員登録の受付).

    What the page says afterwards is the same whether the address was known or not: the mail tells its owner. Refuses a
    weak password and what is no mail address; then nothing is written and nobody is written to.
    """
    answer = customers.register(
        email, password, name=name, phone=phone, company=company, language=language, address=address
    )
    if isinstance(answer, TooMany):
        return answer
    _letters.send([answer], links, by=by)
    return None
