"""Reads of support."""

from __future__ import annotations

from django.db.models import Count, Q

from hanjo.channels.models import Channel
from hanjo.kernel import setting
from hanjo.orders.models import Order
from hanjo.staff.models import Staff
from hanjo.support.models import AnswerTemplate, Inquiry
from hanjo.support.terms import ANSWER_HOURS, KEEP_DAYS, QUIET_DAYS, InquiryState, NoSuchInquiry

PAGE = 50


def inquiries(
    *, state: str = "", subject: str = "", assignee: str = "", asked: str = "", page: int = 1
) -> tuple[list[Inquiry], int]:
    """Inquiries for the staff, the longest waiting first among the new, else the newest first; and how many."""
    rows = Inquiry.objects.select_related("order", "assignee")
    if state in set(InquiryState):
        rows = rows.filter(state=state)
    if subject:
        rows = rows.filter(subject=subject)
    if assignee:
        rows = rows.filter(assignee__login=assignee) if assignee != "-" else rows.filter(assignee=None)
    if asked:
        rows = rows.filter(
            Q(number__iexact=asked)
            | Q(name__icontains=asked)
            | Q(mail__icontains=asked)
            | Q(order_number__iexact=asked)
            | Q(messages__text__icontains=asked)
        ).distinct()
    start = (max(1, min(page, 500)) - 1) * PAGE
    order = "received_at" if state == InquiryState.NEW else "-received_at"
    return list(rows.order_by(order, "id")[start : start + PAGE]), rows.count()


def inquiry(number: str) -> Inquiry:
    """One inquiry with all that was said; refuses one that is not there (お問い合わせ)."""
    found = (
        Inquiry.objects.select_related("order", "customer", "assignee")
        .prefetch_related("messages")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NoSuchInquiry(key=number)
    return found


def tallies() -> dict[str, int]:
    """How many inquiries are in each state."""
    return dict(Inquiry.objects.values_list("state").annotate(Count("id")))


def templates() -> list[AnswerTemplate]:
    """Texts that answers begin with."""
    return list(AnswerTemplate.objects.order_by("position", "name"))


def people() -> list[Staff]:
    """Who can look after an inquiry."""
    return list(Staff.objects.filter(is_active=True).order_by("name"))


def orders_of(mail: str) -> list[Order]:
    """The latest orders under a mail address, as a hint: who wrote has not proved that it is theirs."""
    if not mail:
        return []
    return list(Order.objects.filter(buyer_email__iexact=mail).order_by("-id")[:5])


def shops() -> dict[str, str]:
    """Names of the malls by their codes, for inquiries that lie in their inboxes."""
    return dict(Channel.objects.values_list("code", "name"))


def times() -> tuple[int, int, int]:
    """Days that inquiries are kept, days until an answered one closes, hours in which a mall's shall be answered."""
    keep = int(setting.get("support.keep_days", KEEP_DAYS))
    close = int(setting.get("support.close_days", QUIET_DAYS))
    return keep, close, int(setting.get("support.answer_hours", ANSWER_HOURS))
