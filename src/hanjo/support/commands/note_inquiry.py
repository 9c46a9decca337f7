"""Note inquiry."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.support.commands.answer_inquiry import checked, locked
from hanjo.support.models import InquiryMessage
from hanjo.support.terms import InquiryState, MessageKind


@command("support.note_inquiry", "お問い合わせのメモ")
def note_inquiry(number: str, text: str, *, by: Actor, from_customer: bool = False) -> InquiryMessage:
    """Write something down beside an inquiry (お問い合わせのメモ).

    `from_customer`: what the customer said by mail or telephone; the inquiry waits for an answer again.
    """
    inquiry = locked(number)
    kind = MessageKind.ASKED if from_customer else MessageKind.NOTE
    message = InquiryMessage.objects.create(
        inquiry=inquiry, kind=kind, text=checked(text, "メモ"), made_by=str(by)
    )
    if from_customer:
        inquiry.state, inquiry.closed_at = InquiryState.NEW, None
        inquiry.save(update_fields=["state", "closed_at"])
    audit.record(by, "support.note_inquiry", [inquiry.number], kind=str(kind))
    return message
