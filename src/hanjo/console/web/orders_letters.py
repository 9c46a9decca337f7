"""The mail that each of many buyers would get, exactly as it would go out, one at a time."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from hanjo.channels import commands as channels
from hanjo.channels.mail import BY_HAND, MailKind
from hanjo.channels.models import OutgoingMail
from hanjo.console.queries import bulk as reads
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import refused, render


@require_GET
@page("orders.look")
def letter(request: StaffRequest) -> HttpResponse:
    """Show the mail of one of the chosen orders, with the way to the one before and the one after."""
    if not request.may("channels.queue_mails"):
        return refused(
            request, "「メール」の権限がありません。", fix="店長に役割の変更を頼んでください。", status=403
        )
    kept = reads.selection(request.GET.get("token", ""))
    asked = request.GET.get("letter", "")
    kind = MailKind(asked) if asked in set(BY_HAND) else MailKind.ASK
    at = request.GET.get("at", "")
    can = reads.preview("mail", kept.numbers).can
    seen = letter_context(
        can, kind, int(at) if at.isdecimal() and len(at) < 9 else 0, kept.token, request.actor
    )
    return render(request, "console/orders_letter.html", seen, block="letter")


def letter_context(numbers: list[str], kind: MailKind, at: int, token: str, by: Actor) -> dict[str, object]:
    """What the page of one letter shows; `letter` is None when nobody can be written to."""
    at = max(0, min(at, len(numbers) - 1))

    def address(to: int) -> str:
        query = {"token": token, "letter": kind.value, "at": str(to)}
        return f"{reverse('orders-letters')}?{urlencode(query)}"

    return {
        "letter": rehearse(numbers[at], kind, by) if numbers else None,
        "number": numbers[at] if numbers else "",
        "at": at,
        "total": len(numbers),
        "before": address(at - 1) if at else "",
        "after": address(at + 1) if at + 1 < len(numbers) else "",
    }


def rehearse(number: str, kind: MailKind, by: Actor) -> OutgoingMail | None:
    """The mail of one order as the post tray would get it: written, read and taken back in the same breath."""
    order = Order.objects.get(number=number)
    key = f"rehearsal:{number}"
    with transaction.atomic():
        channels.queue_mails(kind, [channels.Wanted(order.pk, key)], by=by)
        made = OutgoingMail.objects.filter(key=key).first()
        transaction.set_rollback(True)
    return made
