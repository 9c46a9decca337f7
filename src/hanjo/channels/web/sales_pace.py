"""設定 › 売れ行きの見込み: what will sell faster, and when our own shop keeps pieces back."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.channels import commands
from hanjo.channels.queries_rush import EARLY, keeps_back, rushes
from hanjo.channels.terms_stock import BadRush, KeepBack
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import narrow
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

NOTES = {
    KeepBack.NEVER: "最後の 1 点まで売ります。1 分前にモールで売れていたときは売り越しになります。",
    KeepBack.SILENT: "ふだんは最後の 1 点まで売り、応答のないモールがある間だけ、そこで売れた見込みの分を残します。",
    KeepBack.ALWAYS: "モールと同じように、取り込み前の注文に備えて残します。売り越しは最も少なく、"
    "最後の数点は 1 つの売り場だけで売ります。",
}


@page("channels.look", post="channels.save_rush")
def sales_pace(request: StaffRequest) -> HttpResponse:
    """Coming rushes, a form for the next one, and what our own shop keeps back."""
    trouble, typed = "", {"name": "", "since": "", "until": "", "times": "10"}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in typed}
        try:
            row = commands.save_rush(
                typed["name"], since=_moment(typed["since"], "始まり"), until=_moment(typed["until"], "終わり"),
                times=_times(typed["times"]), by=request.actor,
            )  # fmt: skip
        except Refusal as refusal:
            trouble = refusal.text
        else:
            messages.success(
                request, f"「{row.name}」を登録しました。始まる 10 分前から在庫の控えを増やします。"
            )
            return HttpResponseRedirect(reverse("settings-sales-pace"), status=303)
    now, may_keep = clock.now(), request.may("channels.save_keep_back")
    context = {
        "rows": [(row, row.since - EARLY <= now) for row in rushes(now)],
        "typed": typed,
        "trouble": trouble,
        "how": keeps_back(),
        "choices": [
            {"value": one.value, "label": one.label, "note": NOTES[one], "disabled": not may_keep}
            for one in KeepBack
        ],
        "may_save": request.may("channels.save_rush"),
        "may_keep": may_keep,
    }
    return render(request, "channels/sales_pace.html", context, status=422 if trouble else 200)


@require_POST
@page("channels.drop_rush")
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one announcement back."""
    try:
        commands.drop_rush(pk, by=request.actor)
        messages.success(request, "取り消しました。")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return HttpResponseRedirect(reverse("settings-sales-pace"), status=303)


@require_POST
@page("channels.save_keep_back")
def keep(request: StaffRequest) -> HttpResponse:
    """Choose what our own shop keeps back."""
    said = request.POST.get("how", "")
    if said in KeepBack.__members__.values():
        commands.save_keep_back(KeepBack(said), by=request.actor)
        messages.success(request, "保存しました。1 分以内に反映されます。")
    else:
        messages.error(request, "どれか 1 つを選んでください。")
    return HttpResponseRedirect(reverse("settings-sales-pace"), status=303)


def _moment(typed: str, what: str) -> datetime:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        raise BadRush(reason=f"{what}の日時を入れてください（例：2026-12-04T20:00）。") from None
    return found.replace(tzinfo=clock.JST) if found.tzinfo is None else found


def _times(typed: str) -> float:
    try:
        found = float(narrow(typed))
    except ValueError:
        raise BadRush(reason="倍率は数字で入れてください（例：10）。") from None
    return found
