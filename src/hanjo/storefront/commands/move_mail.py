"""Move mail."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.customers import commands as customers
from hanjo.customers.terms import LetterKind
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands import _letters


@command("storefront.begin_mail", "メールアドレス変更の受付")
def begin_mail(member_id: int, email: str, *, links: Mapping[LetterKind, str], by: Actor) -> None:
    """Write to a new mail address with a link, and to the old one with a notice (メールアドレス変更の受付).

    Nothing changes before the link is opened. Refuses what is no mail address.
    """
    _letters.send(customers.ask_mail(member_id, email, by=by), links, by=by)


@command("storefront.finish_mail", "メールアドレス変更の完了")
def finish_mail(secret: str, *, by: Actor) -> None:
    """Put the confirmed address in place and tell the old one (メールアドレス変更の完了). Refuses a dead link."""
    _letters.send([customers.change_mail(secret)], {}, by=by)
