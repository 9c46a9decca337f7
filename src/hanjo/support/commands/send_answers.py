"""Send answers."""

from __future__ import annotations

from hanjo.channels import commands as channels
from hanjo.channels.malls.port import Outcome, Verdict
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.support.commands.pull_inquiries import keep_questions
from hanjo.support.models import Inquiry, InquiryMessage
from hanjo.support.terms import MOST_TRIES, InquiryState, MessageKind

NOT_THERE = "モールにこの問い合わせがありません。"


def send_answers(channel: str, *, by: Actor) -> int:
    """Bring our answers to a mall's inquiries, each once (問い合わせへの返信の送信); answers how many are there.

    An answer of which nobody knows whether it arrived is looked for on the mall before it is told again.
    """
    done = 0
    waiting = InquiryMessage.objects.filter(
        kind=MessageKind.ANSWER, inquiry__channel=channel, sent_at=None, tries__lt=MOST_TRIES
    )
    for pk in list(waiting.order_by("id").values_list("pk", flat=True)[:50]):
        message = InquiryMessage.objects.select_related("inquiry").get(pk=pk)
        inquiry = message.inquiry
        if message.tries:
            there = channels.read_question(channel, inquiry.outside_number)
            if there is not None:
                keep_questions(channel, [there], by=by)
                message.refresh_from_db()
        if message.sent_at is None:
            _begin(pk)
            verdict = channels.reply_to_question(
                channel, inquiry.outside_number, inquiry.outside_shop, message.text
            )
            _end(pk, verdict)
            done += verdict.outcome is Outcome.DONE
        else:
            done += 1
    return done


@command("support.send_answers", "問い合わせへの返信の送信")
def _begin(pk: int) -> None:
    """Write down that an answer may be on its way (問い合わせへの返信の送信)."""
    message = InquiryMessage.objects.select_for_update().get(pk=pk)
    message.tries += 1
    message.save(update_fields=["tries"])


@command("support.send_answers", "問い合わせへの返信の送信")
def _end(pk: int, verdict: Verdict) -> None:
    """Keep what the mall said of an answer (問い合わせへの返信の送信).

    One that it refuses waits for a person, and so does the buyer: the inquiry is open again.
    """
    message = InquiryMessage.objects.select_for_update().get(pk=pk)
    if verdict.outcome is Outcome.DONE:
        message.sent_at, message.trouble = clock.now(), ""
    else:
        message.tries, message.trouble = MOST_TRIES, (verdict.text or verdict.code or NOT_THERE)[:400]
        open_again = Inquiry.objects.filter(pk=message.inquiry_id).exclude(state=InquiryState.NEW)
        open_again.update(state=InquiryState.NEW, answered_at=None, closed_at=None, due_at=clock.now())
    message.save(update_fields=["sent_at", "trouble", "tries"])
