"""モール接続: how every mall stands, one mall's overview, and letting it rest."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries_desk, queries_proof
from hanjo.channels.web.mall_frame import frame, lasts, mall_of
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render, wants_part


@require_GET
@page("channels.look")
def malls(request: StaffRequest) -> HttpResponse:
    """Every joined mall; the list asks for itself again while it is looked at."""
    states = queries_desk.mall_states()
    context = {
        "malls": states,
        "lasts": lasts,
        "joinable": not states and bool(queries_desk.joinable()),
        "may_join": request.may("channels.save_connection"),
        "oversells": sum(one.oversells for one in states),
    }
    return render(request, "channels/malls.html", context)


@require_GET
@page("channels.look")
def mall(request: StaffRequest, channel: str) -> HttpResponse:
    """One mall: how it stands, what waits, the way back after an outage."""
    state = mall_of(channel, whole=True)
    plan = state.catch_up
    context = {
        **frame(request, state, "mall"),
        "plan": plan,
        "is_part": wants_part(request),
        "examples": queries_proof.examples(state.channel) if plan and plan.state == "waiting" else None,
        "past": [one for one in queries_proof.catch_ups(state.channel) if one.state == "done"],
    }
    return render(request, "channels/mall.html", context)


@require_POST
@page("channels.pause_connection")
def pause(request: StaffRequest, channel: str) -> HttpResponse:
    """Let a mall rest, or go on with it."""
    is_pause = request.POST.get("pause") == "1"
    row = commands.pause_connection(channel, pause=is_pause, by=request.actor)
    text = "一時停止しました。受注も在庫も、再開するまで動きません。" if is_pause else "再開しました。"
    messages.success(request, f"「{row.channel.name}」を{text}")
    return go(request, reverse("mall", args=[channel]))


@require_POST
@page("channels.approve_catch_up")
def approve(request: StaffRequest, channel: str) -> HttpResponse:
    """Let the plan after an outage be carried out."""
    try:
        sent = request.POST
        skip = [
            name.removeprefix("late-") for name in sent if name.startswith("late-") and sent[name] == "skip"
        ]
        commands.approve_catch_up(channel, skip=skip, by=request.actor)
        messages.success(request, "復旧を始めました。")
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    return go(request, reverse("mall", args=[channel]))


@require_GET
@page("channels.look")
def catching_up(request: StaffRequest, channel: str) -> HttpResponse:
    """The card of a catch-up, asked for again while it runs."""
    state = mall_of(channel, whole=True)
    past = queries_proof.catch_ups(state.channel)
    context = {**frame(request, state, "mall"), "plan": state.catch_up or (past[0] if past else None)}
    return render(request, "channels/catching_up.html", context)
