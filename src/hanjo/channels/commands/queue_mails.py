"""Queue mails."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override
from procrastinate import exceptions
from procrastinate.contrib.django import app

from hanjo.channels import mail
from hanjo.channels.commands import _about
from hanjo.channels.commands._texts import NOTICE, Texts
from hanjo.channels.mail import MailKind, MailState
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.channels.terms import BadTemplate
from hanjo.kernel import audit, bulk, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order

SEND = "channels.send_mails"
LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """One mail that should go out: about which order, and what makes it one of a kind.

    Without a `language` it is written in the one that the buyer ordered in. A parcel's `shipped_on` is an ISO day.
    """

    order_id: int
    key: str
    parcels: Sequence[Mapping[str, str]] = field(default=())
    language: str = ""


@command("channels.queue_mails", "メールの用意")
def queue_mails(kind: MailKind, wanted: Sequence[Wanted], *, by: Actor) -> int:
    """Write mails to many buyers and put them into the post tray of their channel (メールの用意).

    `key` makes a mail one of a kind: asked for again, it is not written again. Orders of a history get none; an
    order without a usable address, a channel without a sender and a switched-off or broken template leave a mail
    that says so instead of being sent. A language in which we do not write is answered in Japanese, and the mail
    says so. Answers how many are new. The number of statements does not grow.
    """
    if not wanted:
        return 0
    ids = bulk.array([one.order_id for one in wanted])
    orders = {one.pk: one for one in row.many(Order, "id = ANY(%s)", [ids])}
    codes = bulk.array({one.channel for one in orders.values()})
    channels = {one.code: one for one in row.many(Channel, "code = ANY(%s)", [codes])}
    texts, about = Texts([kind]), _about.orders(list(orders.values()), kind)
    mails = [
        _mail(one, order, channels[order.channel], kind=kind, texts=texts, about=about)
        for one in wanted
        if (order := orders.get(one.order_id)) is not None
        and order.channel in channels
        and not channels[order.channel].is_history
    ]
    before = _written([one.key for one in mails])
    fresh = [one for one in mails if one.key not in before]
    OutgoingMail.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        audit.record(by, "channels.queue_mails", [f"order:{one.order_id}" for one in fresh], kind=kind)
    for code in sorted({one.channel for one in fresh if one.state == MailState.QUEUED}):
        ask_to_send(code)
    return len(fresh)


def _written(keys: Sequence[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM channels_outgoingmail WHERE key = ANY(%s)", [bulk.array(keys)])
        return {key for (key,) in cursor.fetchall()}


def ask_to_send(channel: str, *, in_seconds: int = 0) -> None:
    """Have the post tray of a channel emptied; while one such job waits, another is not needed."""
    if is_asked(f"mail:{channel}"):
        return
    job = app.configure_task(
        SEND,
        queue="channels",
        lock=f"mail:{channel}",
        queueing_lock=f"mail:{channel}",
        schedule_in={"seconds": in_seconds} if in_seconds else None,
    )
    try:
        with transaction.atomic():
            job.defer(channel=channel)
    except exceptions.AlreadyEnqueued:
        return


def is_asked(lock: str) -> bool:
    """Whether such a job waits already; it is far cheaper to look than to be refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' LIMIT 1", [lock]
        )
        return cursor.fetchone() is not None


def mail_key(kind: MailKind, number: str, parts: Sequence[str]) -> str:
    """`shipped:R-100001:R-100001-1`, shortened by a digest when an order has very many parcels."""
    key = f"{kind}:{number}:{'+'.join(sorted(parts))}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{kind}:{number}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def sender_of(channel: Channel, to: str) -> str:
    """From which address a channel writes; a masked address only hears the one registered with its mall."""
    if channel.sender_email or mail.is_masked(to):
        return channel.sender_email
    return str(settings.DEFAULT_FROM_EMAIL)


def _mail(
    one: Wanted, order: Order, channel: Channel, *, kind: MailKind, texts: Texts, about: _about.About
) -> OutgoingMail:
    sender = sender_of(channel, order.buyer_email)
    wish = one.language or _about.language_of(order)
    text = texts.pick(kind, channel.code, wish)
    subject, body, state, trouble = "", "", MailState.QUEUED, mail.why_not(order.buyer_email, sender)
    if not text.is_on:
        state, trouble = MailState.STOPPED, "この文面はオフになっています"
    else:
        try:
            with override(text.language):
                values = about.values(order, channel, sender, one.parcels)
                subject, body = mail.render(text.subject, text.body, values)
                body = about.told(order, body)
            body = body if text.language == wish else NOTICE + body
            trouble = trouble or about.lacking(order, kind)
        except BadTemplate as refusal:
            trouble = refusal.text
        if not order.buyer_email:
            state, trouble = MailState.STOPPED, "注文にメールアドレスがありません"
        elif trouble:
            state = MailState.FAILED
    return OutgoingMail(
        order=order, kind=kind, key=one.key, to=order.buyer_email, sender=sender, subject=subject, body=body,
        message_id=mail.message_id(one.key, sender), state=state, trouble=trouble[:400], channel=channel.code,
        language=text.language,
    )  # fmt: skip
