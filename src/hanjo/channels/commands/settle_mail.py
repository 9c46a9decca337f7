"""Decide about a mail that waits for a person."""

from __future__ import annotations

from typing import Literal

from hanjo.channels.commands.queue_mails import ask_to_send, sender_of
from hanjo.channels.commands.send_mails import FORGOTTEN
from hanjo.channels.mail import MailState
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.channels.terms import MailDecided, MailNotFound
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

Decision = Literal["resend", "sent", "stop"]
LABELS = {"resend": "送り直し", "sent": "送信済みに", "stop": "取りやめ"}
WAITING = {MailState.UNCERTAIN, MailState.FAILED, MailState.STOPPED}


@command("channels.settle_mail", "メールの処置")
def settle_mail(mail_id: int, decision: Decision, *, by: Actor) -> MailState:
    """Send a mail once more, note that it did arrive, or let it be (確認して送り直す・送信済みにする).

    Sending again keeps the Message-ID, so that a mailbox that has the mail can tell. Deciding the same again
    changes nothing. Refuses mails that are on their way or sent.
    """
    row = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
    if row is None:
        raise MailNotFound(key=mail_id)
    state = MailState(row.state)
    target = {"resend": MailState.QUEUED, "sent": MailState.SENT, "stop": MailState.STOPPED}[decision]
    if state is target:
        return state
    if state not in WAITING and not (state is MailState.QUEUED and decision == "stop"):
        raise MailDecided(state=state.label, verb=LABELS[decision])
    row.state, row.trouble = target, f"{by.label or by.name} が{LABELS[decision]}を選択"[:400]
    if decision == "sent":
        row.sent_at = clock.now()
        row.body = FORGOTTEN if row.is_secret else row.body
    if decision == "resend":
        row.to = row.to or (row.order.buyer_email if row.order else "")
        row.sender = sender_of(Channel.objects.get(code=row.channel), row.to)
    row.save(update_fields=["state", "trouble", "sent_at", "to", "sender", "body"])
    audit.record(by, "channels.settle_mail", [f"mail:{row.pk}", f"order:{row.order_id}"], decision=decision)
    if decision == "resend":
        ask_to_send(row.channel)
    return target
