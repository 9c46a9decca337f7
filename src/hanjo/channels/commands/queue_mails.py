"""Queue mails."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from procrastinate import exceptions
from procrastinate.contrib.django import app

from hanjo.channels import mail, mail_english
from hanjo.channels.mail import MailKind, MailState
from hanjo.channels.models import Channel, MailTemplate, OutgoingMail
from hanjo.channels.terms import BadTemplate
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind
from hanjo.ui import formats

SEND = "channels.send_mails"
LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """One mail that should go out: about which order, and what makes it one of a kind."""

    order_id: int
    key: str
    parcels: Sequence[Mapping[str, str]] = field(default=())
    language: str = "ja"


@command("channels.queue_mails", "メールの用意")
def queue_mails(kind: MailKind, wanted: Sequence[Wanted], *, by: Actor) -> int:
    """Write mails to many buyers and put them into the post tray of their channel (メールの用意).

    `key` makes a mail one of a kind: asked for again, it is not written again. Orders of a history get none; an
    order without a usable address, a channel without a sender and a switched-off or broken template leave a mail
    that says so instead of being sent. Answers how many are new. The number of statements does not grow.
    """
    if not wanted:
        return 0
    orders = {row.pk: row for row in Order.objects.filter(pk__in=[one.order_id for one in wanted])}
    channels = {row.code: row for row in Channel.objects.all()}
    templates = _templates(kind)
    lines = _lines(list(orders))
    mails = [
        _mail(
            one, order, channels[order.channel], templates=templates, kind=kind, lines=lines.get(order.pk, [])
        )
        for one in wanted
        if (order := orders.get(one.order_id)) is not None
        and order.channel in channels
        and not channels[order.channel].is_history
    ]
    before = set(
        OutgoingMail.objects.filter(key__in=[row.key for row in mails]).values_list("key", flat=True)
    )
    fresh = [row for row in mails if row.key not in before]
    OutgoingMail.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        audit.record(by, "channels.queue_mails", [f"order:{row.order_id}" for row in fresh], kind=kind)
    for code in sorted({row.channel for row in fresh if row.state == MailState.QUEUED}):
        ask_to_send(code)
    return len(fresh)


def ask_to_send(channel: str, *, in_seconds: int = 0) -> None:
    """Have the post tray of a channel emptied; while one such job waits, another is not needed."""
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
    one: Wanted,
    order: Order,
    channel: Channel,
    *,
    kind: MailKind,
    templates: Mapping[str, MailTemplate],
    lines: Sequence[OrderLine],
) -> OutgoingMail:
    sender = sender_of(channel, order.buyer_email)
    template = templates.get(channel.code) or templates.get("")
    texts = mail_english if one.language == "en" else mail
    own = template if one.language != "en" else None  # the staff's templates are written in Japanese
    subject, body, state, trouble = "", "", MailState.QUEUED, mail.why_not(order.buyer_email, sender)
    if template is not None and not template.is_on:
        state, trouble = MailState.STOPPED, "この文面はオフになっています"
    else:
        try:
            with override(one.language):
                subject, body = mail.render(
                    own.subject if own else texts.SUBJECTS[kind],
                    own.body if own else texts.BODIES[kind],
                    values(order, channel, sender, lines, one.parcels),
                )
        except BadTemplate as refusal:
            trouble = refusal.text
        if not order.buyer_email:
            state, trouble = MailState.STOPPED, "注文にメールアドレスがありません"
        elif trouble:
            state = MailState.FAILED
    return OutgoingMail(
        order=order, kind=kind, key=one.key, to=order.buyer_email, sender=sender, subject=subject, body=body,
        message_id=mail.message_id(one.key, sender), state=state, trouble=trouble[:400], channel=channel.code,
    )  # fmt: skip


def values(
    order: Order,
    channel: Channel,
    sender: str,
    lines: Sequence[OrderLine],
    parcels: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """What a template may show of an order: finished texts only."""
    return {
        "shop": {"name": channel.sender_name or channel.name, "email": sender, "channel": channel.name},
        "order": {
            "number": order.number,
            "external_number": order.external_number,
            "buyer": order.buyer_name or order.name,
            "receiver": order.name,
            "ordered_on": f"{order.ordered_at.astimezone(clock.JST):%Y年%-m月%-d日}",
            "total": formats.yen_prose(order.total_yen),
            "pay_method": order.pay_method,
            "remarks": order.remarks,
            "reason": "",
        },
        "lines": [
            {
                "name": f"{line.name} {line.options}".strip(),
                "code": line.code,
                "quantity": str(line.quantity - line.cancelled_quantity),
                "price": formats.yen_prose(line.unit_price_yen),
            }
            for line in lines
        ],
        "parcels": [dict(parcel) for parcel in parcels],
    }


def _templates(kind: MailKind) -> dict[str, MailTemplate]:
    return {row.channel: row for row in MailTemplate.objects.filter(kind=kind)}


def _lines(order_ids: Sequence[int]) -> dict[int, list[OrderLine]]:
    found: dict[int, list[OrderLine]] = {}
    rows = OrderLine.objects.filter(order__in=order_ids, kind=LineKind.GOODS).order_by("order_id", "position")
    for line in rows:
        if line.quantity > line.cancelled_quantity:
            found.setdefault(line.order_id, []).append(line)
    return found
