"""Take inquiry."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import override

from hanjo.channels import commands as channels
from hanjo.channels.models import Channel
from hanjo.kernel import audit, bulk
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import narrow
from hanjo.orders.models import Order
from hanjo.support import rules
from hanjo.support.models import Inquiry, InquiryMessage
from hanjo.support.terms import MOST_LETTERS, BadMail, MessageKind, Subject, TextMissing, TextTooLong


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a visitor typed into the form; `key` is the form's own, so that sending it twice is one inquiry."""

    key: str
    name: str
    mail: str
    subject: Subject
    text: str
    order_number: str = ""
    language: str = "ja"


@command("support.take_inquiry", "お問い合わせの受付")
def take_inquiry(asked: Asked, *, channel: str, shop: str, by: Actor) -> Inquiry:
    """Keep what a visitor asked and tell them so by mail (お問い合わせの受付). The same form again is one inquiry.

    It is linked to an order only when its number and its buyer's address fit together. Refuses an empty name or text, a
    text beyond its limit, and an address to which no answer can go.
    """
    _check(asked)
    before = Inquiry.objects.filter(key=asked.key[:64]).first()
    if before is not None:
        return before
    order = _order(asked)
    pk = bulk.next_ids(Inquiry, 1)[0]
    inquiry = Inquiry.objects.create(
        id=pk,
        number=f"Q-{pk:06d}",
        key=asked.key[:64],
        subject=asked.subject,
        name=asked.name.strip(),
        mail=asked.mail.strip(),
        order_number=asked.order_number.strip()[:40],
        order=order,
        customer_id=order.customer_id if order else None,
        language=asked.language,
    )
    InquiryMessage.objects.create(
        inquiry=inquiry, kind=MessageKind.ASKED, text=asked.text.replace("\x00", "").strip(), made_by=str(by)
    )
    audit.record(by, "support.take_inquiry", [inquiry.number], subject=str(asked.subject))
    if Channel.objects.filter(code=channel).exists():
        channels.queue_letters(channel, [_received(inquiry, asked.text)], shop=shop, by=by)
    return inquiry


def _check(asked: Asked) -> None:
    for what, text, most in (("お名前", asked.name, 80), ("お問い合わせの内容", asked.text, MOST_LETTERS)):
        if not text.strip():
            raise TextMissing(what=what)
        if len(text) > most:
            raise TextTooLong(what=what, most=f"{most:,}")
    if not rules.is_mail(asked.mail.strip()):
        raise BadMail(mail=asked.mail.strip()[:80])


def _order(asked: Asked) -> Order | None:
    number = narrow(asked.order_number).strip()
    if not number:
        return None
    return Order.objects.filter(number__iexact=number, buyer_email__iexact=asked.mail.strip()).first()


def _received(inquiry: Inquiry, text: str) -> channels.ShopLetter:
    with override(inquiry.language):
        subject = Subject(inquiry.subject).label
    return channels.ShopLetter(
        key=f"inquiry:{inquiry.number}:received",
        kind="inquiry_received",
        to=inquiry.mail,
        language=inquiry.language,
        values={
            "number": inquiry.number,
            "name": rules.without_links(inquiry.name),
            "subject": subject,
            "order": rules.without_links(inquiry.order_number),
            "text": rules.without_links(text.strip()),
        },
    )
