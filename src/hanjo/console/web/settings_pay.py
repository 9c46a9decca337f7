"""設定 › 支払方法: what each channel's payment words mean, and when goods may leave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console.queries import settings as reads
from hanjo.console.web.shell import marks
from hanjo.kernel.refusal import Refusal
from hanjo.orders.terms import PayPolicy
from hanjo.payments import commands as payments
from hanjo.payments.terms import PayKind
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("payments.look", post="payments.save_pay_rule")
def pay(request: StaffRequest) -> HttpResponse:
    """Methods that orders came with but nobody has explained, then every rule."""
    trouble = ""
    if request.method == "POST":
        trouble = _save(request)
        if not trouble:
            return HttpResponseRedirect(reverse("settings-pay"), status=303)
    context = {
        "unknown": reads.unknown_methods(),
        "rules": reads.pay_rules(),
        "shops": marks(),
        "kinds": [(word.value, word.label) for word in PayKind],
        "policies": [(word.value, word.label) for word in PayPolicy],
        "may_save": request.may("payments.save_pay_rule"),
        "trouble": trouble,
    }
    return render(request, "console/settings_pay.html", context, status=422 if trouble else 200)


def _save(request: StaffRequest) -> str:
    sent = request.POST
    channel, method = sent.get("channel", ""), sent.get("method", "").strip()
    kind, policy = sent.get("kind", ""), sent.get("policy", "")
    if not method:
        return "支払方法の名前を、モールの書き方のとおりに入れてください。"
    if channel and channel not in marks():
        return f"店舗「{channel}」はありません。"
    if kind not in set(PayKind) or policy not in set(PayPolicy):
        return f"「{method}」の種類と出荷の条件を選んでください。"
    try:
        payments.save_pay_rule(
            channel, method, kind=PayKind(kind), policy=PayPolicy(policy), by=request.actor
        )
    except Refusal as refusal:
        return f"{refusal.text}{refusal.advice}"
    messages.success(
        request,
        f"「{method}」を「{PayKind(kind).label}・{PayPolicy(policy).label}」にしました。これからの注文に効きます",
    )
    return ""
