"""Save a mail template."""

from __future__ import annotations

from hanjo.channels.letters import FIRST, LANGUAGES, OCCASIONS
from hanjo.channels.letters.checking import check
from hanjo.channels.models import Channel, MailTemplate
from hanjo.channels.terms import BadTemplate, UnknownChannel
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.save_template", "メール文面の保存")
def save_template(
    kind: str,
    subject: str,
    body: str,
    *,
    channel: str = "",
    language: str = FIRST,
    is_on: bool = True,
    by: Actor,
) -> MailTemplate:
    """Keep what the shop writes at one occasion in one language, for one channel or for all (メール文面の保存).

    The text is tried on examples first; one that cannot be filled or lacks what it must say is refused with line and
    reason (BadTemplate). Mails that wait already keep their old text. The switch holds for all languages. Saving the
    same again changes nothing.
    """
    _must_be_known(channel, language)
    occasion = OCCASIONS[kind]
    body = body.replace("\r\n", "\n")
    is_on = is_on or not occasion.may_stop
    check(occasion, subject, body, language)
    row, made = MailTemplate.objects.select_for_update().get_or_create(
        channel=channel,
        kind=kind,
        language=language,
        defaults={"subject": subject, "body": body, "is_on": is_on},
    )
    if not made and (row.subject, row.body, row.is_on) != (subject, body, is_on):
        row.subject, row.body, row.is_on, row.version = subject, body, is_on, row.version + 1
        row.save()
    MailTemplate.objects.filter(channel=channel, kind=kind).exclude(pk=row.pk).update(is_on=is_on)
    audit.record(
        by, "channels.save_template", [_ref(channel, kind, language)], version=row.version, is_on=is_on
    )
    return row


@command("channels.reset_template", "標準の文面に戻す")
def reset_template(kind: str, *, channel: str = "", language: str = FIRST, by: Actor) -> bool:
    """Drop what staff wrote at one occasion in one language (標準の文面に戻す); answers whether there was anything.

    One channel goes back to the text for all of them, that one to the house's own. Whether such mails are sent does
    not change: what was switched off stays off.
    """
    _must_be_known(channel, language)
    row = (
        MailTemplate.objects.select_for_update().filter(channel=channel, kind=kind, language=language).first()
    )
    if row is None:
        return False
    audit.record(
        by, "channels.reset_template", [_ref(channel, kind, language)], subject=row.subject, body=row.body
    )
    if row.is_on:
        row.delete()
    else:
        row.subject, row.body = OCCASIONS[kind].delivered(language)
        row.version += 1
        row.save()
    return True


def _must_be_known(channel: str, language: str) -> None:
    if channel and not Channel.objects.filter(code=channel).exists():
        raise UnknownChannel(channel=channel)
    if language not in LANGUAGES:
        raise BadTemplate(where="言語", reason=f"「{language}」の文面は作れません")


def _ref(channel: str, kind: str, language: str) -> str:
    return f"template:{channel or '*'}:{kind}" + ("" if language == FIRST else f":{language}")
