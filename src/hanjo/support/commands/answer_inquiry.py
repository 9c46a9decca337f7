"""Answer inquiry."""

from __future__ import annotations

from hanjo.channels import commands as channels
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.support.models import Inquiry, InquiryMessage
from hanjo.support.terms import (
    MOST_LETTERS,
    InquiryState,
    MessageKind,
    NoSuchInquiry,
    TextMissing,
    TextTooLong,
    UnfitAnswer,
)

SEND = "support.send_answers"


@command("support.answer_inquiry", "お問い合わせへの返信")
def answer_inquiry(number: str, text: str, *, key: str, channel: str, shop: str, by: Actor) -> InquiryMessage:
    """Answer an inquiry where it came from, once for each key (お問い合わせへの返信).

    It counts as answered from then on. By mail, or on the mall in whose inbox it lies. Refuses an empty or endless
    answer, and one that the mall would not take.
    """
    inquiry = locked(number)
    words = checked(text, "返信")
    if inquiry.channel and (because := channels.unfit_reply(inquiry.channel, words)):
        raise UnfitAnswer(because=because)
    mail_key = f"inquiry:{inquiry.number}:{key}"[:80]
    before = InquiryMessage.objects.filter(mail_key=mail_key).first()
    if before is not None:
        return before
    message = InquiryMessage.objects.create(
        inquiry=inquiry, kind=MessageKind.ANSWER, text=words, made_by=str(by), mail_key=mail_key
    )
    inquiry.state, inquiry.answered_at, inquiry.closed_at = InquiryState.ANSWERED, clock.now(), None
    inquiry.due_at = None
    inquiry.save(update_fields=["state", "answered_at", "closed_at", "due_at"])
    audit.record(by, "support.answer_inquiry", [inquiry.number], letters=len(words))
    if inquiry.channel:
        channels.ask_once(SEND, f"answers:{inquiry.channel}", channel=inquiry.channel)
        return message
    letter = channels.ShopLetter(
        key=mail_key,
        kind="inquiry_answer",
        to=inquiry.mail,
        language=inquiry.language,
        values={"number": inquiry.number, "name": inquiry.name, "text": words},
    )
    channels.queue_letters(channel, [letter], shop=shop, by=by)
    return message


def locked(number: str) -> Inquiry:
    """The inquiry, locked; refuses one that is not there."""
    found = Inquiry.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NoSuchInquiry(key=number)
    return found


def checked(text: str, what: str) -> str:
    """The text without what does not belong there; refuses an empty or endless one."""
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise TextMissing(what=what)
    if len(words) > MOST_LETTERS:
        raise TextTooLong(what=what, most=f"{MOST_LETTERS:,}")
    return words
