"""Save a mail template."""

from __future__ import annotations

from hanjo.channels import mail
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel, MailTemplate
from hanjo.channels.terms import UnknownChannel
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.save_template", "メール文面の保存")
def save_template(
    kind: MailKind, subject: str, body: str, *, channel: str = "", is_on: bool = True, by: Actor
) -> MailTemplate:
    """Keep what the shop writes at one step, for one channel or for all (メール文面の保存).

    The text is tried on an example first; one that cannot be filled is refused with line and reason
    (BadTemplate). Mails that wait already keep their old text. Saving the same again changes nothing.
    """
    if channel and not Channel.objects.filter(code=channel).exists():
        raise UnknownChannel(channel=channel)
    body = body.replace("\r\n", "\n")
    mail.check(subject, body)
    row, made = MailTemplate.objects.select_for_update().get_or_create(
        channel=channel, kind=kind, defaults={"subject": subject, "body": body, "is_on": is_on}
    )
    if not made and (row.subject, row.body, row.is_on) != (subject, body, is_on):
        row.subject, row.body, row.is_on, row.version = subject, body, is_on, row.version + 1
        row.save()
    audit.record(
        by, "channels.save_template", [f"template:{channel or '*'}:{kind}"], version=row.version, is_on=is_on
    )
    return row
