"""Queue letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.channels import mail
from hanjo.channels.commands.queue_mails import LONGEST_KEY, ask_to_send, sender_of
from hanjo.channels.mail import MailState
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopLetter:
    """A mail that is about no order: an account, a question, a product that is back (お知らせ).

    `key` makes it one of a kind. `secret`: the text holds a key (a link to set a password) and is forgotten once sent.
    """

    key: str
    kind: str
    to: str
    subject: str
    body: str
    secret: bool = False


@command("channels.queue_letters", "お知らせメールの用意")
def queue_letters(channel: str, letters: Sequence[ShopLetter], *, by: Actor) -> int:
    """Put letters that are about no order into a channel's post tray, each once (お知らせメールの用意).

    They go the way of all mails: at most once, and what cannot go says why. The same key again writes nothing.
    Answers how many are new.
    """
    if not letters:
        return 0
    shop = Channel.objects.get(code=channel)
    keys = [letter.key[:LONGEST_KEY] for letter in letters]
    before = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
    rows = [_row(letter, shop) for letter in letters if letter.key[:LONGEST_KEY] not in before]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.state == MailState.QUEUED for row in rows):
        ask_to_send(channel)
    return len(rows)


def _row(letter: ShopLetter, shop: Channel) -> OutgoingMail:
    sender = sender_of(shop, letter.to)
    trouble = mail.why_not(letter.to, sender)
    subject, body = mail.finish(letter.subject, letter.body)
    key = letter.key[:LONGEST_KEY]
    return OutgoingMail(
        kind=letter.kind[:20],
        key=key,
        to=letter.to[:254],
        sender=sender,
        subject=subject,
        body=body,
        message_id=mail.message_id(key, sender),
        channel=shop.code,
        state=MailState.FAILED if trouble else MailState.QUEUED,
        trouble=trouble,
        is_secret=letter.secret,
    )
