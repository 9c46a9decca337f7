"""Send mails."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.db.models import F

from hanjo.channels import ads, mail
from hanjo.channels.mail import MailState
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.channels.queries_malls import waits_for_word
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

PER_MINUTE = 60
TO_STAFF = ("mall_alarm", "mall_clear")
"""Letters that an outage is told by: they cannot wait for its end."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a run: sent, refused by the server, left in doubt, and how many still wait."""

    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    waiting: int = 0
    why: str = ""


FORGOTTEN = "（本文には鍵が含まれていたため、送信後に消しました）"


def is_set_up() -> bool:
    """Whether the house knows a mail server (送信先). Without one, mails wait in their tray."""
    return bool(getattr(settings, "SMTP_CONFIGURED", False))


def send_mails(channel: str, *, by: Actor) -> Posted:
    """Send what waits in the post tray of one channel, no faster than its limit allows (メール送信).

    A mail is marked as on its way, and that is committed, before the server hears of it. Whoever finds such a
    mark after a crash cannot know whether it arrived: the mail becomes 送れたか不明 and waits for a person; it is
    never sent again by itself. Only one process sends for a channel at a time. Nothing is sent and nothing changes
    while no mail server is set up or it does not answer. While a plan after an outage of the mall waits for a word,
    only staff are written to.
    """
    with _alone(channel) as alone:
        if not alone:
            return Posted(why="ほかのプロセスが送信中です")
        doubt = _find_interrupted(channel, by=by)
        waiting = OutgoingMail.objects.filter(channel=channel, state=MailState.QUEUED).order_by("id")
        is_held = waits_for_word(channel)
        tray = waiting.filter(kind__in=TO_STAFF) if is_held else waiting
        shop = Channel.objects.get(code=channel)
        limit = int(shop.settings.get("mails_per_minute", PER_MINUTE))
        ids = list(tray.values_list("id", flat=True)[:limit])
        if not ids:
            held = waiting.count() if is_held else 0
            return Posted(
                uncertain=doubt, waiting=held, why="モールの復旧の承認を待っています" if held else ""
            )
        if not is_set_up():
            return Posted(uncertain=doubt, waiting=tray.count(), why="送信先が未設定です")
        return _send_all(ids, shop, doubt, by=by)


def _send_all(ids: list[int], shop: Channel, doubt: int, *, by: Actor) -> Posted:
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return Posted(
            uncertain=doubt, waiting=len(ids), why=f"メールサーバーにつながりません（{error}）"[:300]
        )
    sent = failed = 0
    try:
        for mail_id in ids:
            row = _claim(mail_id, by=by)
            if row is None:
                continue
            state, trouble = _hand_over(server, row, shop)
            _mark(row.pk, state, trouble, by=by)
            if state in (MailState.SENT, MailState.UNCERTAIN):
                ads.note_sent(row)
            sent += state is MailState.SENT
            failed += state is MailState.FAILED
            doubt += state is MailState.UNCERTAIN
            if state is MailState.UNCERTAIN:
                break  # the line is dead; what is left stays in the tray
    finally:
        server.close()
    left = OutgoingMail.objects.filter(channel=shop.code, state=MailState.QUEUED).count()
    return Posted(sent, failed, doubt, left)


def _hand_over(server: Any, row: OutgoingMail, shop: Channel) -> tuple[MailState, str]:
    """Give one mail to the server and say what is known afterwards."""
    reason = mail.why_not(row.to, row.sender)
    if reason:
        return MailState.FAILED, reason
    stopped = ads.why_not(row)
    if stopped:
        return MailState.STOPPED, stopped
    letter = mail.message(
        to=row.to,
        sender=row.sender,
        sender_name=shop.sender_name or shop.name,
        subject=row.subject,
        body=row.body,
        message_id=row.message_id,
        date=row.made_at.astimezone(clock.JST),
        way_out=ads.header_of(row),
    )
    try:
        server.connection.send_message(letter, from_addr=row.sender, to_addrs=[row.to])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _answered(code, said)
    except smtplib.SMTPResponseException as error:  # the server answered no: it has not taken the mail
        return _answered(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:  # silence in the middle: nobody can know
        return MailState.UNCERTAIN, f"送信の途中で通信が切れました（{type(error).__name__}）"
    return MailState.SENT, ""


def _answered(code: int, said: bytes | str) -> tuple[MailState, str]:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if 400 <= code < 500:
        return MailState.QUEUED, f"あとで送り直します（{code} {text}）"
    return MailState.FAILED, f"メールサーバーに断られました（{code} {text}）"


@command("channels.claim_mail", "メールの送信開始")
def _claim(mail_id: int, *, by: Actor) -> OutgoingMail | None:
    """Commit that a mail is on its way, before anybody hears of it."""
    taken = OutgoingMail.objects.filter(pk=mail_id, state=MailState.QUEUED).update(
        state=MailState.SENDING, sending_at=clock.now(), tries=F("tries") + 1
    )
    return OutgoingMail.objects.get(pk=mail_id) if taken else None


@command("channels.mark_mail", "メールの送信結果")
def _mark(mail_id: int, state: MailState, trouble: str, *, by: Actor) -> None:
    if state is MailState.SENT:
        OutgoingMail.objects.filter(pk=mail_id, is_secret=True).update(body=FORGOTTEN)
    OutgoingMail.objects.filter(pk=mail_id, state=MailState.SENDING).update(
        state=state, trouble=trouble[:400], sent_at=clock.now() if state is MailState.SENT else None
    )


@command("channels.find_interrupted_mails", "送信中断の検出")
def _find_interrupted(channel: str, *, by: Actor) -> int:
    """We hold the channel's lock, so whoever was sending is gone: what it was sending is in doubt."""
    return OutgoingMail.objects.filter(channel=channel, state=MailState.SENDING).update(
        state=MailState.UNCERTAIN, trouble="送信の途中でシステムが止まりました。届いたか確かめてください"
    )


@contextmanager
def _alone(channel: str) -> Iterator[bool]:
    """A lock of the session, not of a transaction: it spans the commits, and a killed process loses it at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"mail:{channel}"])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"mail:{channel}"])
