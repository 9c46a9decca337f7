"""Send reset."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.customers import commands as customers
from hanjo.customers.terms import LetterKind, TooMany
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands import _letters


@command("storefront.send_reset", "再設定メールの送付")
def send_reset(email: str, *, links: Mapping[LetterKind, str], address: str, by: Actor) -> TooMany | None:
    """Write to a member who has forgotten the password (再設定メールの送付).

    An address without an account gets nothing, and the page says the same either way.
    """
    answer = customers.ask_reset(email, address=address)
    if isinstance(answer, TooMany):
        return answer
    if answer is not None:
        _letters.send([answer], links, by=by)
    return None
