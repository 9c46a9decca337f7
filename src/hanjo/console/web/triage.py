"""確認待ち: one order at a time, the reason first, one key per decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.channels import commands as channels
from hanjo.channels import queries as channel_queries
from hanjo.console.queries import today as reads
from hanjo.console.queries import triage as cases
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Hold, OrderLine
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("orders.look")
def triage(request: StaffRequest) -> HttpResponse:
    """The next order that waits for a decision."""
    check, number = request.GET.get("check", ""), request.GET.get("number", "")
    return _show(request, check, number, request.GET.get("after", ""))


def _show(request: StaffRequest, check: str, number: str, after: str = "", trouble: str = "") -> HttpResponse:
    case = cases.case(check, number, after)
    context: dict[str, object] = {"check": check, "check_name": reads.check_label(check) if check else ""}
    if case is None:
        return render(
            request, "console/triage_done.html", {**context, "ready": reads.stages().get("ready", 0)}
        )
    shops = {channel.code: channel for channel in channel_queries.channels()}
    code = name = ""
    if cases.needs_choice(case.hold):
        line = OrderLine.objects.filter(order=case.order, key=(case.hold.fix or {}).get("line", "")).first()
        code, name = (line.code, line.name) if line else (case.hold.key, "")
    context |= {
        "case": case,
        "order": case.order,
        "hold": case.hold,
        "changes": cases.proposal(case.order, case.hold.fix),
        "label": reads.check_label(case.hold.check_code),
        "channel": shops.get(case.order.channel),
        "needs_choice": cases.needs_choice(case.hold),
        "code": code,
        "guesses": cases.suggest(code, name) if code else [],
        "trouble": trouble,
    }
    return render(request, "console/triage.html", context, status=422 if trouble else 200)


@page("orders.lift")
def accept(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Do as proposed, or say that the stop has been looked at."""
    hold = Hold.objects.select_related("order").get(pk=hold_id)
    check, number = request.POST.get("check", ""), hold.order.number
    last = Change.objects.filter(order=hold.order).order_by("-id").values_list("id", flat=True).first() or 0
    try:
        if hold.fix and not cases.needs_choice(hold) and request.POST.get("as") != "seen":
            orders.apply_fix(hold.pk, by=request.actor)
            text = f"{number}: {hold.fix_label or '提案どおりに直しました'}"
        else:
            orders.lift([hold.pk], because="確認した", by=request.actor)
            text = f"{number}: 確認済みにしました"
    except Refusal as refusal:
        return _show(request, check, number, trouble=f"{refusal.text}{refusal.advice}")
    made = (
        Change.objects.filter(order=hold.order, pk__gt=last)
        .order_by("id")
        .values_list("id", flat=True)
        .first()
    )
    undo = reverse("triage-undo", args=[hold.pk]) + (f"?change={made}" if made else "")
    messages.success(request, text, extra_tags=f"undo={undo}")
    return _next(check, number)


@page("orders.lift")
def undo(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Take the last decision back."""
    hold = Hold.objects.select_related("order").get(pk=hold_id)
    change = request.GET.get("change", "")
    try:
        if change.isdigit():
            orders.undo(int(change), by=request.actor)
        orders.unlift([hold.pk], by=request.actor)
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return _next("", hold.order.number)
    messages.success(request, f"{hold.order.number} の確認を取り消しました")
    query = urlencode({"number": hold.order.number})
    return HttpResponseRedirect(f"{reverse('triage')}?{query}", status=303)


@page("orders.hold")
def put_aside(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Put the order aside until somebody takes it up again."""
    hold = Hold.objects.select_related("order").get(pk=hold_id)
    number = hold.order.number
    orders.hold([number], because=request.POST.get("because", "") or hold.reason, by=request.actor)
    messages.success(request, f"{number} を保留にしました")
    return _next(request.POST.get("check", ""), number)


@page("channels.save_listing")
def choose_sku(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Say what an unknown code means; every order that waits for it moves on."""
    hold = Hold.objects.select_related("order").get(pk=hold_id)
    check = request.POST.get("check", "")
    code, sku = request.POST.get("code", ""), request.POST.get("sku", "").strip()
    try:
        moved = channels.save_listing(hold.order.channel, [(code, sku)], by=request.actor)
    except Refusal as refusal:
        return _show(request, check, hold.order.number, trouble=f"{refusal.text}{refusal.advice}")
    text = f"「{code}」を {sku} に対応づけ、{len(moved)} 件の注文が進みました"
    messages.success(request, text)
    return _next(check, hold.order.number)


def _next(check: str, number: str) -> HttpResponse:
    query = {key: value for key, value in {"check": check, "after": number}.items() if value}
    return HttpResponseRedirect(f"{reverse('triage')}?{urlencode(query)}", status=303)
