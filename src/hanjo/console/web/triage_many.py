"""確認待ちをまとめて: every stop of one reason as proposed, seen before it is done."""

from __future__ import annotations

from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console import commands as console
from hanjo.console.models import BulkRun
from hanjo.console.queries import bulk
from hanjo.console.queries import today as reads
from hanjo.console.queries import triage as cases
from hanjo.console.web.shell import marks
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import refused, render


@page("orders.look", post="orders.apply_fix")
def many(request: StaffRequest) -> HttpResponse:
    """Every stop of one reason with what its proposal would change; one press does them all."""
    check = request.POST.get("check", "") or request.GET.get("check", "")
    holds = cases.with_proposal(check)
    trouble = ""
    if request.method == "POST":
        left_out = set(request.POST.getlist("without"))
        numbers = list(dict.fromkeys(h.order.number for h in holds if h.order.number not in left_out))
        try:
            run = console.start_bulk(
                "fixes",
                numbers,
                options={"check": check},
                key=request.POST.get("key", "") or token_urlsafe(12),
                by=request.actor,
            )
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        else:
            return HttpResponseRedirect(reverse("triage-run", args=[run.pk]), status=303)
    context = {
        "check": check,
        "check_name": reads.check_label(check),
        "rows": [(hold, cases.proposal(hold.order, hold.fix)) for hold in holds],
        "marks": marks(),
        "key": token_urlsafe(12),
        "trouble": trouble,
    }
    return render(request, "console/triage_many.html", context, status=422 if trouble else 200)


@page("orders.look")
def run(request: StaffRequest, pk: int) -> HttpResponse:
    """How far the fixes are, and what became of each order."""
    kept = bulk.run(pk)
    context = {"run": kept, "verb": console.VERBS[kept.verb], **_outcomes(kept)}
    return render(request, "console/triage_run.html", context, block="card" if request.htmx else None)


@page("orders.look", post="orders.apply_fix")
def undo_run(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the fixes of a run back."""
    kept = bulk.run(pk)
    if kept.verb == "let_pass" and not request.may("orders.save_check"):
        text = "「自動チェックの設定」の権限がありません。"
        return refused(request, text, fix="店長に役割の変更を頼んでください。", status=403)
    try:
        if kept.verb == "let_pass":
            messages.success(request, _stop_again(request, pk))
        else:
            undone = console.undo_bulk(pk, by=request.actor)
            orders.unlift(cases.lifted_in(kept), by=request.actor)
            messages.success(request, f"{undone} 件の変更を元に戻しました")
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    return HttpResponseRedirect(reverse("triage"), status=303)


def _stop_again(request: StaffRequest, pk: int) -> str:
    return f"自動チェックの設定を元に戻し、{console.take_back_pass(pk, by=request.actor)} 件が確認待ちに戻りました"


def _outcomes(done: BulkRun) -> dict[str, object]:
    fine = [row for row in done.results if row[1] == "ok"]
    return {"fine": fine, "refused": [row for row in done.results if row[1] != "ok"]}
