"""Send a sample of a text."""

from __future__ import annotations

import secrets

from hanjo.channels import mail
from hanjo.channels.commands.queue_mails import ask_to_send, sender_of
from hanjo.channels.letters import FIRST, OCCASIONS
from hanjo.channels.letters.checking import check
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.channels.terms import MailCannotGo
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MARK = "【見本】"


@command("channels.send_sample", "見本メールの送付")
def send_sample(
    kind: str, subject: str, body: str, *, to: str, channel: str = "", language: str = FIRST, by: Actor
) -> OutgoingMail:
    """Send a text as it stands in the editor to its writer, filled with made-up values (見本メールの送付).

    Its subject begins with 【見本】; no buyer's data and no key that opens anything is in it. Refuses a text that could
    not be kept (BadTemplate), and an address or a channel that no mail can go to or from (MailCannotGo).
    """
    subject, body = check(OCCASIONS[kind], subject, body, language)
    place = _place(channel)
    sender = sender_of(place, to)
    trouble = mail.why_not(to, sender)
    if trouble:
        raise MailCannotGo(
            reason=trouble,
            advice="自分のメールアドレスは「アカウント」で、送信元は「設定 › 店舗」で入れてください。",
        )
    key = f"sample:{kind}:{secrets.token_hex(12)}"
    row = OutgoingMail.objects.create(
        kind=kind, key=key, to=to, sender=sender, subject=f"{MARK}{subject}"[:200], body=body, channel=place.code,
        language=language, message_id=mail.message_id(key, sender),
    )  # fmt: skip
    audit.record(by, "channels.send_sample", [f"mail:{row.pk}"], kind=kind, language=language)
    ask_to_send(place.code)
    return row


def _place(channel: str) -> Channel:
    """The channel that is asked for, else one that can write: the own shop's before any other."""
    rows = Channel.objects.filter(is_history=False).order_by("position", "id")
    if channel:
        return rows.get(code=channel)
    found = sorted(rows, key=lambda row: (not row.sender_email, row.format != "own"))
    if not found:
        raise MailCannotGo(reason="店舗がありません", advice="「設定 › 店舗」で登録してください。")
    return found[0]
