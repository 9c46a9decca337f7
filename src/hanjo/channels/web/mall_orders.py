"""受注の照合: what the mall counts beside what is here, and reading a stretch of time once more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries_proof
from hanjo.channels.queries_desk import MallState
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

LONGEST = timedelta(days=62)
TONES = {"todo": "waiting", "doing": "running", "succeeded": "done"}


@require_GET
@page("channels.look")
def orders(request: StaffRequest, channel: str) -> HttpResponse:
    """Comparisons, newest first, each difference by its number."""
    return _orders(request, mall_of(channel))


def _orders(request: StaffRequest, state: MallState, trouble: str = "") -> HttpResponse:
    only = request.GET.get("show") == "different"
    rows = queries_proof.proofs(
        state.channel, only_different=only, before=_moment(request.GET.get("before", ""))
    )
    shown = rows[: queries_proof.PAGE]
    named = {number for row in shown for number in [*row.fetched, *(one[0] for one in row.differing)]}
    today = clock.business_date()
    here = reverse("mall-orders", args=[state.channel.code])
    context = {
        **frame(request, state, "mall-orders"),
        "proofs": shown,
        "next_url": _older(here, only, rows),
        "only": only,
        "views": [
            {"label": "すべて", "url": here, "current": not only},
            {"label": "差異のあったもの", "url": f"{here}?show=different", "current": only},
        ],
        "ours_of": queries_proof.numbers_here(state.channel.code, sorted(named)),
        "job": queries_proof.last_filling(state.channel),
        "job_state": TONES,
        "trouble": trouble,
        "since": request.POST.get("since") or today - timedelta(days=7),
        "until": request.POST.get("until") or today,
    }
    return render(request, "channels/mall_orders.html", context, status=422 if trouble else 200)


def _older(here: str, only: bool, rows: list[Any]) -> str:
    if len(rows) <= queries_proof.PAGE:
        return ""
    last = rows[queries_proof.PAGE - 1].until.timestamp()
    return f"{here}?before={last:.0f}{'&show=different' if only else ''}"


def _moment(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text), clock.JST) if text.isdigit() and len(text) < 12 else None


@require_POST
@page("channels.back_fill")
def fill(request: StaffRequest, channel: str) -> HttpResponse:
    """Read a stretch of time once more, in the background."""
    return _asked(request, channel, is_proof=False)


@require_POST
@page("channels.start_proof")
def prove(request: StaffRequest, channel: str) -> HttpResponse:
    """Compare a stretch of time with the mall's own list now, in the background."""
    return _asked(request, channel, is_proof=True)


def _asked(request: StaffRequest, channel: str, *, is_proof: bool) -> HttpResponse:
    state = mall_of(channel)
    since, until, trouble = _stretch(request.POST.get("since", ""), request.POST.get("until", ""))
    if trouble:
        return _orders(request, state, trouble)
    try:
        if is_proof:
            days = commands.start_proof(channel, since, until, by=request.actor)
            text = f"{days} 日分の照合を始めました。結果はこの一覧に 1 日ずつ並びます。"
        else:
            commands.start_back_fill(channel, since, until, by=request.actor)
            text = "遡り取込を始めました。すでにある注文が二重になることはありません。"
    except Refusal as refusal:
        return _orders(request, state, f"{refusal.text}{refusal.advice}")
    messages.success(request, text)
    return go(request, reverse("mall-orders", args=[channel]))


def _stretch(first: str, last: str) -> tuple[datetime, datetime, str]:
    now = clock.now()
    try:
        since = datetime.combine(date.fromisoformat(first), time.min, clock.JST)
        until = datetime.combine(date.fromisoformat(last) + timedelta(days=1), time.min, clock.JST)
    except (ValueError, OverflowError):
        return now, now, "期間を、はじめの日と終わりの日で入れてください。"
    until = min(until, now)
    if since >= until:
        return now, now, "期間の終わりは、はじめの日より後で、今日までにしてください。"
    if until - since > LONGEST:
        return now, now, f"1 度に読み直せるのは {LONGEST.days} 日までです。期間を分けてください。"
    return since, until, ""


@require_GET
@page("channels.look")
def filling(request: StaffRequest, channel: str) -> HttpResponse:
    """The card of a stretch that is read once more, asked for again while it goes on."""
    state = mall_of(channel)
    context = {
        **frame(request, state, "mall-orders"),
        "job": queries_proof.last_filling(state.channel),
        "job_state": TONES,
    }
    return render(request, "channels/mall_filling.html", context)
