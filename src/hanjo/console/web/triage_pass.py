"""今後は止めない: what it lets through, seen first; one press, and the way back."""

from __future__ import annotations

from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.console import commands as console
from hanjo.console.queries import passing
from hanjo.console.queries import triage as cases
from hanjo.console.web.orders_words import TONES
from hanjo.console.web.shell import marks
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.orders.checks.run import CHECKS
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import refused, render


@page("orders.look", post="orders.save_check")
def let_pass(request: StaffRequest) -> HttpResponse:
    """Show what one check would let through from now on, for this shop or for all; do it when pressed."""
    asked = request.POST if request.method == "POST" else request.GET
    check, channel, number = asked.get("check", ""), asked.get("channel", ""), asked.get("number", "")
    if check not in CHECKS:
        raise NotFound(what="自動チェック", key=check)
    channel = channel if channel in marks() else ""
    trouble = ""
    if request.method == "POST":
        try:
            return _done(request, check, channel, number)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    here = marks().get(asked.get("of", "") or channel)
    context = {
        "check": check,
        "channel": channel,
        "number": number,
        "shop": here,
        "scopes": _scopes(check, number, channel, here.code if here else ""),
        "seen": passing.outlook(check, channel),
        "days": passing.DAYS,
        "tones": TONES,
        "marks": marks(),
        "key": token_urlsafe(12),
        "trouble": trouble,
        "may": request.may("orders.save_check") and request.may("orders.lift"),
    }
    return render(request, "console/triage_pass.html", context, status=422 if trouble else 200)


def _done(request: StaffRequest, check: str, channel: str, number: str) -> HttpResponse:
    if not request.may("orders.lift"):
        return refused(
            request,
            "「確認済みにする」の権限がありません。",
            fix="店長に役割の変更を頼んでください。",
            status=403,
        )
    before = cases.queue()
    run = console.let_pass(
        check, channel=channel, key=request.POST.get("key", "") or token_urlsafe(12), by=request.actor
    )
    if run.state in ("queued", "running"):
        return HttpResponseRedirect(reverse("triage-run", args=[run.pk]), status=303)
    where = marks()[channel].name if channel else "すべての店舗"
    text = f"「{CHECKS[check].label}」は、これから止めずに知らせます（{where}・{run.total} 件が進みました）"
    messages.success(request, text, extra_tags=f"undo={reverse('triage-run-undo', args=[run.pk])}")
    following = cases.following(before, number) if number else ""
    query = f"?{urlencode({'number': following})}" if following else ""
    return HttpResponseRedirect(f"{reverse('triage')}{query}", status=303)


def _scopes(check: str, number: str, channel: str, of: str) -> list[dict[str, object]]:
    """This shop, or every shop; each with its own outlook."""
    here = reverse("triage-pass")
    shop = marks().get(of)
    listed = [(of, f"{shop.name}だけ")] if shop else []
    listed.append(("", "すべての店舗"))
    return [
        {
            "label": label,
            "url": f"{here}?{urlencode({'check': check, 'channel': code, 'of': of, 'number': number})}",
            "current": code == channel,
        }
        for code, label in listed
    ]
