"""Close inquiry."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanjo.kernel import audit, clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.support.commands.answer_inquiry import locked
from hanjo.support.models import Inquiry
from hanjo.support.terms import KEEP_DAYS, QUIET_DAYS, InquiryState


@command("support.close_inquiry", "お問い合わせの完了")
def close_inquiry(number: str, *, by: Actor, reopen: bool = False) -> Inquiry:
    """Call an inquiry done, or open it again (お問い合わせの完了)."""
    inquiry = locked(number)
    inquiry.state = InquiryState.NEW if reopen else InquiryState.CLOSED
    inquiry.closed_at = None if reopen else clock.now()
    inquiry.save(update_fields=["state", "closed_at"])
    audit.record(by, "support.close_inquiry", [inquiry.number], reopen=reopen)
    return inquiry


@command("support.close_quiet", "返信済みの自動完了")
def close_quiet(now: datetime, *, by: Actor) -> int:
    """Close what was answered and stayed quiet (返信済みの自動完了); answers how many."""
    days = int(setting.get("support.close_days", QUIET_DAYS))
    if days < 1:
        return 0
    quiet = Inquiry.objects.filter(state=InquiryState.ANSWERED, answered_at__lt=now - timedelta(days=days))
    numbers = list(quiet.values_list("number", flat=True)[:1000])
    Inquiry.objects.filter(number__in=numbers).update(state=InquiryState.CLOSED, closed_at=now)
    if numbers:
        audit.record(by, "support.close_quiet", numbers)
    return len(numbers)


@command("support.forget_inquiries", "お問い合わせの消去")
def forget_inquiries(now: datetime, *, by: Actor) -> int:
    """Erase closed inquiries with all that was said when their time is over (お問い合わせの消去); answers how many.

    The time is the shop's own choice (setting `support.keep_days`): personal data that has no more use goes
    (個人情報保護法 22条).
    """
    days = max(1, int(setting.get("support.keep_days", KEEP_DAYS)))
    over = Inquiry.objects.filter(state=InquiryState.CLOSED, closed_at__lt=now - timedelta(days=days))
    numbers = list(over.values_list("number", flat=True)[:1000])
    Inquiry.objects.filter(number__in=numbers).delete()
    if numbers:
        audit.record(by, "support.forget_inquiries", numbers)
    return len(numbers)
