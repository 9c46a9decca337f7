"""Assign inquiry."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff
from hanjo.support.commands.answer_inquiry import locked
from hanjo.support.models import Inquiry


@command("support.assign_inquiry", "お問い合わせの担当")
def assign_inquiry(number: str, login: str, *, by: Actor) -> Inquiry:
    """Say who looks after an inquiry; an empty login: nobody (お問い合わせの担当)."""
    inquiry = locked(number)
    inquiry.assignee = Staff.objects.filter(login=login, is_active=True).first() if login else None
    inquiry.save(update_fields=["assignee"])
    audit.record(by, "support.assign_inquiry", [inquiry.number], to=login)
    return inquiry
