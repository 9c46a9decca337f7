"""確認待ち: one order at a time, the reason first, one key per decision."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.channels import commands as channels
from hanjo.console.queries import listings, proposals
from hanjo.console.queries import today as reads
from hanjo.console.queries import triage as cases
from hanjo.console.queries.words import field_word
from hanjo.console.web.order import actor
from hanjo.console.web.orders_words import service_label
from hanjo.console.web.shell import marks
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.orders import commands as orders
from hanjo.orders.checks.run import CHECKS
from hanjo.orders.checks.windows import spoken
from hanjo.orders.models import Change, Hold, Order, OrderLine
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("orders.look")
def triage(request: StaffRequest) -> HttpResponse:
    """The next order that waits for a decision."""
    check, number = request.GET.get("check", ""), request.GET.get("number", "")
    return _show(request, check, number, request.GET.get("after", ""))


def _show(request: StaffRequest, check: str, number: str, after: str = "", trouble: str = "") -> HttpResponse:
    case = cases.case(check, number, after)
    name = reads.check_label(check) if check else ""
    context: dict[str, object] = {"check": check, "check_name": name, "trouble": trouble}
    if case is None:
        ready = reads.stages().get("ready", 0)
        return render(request, "console/triage_done.html", {**context, "ready": ready})
    context |= {
        "case": case,
        "order": case.order,
        "hold": case.hold,
        "changes": cases.proposal(case.order, case.hold.fix),
        "outcome": proposals.outcome(case.order, case.hold, case.lines),
        "proposes": cases.proposes(case.hold),
        "label": reads.check_label(case.hold.check_code),
        "channel": marks().get(case.order.channel),
        "wanted": _wanted(case.order),
        "alike": len(cases.with_proposal(case.hold.check_code)) if cases.proposes(case.hold) else 0,
        "who": actor,
        "may_pass": case.hold.check_code in CHECKS and request.may("orders.save_check"),
        **_choice(case.order.pk, case.hold),
    }
    return render(request, "console/triage.html", context, status=422 if trouble else 200)


def _wanted(order: Order) -> str:
    """When the buyer wants it and how it goes, as one line."""
    on = field_word("wanted_on", order.wanted_on) if order.wanted_on else "日にち指定なし"
    when = f"{on} {spoken(order.window)}" if order.window else on
    return "・".join(part for part in (when, service_label(order)) if part)


def _choice(order_id: int, hold: Hold) -> dict[str, object]:
    """What the page offers when the person has to say which SKU a code means."""
    if not cases.needs_choice(hold):
        return {"needs_choice": False, "code": "", "guesses": [], "skus": []}
    line = OrderLine.objects.filter(order=order_id, key=(hold.fix or {}).get("line", "")).first()
    code, name = (line.code, line.name) if line else (hold.key, "")
    skus = listings.choices()
    return {"needs_choice": True, "code": code, "guesses": listings.likely(code, name, skus), "skus": skus}


@page("orders.lift")
def accept(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Do as proposed, or say that the stop has been looked at."""
    hold = _hold(hold_id)
    check, number = request.POST.get("check", ""), hold.order.number
    before = cases.queue(check)
    last = Change.objects.order_by("-id").values_list("id", flat=True).first() or 0
    try:
        if hold.fix and not cases.needs_choice(hold) and request.POST.get("as") != "seen":
            orders.apply_fix(hold.pk, by=request.actor)
            text = f"{number}: {hold.fix_label or '提案どおりに直しました'}"
        else:
            orders.lift([hold.pk], because="確認した", by=request.actor)
            text = f"{number}: 確認済みにしました"
    except Refusal as refusal:
        return _show(request, check, number, trouble=f"{refusal.text}{refusal.advice}")
    touched = [number, str((hold.fix or {}).get("with", ""))]
    made = (
        Change.objects.filter(pk__gt=last, order__number__in=touched, made_by=str(request.actor))
        .exclude(undone_at__isnull=False)
        .order_by("id")
    )
    query = {"change": made[0].pk if made else "", "check": check}
    undo_url = f"{reverse('triage-undo', args=[hold.pk])}?{urlencode(query)}"
    messages.success(request, text, extra_tags=f"undo={undo_url}")
    return _next(before, check, number)


@page("orders.lift")
def undo(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Take the last decision back."""
    hold = _hold(hold_id)
    number, check, change = hold.order.number, request.GET.get("check", ""), request.GET.get("change", "")
    try:
        if change.isdigit():
            orders.undo(int(change), by=request.actor)
        orders.unlift([hold.pk], by=request.actor)
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
        return _to(check, number)
    messages.success(request, f"{number} の確認を取り消しました")
    return _to(check, number)


@page("orders.hold")
def put_aside(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Put the order aside until somebody takes it up again."""
    hold = _hold(hold_id)
    number, check = hold.order.number, request.POST.get("check", "")
    before = cases.queue(check)
    try:
        orders.hold([number], because=request.POST.get("because", "") or hold.reason, by=request.actor)
    except Refusal as refusal:
        return _show(request, check, number, trouble=f"{refusal.text}{refusal.advice}")
    undo_url = f"{reverse('triage-resume', args=[hold.pk])}?{urlencode({'check': check})}"
    messages.success(request, f"{number} を保留にしました", extra_tags=f"undo={undo_url}")
    return _next(before, check, number)


@page("orders.resume")
def take_up(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Take an order up again that was put aside."""
    hold = _hold(hold_id)
    orders.resume([hold.order.number], by=request.actor)
    messages.success(request, f"{hold.order.number} の保留を取り消しました")
    return _to(request.GET.get("check", ""), hold.order.number)


@page("channels.save_listing")
def choose_sku(request: StaffRequest, hold_id: int) -> HttpResponse:
    """Say what an unknown code means; every order that waits for it moves on."""
    hold = _hold(hold_id)
    number, check = hold.order.number, request.POST.get("check", "")
    code, sku = request.POST.get("code", ""), request.POST.get("sku", "").strip()
    before = cases.queue(check)
    if not sku:
        return _show(
            request,
            check,
            number,
            trouble="SKU が選ばれていません。候補から選ぶか、SKU コードを入れてください。",
        )
    try:
        moved = channels.save_listing(hold.order.channel, [(code, sku)], by=request.actor)
    except Refusal as refusal:
        return _show(request, check, number, trouble=f"{refusal.text}{refusal.advice}")
    messages.success(request, f"「{code}」を {sku} に対応づけ、{len(moved)} 件の注文が進みました")
    return _next(before, check, number)


def _hold(hold_id: int) -> Hold:
    hold = Hold.objects.select_related("order").filter(pk=hold_id).first()
    if hold is None:
        raise NotFound(what="確認", key=hold_id)
    return hold


def _next(before: Sequence[str], check: str, number: str) -> HttpResponse:
    return _to(check, cases.following(before, number, check))


def _to(check: str, number: str) -> HttpResponse:
    query = {key: value for key, value in {"check": check, "number": number}.items() if value}
    return HttpResponseRedirect(f"{reverse('triage')}?{urlencode(query)}", status=303)
