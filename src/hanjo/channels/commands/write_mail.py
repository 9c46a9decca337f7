"""Write one mail to one buyer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import override

from hanjo.channels import mail
from hanjo.channels.commands import _about
from hanjo.channels.commands._texts import Texts
from hanjo.channels.commands.queue_mails import LONGEST_KEY, ask_to_send, sender_of
from hanjo.channels.letters import LANGUAGES
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.channels.terms import BadTemplate, EmptyMail, MailCannotGo, NoMailAddress
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.models import Order


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it would go out, and why it cannot when it cannot."""

    to: str
    sender: str
    sender_name: str
    subject: str
    body: str
    trouble: str = ""
    language: str = "ja"
    wish: str = "ja"  # the language that the buyer ordered in


def draft_mail(order: Order, kind: MailKind, *, reason: str = "", language: str = "") -> Letter:
    """Fill the shop's text of one kind with an order, as a start for the person who writes (下書き).

    In the language that the buyer ordered in, unless another is asked for. A text of the shop that cannot be filled
    any more gives an empty letter with the reason in `trouble`.
    """
    channel = Channel.objects.get(code=order.channel)
    language = language if language in LANGUAGES else _about.language_of(order)
    text = Texts([kind]).pick(kind, channel.code, language)
    about = _about.orders([order], kind)
    sender = sender_of(channel, order.buyer_email)
    try:
        with override(text.language):
            given = about.values(order, channel, sender)
            given["order"]["reason"] = reason
            subject, body = mail.render(text.subject, text.body, given)
            body = about.told(order, body)
    except BadTemplate as refusal:
        return _letter(order, channel, "", "", refusal.text)
    return replace(_letter(order, channel, subject, body, about.lacking(order, kind)), language=text.language)


def seal_mail(order: Order, subject: str, body: str) -> Letter:
    """The letter exactly as it goes out with what a person typed; nothing in it is filled in again (見本)."""
    return _letter(order, Channel.objects.get(code=order.channel), *mail.finish(subject, body), "")


@command("channels.write_mail", "お客様へのメール")
def write_mail(
    number: str, kind: MailKind, subject: str, body: str, *, key: str, language: str = "", by: Actor
) -> OutgoingMail:
    """Put a mail that a person wrote into the post tray of the order's channel, once (お客様へのメール).

    What was typed goes out as it stands: braces in it are text. The same `key` again answers the same mail. It is
    written into the order's timeline. Refuses orders without a usable address (NoMailAddress), a mail without subject
    or text (EmptyMail), and what else would keep it from going (MailCannotGo).
    """
    order = Order.objects.select_for_update(no_key=True).get(number=number)
    channel = Channel.objects.get(code=order.channel)
    letter = seal_mail(order, subject, body)
    _must_be_able_to_go(order, channel, letter)
    one_of_a_kind = f"hand:{order.number}:{key}"[:LONGEST_KEY]
    row, made = OutgoingMail.objects.get_or_create(
        key=one_of_a_kind,
        defaults={
            "order": order,
            "kind": kind,
            "to": letter.to,
            "sender": letter.sender,
            "subject": letter.subject,
            "body": letter.body,
            "channel": channel.code,
            "language": language or _about.language_of(order),
            "message_id": mail.message_id(one_of_a_kind, letter.sender),
        },
    )
    if made:
        orders.note_mails({order.pk: letter.subject}, by=by)
        audit.record(by, "channels.write_mail", [f"order:{order.pk}", f"mail:{row.pk}"], kind=kind)
        ask_to_send(channel.code)
    return row


def _must_be_able_to_go(order: Order, channel: Channel, letter: Letter) -> None:
    if not mail.is_address(order.buyer_email):
        raise NoMailAddress(number=order.number)
    if not letter.subject:
        raise EmptyMail(what="件名")
    if not letter.body.strip():
        raise EmptyMail(what="本文")
    if len(letter.body) > mail.MOST_MAIL:
        raise MailCannotGo(reason="本文が長すぎます（50,000 文字まで）", advice="短くしてください。")
    if channel.is_history:
        raise MailCannotGo(reason="過去の記録だけの店舗です", advice="モールの管理画面から送ってください。")
    if letter.trouble:
        raise MailCannotGo(reason=letter.trouble, advice="「設定 › 店舗」で送信元を入れてください。")


def _letter(order: Order, channel: Channel, subject: str, body: str, trouble: str) -> Letter:
    sender = sender_of(channel, order.buyer_email)
    return Letter(
        to=order.buyer_email,
        sender=sender,
        sender_name=channel.sender_name or channel.name,
        subject=subject,
        body=body,
        trouble=trouble or mail.why_not(order.buyer_email, sender),
        wish=_about.language_of(order),
    )
