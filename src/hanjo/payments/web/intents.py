"""Capture, void and refund from an order's page: said out loud first, then handed to a worker."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.text import digits
from hanjo.orders import queries as orders
from hanjo.orders.models import Order
from hanjo.payments import commands, queries
from hanjo.payments.queries import IntentRow
from hanjo.payments.terms import NothingToMove
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, refused, render

VERBS = {
    "capture": ("売上を確定", "payments.capture"),
    "void": ("決済を取り消す", "payments.void"),
    "refund": ("決済会社から返金", "payments.pay_back"),
}


@require_http_methods(["GET", "POST"])
@page("payments.look")
def step(request: StaffRequest, intent_id: int, verb: str, number: str) -> HttpResponse:
    """Ask once more in a dialog, then do it. A refusal keeps what was typed."""
    if verb not in VERBS:
        raise NotFound(what="画面", key=verb)
    title, permission = VERBS[verb]
    if not request.may(permission):
        text = f"「{title}」の権限がありません。"
        return refused(request, text, fix="必要なときは、店長に役割の変更を頼んでください。", status=403)
    order = orders.get(number)
    row = next((one for one in queries.intents_of_order(order.pk) if one.intent.pk == intent_id), None)
    if row is None:
        raise NotFound(what="決済", key=intent_id)
    if request.method != "POST":
        return _form(request, order, row, verb)
    try:
        said = _do(request, order, row, verb)
    except Refusal as refusal:
        return _form(request, order, row, verb, trouble=refusal)
    messages.success(request, said)
    listed = request.POST.get("list", "")
    address = reverse("orders-order", args=[number])
    return go(request, f"{address}?{urlencode({'list': listed})}" if listed else address)


def _do(request: StaffRequest, order: Order, row: IntentRow, verb: str) -> str:
    because = request.POST.get("because", "").strip()
    if verb == "capture":
        if not commands.capture([order.pk], by=request.actor):
            raise NothingToMove(number=order.number, verb="売上に", open_yen=f"{row.open_yen:,}")
        return "売上の確定を決済会社に依頼しました"
    if verb == "void":
        commands.void([row.intent.pk], because=because, by=request.actor)
        return "決済の取消を依頼しました"
    yen = int(digits(request.POST.get("amount_yen", "")) or "0")
    key = f"page:{request.POST.get('key') or uuid4().hex}"[:100]
    commands.pay_back(order.pk, yen, key=key, because=because, by=request.actor)
    return f"{yen:,} 円の返金を決済会社に依頼しました"


def _form(
    request: StaffRequest, order: Order, row: IntentRow, verb: str, *, trouble: Refusal | None = None
) -> HttpResponse:
    sent = request.POST
    context = {
        "order": order,
        "row": row,
        "verb": verb,
        "title": VERBS[verb][0],
        "trouble": trouble,
        "because": sent.get("because", ""),
        "amount": sent.get("amount_yen", "") or row.refundable_yen,
        "key": sent.get("key") or uuid4().hex,
        "list": sent.get("list", "") or request.GET.get("list", ""),
    }
    status = 422 if trouble else 200
    return render(request, "payments/intent_do.html", context, block="dialog_content", status=status)
