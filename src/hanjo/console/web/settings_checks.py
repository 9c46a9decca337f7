"""設定 › 自動チェック: on or off, stop or tell, the limits; for all shops or one."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from hanjo.console import commands as console
from hanjo.console.queries import checks as reads
from hanjo.console.web.shell import marks
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.orders.checks.run import CHECKS
from hanjo.orders.terms import Severity
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

Wanted = dict[str, Any]


@page("orders.look", post="orders.save_check")
def checks(request: StaffRequest) -> HttpResponse:
    """Every check with what it does now; saving writes only what differs."""
    channel = request.POST.get("channel", "") or request.GET.get("channel", "")
    channel = channel if channel in marks() else ""
    groups = reads.choices(channel)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        wanted, problems = _read(request, groups)
        if not problems:
            with transaction.atomic():
                for one in wanted:
                    orders.save_check(channel=channel, by=request.actor, **one)
            messages.success(
                request, f"{len(wanted)} 件の設定を保存しました" if wanted else "変わったところはありません"
            )
            query = urlencode({"channel": channel}) if channel else ""
            return HttpResponseRedirect(f"{reverse('settings-checks')}?{query}", status=303)
    context = {
        "groups": groups,
        "channel": channel,
        "shops": marks(),
        "severities": reads.SEVERITIES,
        "problems": problems,
        "typed": request.POST if problems else {},
        "may_save": request.may("orders.save_check"),
        "may_drop": request.may("orders.drop_check"),
        "may_recheck": request.may("orders.recheck"),
        "key": token_urlsafe(12),
    }
    return render(request, "console/settings_checks.html", context, status=422 if problems else 200)


def _read(
    request: HttpRequest, groups: list[tuple[str, list[reads.Choice]]]
) -> tuple[list[Wanted], list[tuple[str, str]]]:
    """What differs from now, and what cannot be read."""
    wanted: list[Wanted] = []
    problems: list[tuple[str, str]] = []
    for choice in [one for _, group in groups for one in group]:
        code = choice.check.code
        if f"{code}-severity" not in request.POST:
            continue
        severity = request.POST[f"{code}-severity"]
        if severity not in set(Severity):
            problems.append((code, f"「{choice.check.label}」は「止める」か「知らせる」を選んでください。"))
            continue
        is_on, limits, same = f"{code}-on" in request.POST, {}, True
        for limit in choice.limits:
            text = request.POST.get(f"{code}-{limit.key}", "")
            value, trouble = reads.read(choice.check, limit.key, text)
            if trouble:
                problems.append((f"{code}-{limit.key}", trouble))
            limits[limit.key] = value
            same = same and reads.written(value) == limit.value
        if not same or is_on != choice.is_on or severity != choice.severity:
            wanted.append({"code": code, "is_on": is_on, "severity": Severity(severity), "limits": limits})
    return wanted, problems


@page("orders.recheck")
def recheck(request: StaffRequest) -> HttpResponse:
    """Run the checks again over everything that has not left yet."""
    numbers = reads.open_numbers()
    try:
        run = console.start_bulk("recheck", numbers, key=request.POST.get("key", ""), by=request.actor)
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
        return HttpResponseRedirect(reverse("settings-checks"), status=303)
    return HttpResponseRedirect(reverse("triage-run", args=[run.pk]), status=303)


@require_POST
@page("orders.drop_check")
def drop(request: StaffRequest) -> HttpResponse:
    """Take one check's own setting away: a shop goes by the setting for all again, all by the delivered one."""
    channel, code = request.POST.get("channel", ""), request.POST.get("code", "")
    try:
        gone = orders.drop_check(code, channel=channel, by=request.actor)
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    else:
        label = CHECKS[code].label
        said = "全体の設定に戻しました" if channel else "はじめの設定に戻しました"
        messages.success(
            request, f"「{label}」を{said}" if gone else f"「{label}」には、戻す設定がありません"
        )
    query = urlencode({"channel": channel}) if channel else ""
    return HttpResponseRedirect(f"{reverse('settings-checks')}?{query}#{code}", status=303)
