"""Joining a mall, step by step, and its settings: keys, live test, listings, what it does by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries_desk
from hanjo.channels import queries as channel_queries
from hanjo.channels.malls.port import Limited
from hanjo.channels.malls.registry import mall, mall_codes
from hanjo.channels.models import Channel
from hanjo.channels.queries_desk import MallState
from hanjo.channels.rules import is_public
from hanjo.channels.terms import Format
from hanjo.channels.web import mall_policy
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.formats import on
from hanjo.ui.render import go, render

STEPS = (
    ("", "接続先"),
    ("keys", "キー"),
    ("test", "接続テスト"),
    ("listings", "商品の対応"),
    ("policy", "運用"),
)
PARTS = {"keys", "test", "listings", "policy"}
Problems = list[tuple[str, str]]


@page("channels.save_connection")
def new(request: StaffRequest) -> HttpResponse:
    """Choose the mall, then the shop, then say its keys."""
    code = request.GET.get("mall", "")
    if code not in mall_codes():
        choices = [(one, mall(one)) for one in mall_codes()]
        return render(request, "channels/mall_choose.html", {"malls": choices, "steps": _steps("")})
    refusal: Refusal | None = None
    problems: Problems = []
    if request.method == "POST":
        try:
            problems, shop = _join(request, code)
            if shop:
                cache.delete("console.channels")
                return go(request, reverse("mall-settings", args=[shop]) + "?step=test")
        except Refusal as error:
            refusal = error
    shops = queries_desk.joinable()
    context = {
        "company": mall(code),
        "shops": shops,
        "typed": request.POST,
        "chosen": request.POST.get("channel", _likely(shops, code)),
        "problems": problems,
        "refusal": refusal,
        "steps": _steps("keys"),
        "may_make": request.may("channels.save_channel"),
    }
    return render(request, "channels/mall_new.html", context, status=422 if refusal or problems else 200)


def _likely(shops: list[Channel], code: str) -> str:
    return next((one.code for one in shops if code in (one.format, one.code)), "")


def _join(request: StaffRequest, code: str) -> tuple[Problems, str]:
    """Keep the connection, and the shop with it when it is a new one: both or neither."""
    sent = request.POST
    shop = sent.get("channel", "")
    problems = [] if shop else _shop_problems(request)
    if problems:
        return problems, ""
    with transaction.atomic():
        if not shop:
            shop = sent["code"].strip()
            is_format = code in set(Format)
            commands.save_channel(
                shop, by=request.actor, name=sent["name"].strip(), letter=sent["letter"].strip(),
                prefix=sent["prefix"].strip().upper(), format=code if is_format else Format.GENERIC.value,
                position=len(channel_queries.channels()) + 1,
            )  # fmt: skip
        commands.save_connection(
            shop, code, _values(sent), base_url=sent.get("base_url", "").strip(), by=request.actor
        )
    return [], shop


def _shop_problems(request: StaffRequest) -> Problems:
    sent = {name: request.POST.get(name, "").strip() for name in ("code", "name", "letter", "prefix")}
    problems: Problems = []
    if not request.may("channels.save_channel"):
        return [("f-channel", "店舗を選んでください。店舗を加えるには「店舗の設定」の権限が必要です。")]
    if not any(sent.values()):
        return [("f-channel", "店舗を選ぶか、新しい店舗の欄を埋めてください。")]
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", sent["code"]):
        problems.append(
            ("f-code", "店舗コードは、半角の小文字・数字・ハイフンで入れてください（例: rakuten-2）。")
        )
    elif Channel.objects.filter(code=sent["code"]).exists():
        problems.append(("f-code", f"店舗コード「{sent['code']}」は使われています。"))
    if not sent["name"]:
        problems.append(("f-name", "店舗の名前を入れてください。"))
    if not 1 <= len(sent["letter"]) <= 2:
        problems.append(("f-letter", "しるしは 1 文字か 2 文字で入れてください（例: 楽）。"))
    if not re.fullmatch(r"[A-Z]{1,3}", sent["prefix"].upper()):
        problems.append(("f-prefix", "受注番号の頭は、半角の英大文字 1〜3 文字にしてください（例: R）。"))
    elif Channel.objects.filter(prefix=sent["prefix"].upper()).exists():
        problems.append(
            ("f-prefix", f"受注番号の頭「{sent['prefix'].upper()}」は、ほかの店舗が使っています。")
        )
    return problems


def _values(sent: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("field-"): sent[name] for name in sent if name.startswith("field-")}


def _steps(here: str) -> list[dict[str, Any]]:
    at = [name for name, _ in STEPS].index(here)
    return [
        {"label": label, "is_here": number == at, "is_done": number < at}
        for number, (_, label) in enumerate(STEPS)
    ]


@require_GET
@page("channels.look")
def settings(request: StaffRequest, channel: str) -> HttpResponse:
    """How a mall is joined; with `step`, one part of it after the other, as the wizard goes."""
    return _settings(request, mall_of(channel), request.GET.get("step", ""))


def _settings(
    request: StaffRequest, state: MallState, step: str, *, problems: Problems | None = None,
    refusal: Refusal | None = None, refused_part: str = "",
) -> HttpResponse:  # fmt: skip
    step = step if step in PARTS else ""
    context = {
        **frame(request, state, "mall-settings"),
        "step": step,
        "steps": _steps(step) if step else [],
        "fields": mall(state.joined.mall).FIELDS,
        "standard": mall(state.joined.mall).BASE_URL,
        "options": state.joined.options,
        "typed": request.POST if refusal or problems else {},
        "problems": problems or [],
        "refusal": refusal,
        "refused_part": refused_part,
        "policy": mall_policy.shown(state.joined.policy),
        "listings": queries_desk.listings_of(state.channel),
        "binding": queries_desk.last_binding(state.channel),
        "door": commands.door_of(state.channel.code),
        "door_help": commands.help_of(state.joined),
        "is_told_by_itself": commands.listens(state.joined),
        "is_public": is_public(commands.door_of(state.channel.code)),
    }
    return render(request, "channels/mall_settings.html", context, status=422 if refusal or problems else 200)


@require_POST
@page("channels.save_connection")
def keys(request: StaffRequest, channel: str) -> HttpResponse:
    """Keep new keys or options; a key that is left empty stays as it was."""
    state = mall_of(channel)
    base_url = request.POST.get("base_url", "").strip()
    try:
        row = commands.save_connection(
            channel, state.joined.mall, _values(request.POST), base_url=base_url, by=request.actor
        )
    except Refusal as refusal:
        return _settings(request, state, "", refusal=refusal, refused_part="keys")
    if row.state == "draft":
        messages.success(request, "保存しました。新しいキーで接続テストをしてください。")
        return go(request, reverse("mall-settings", args=[channel]) + "?step=test")
    messages.success(request, "保存しました。")
    return go(request, reverse("mall-settings", args=[channel]))


@require_POST
@page("channels.prove_connection")
def prove(request: StaffRequest, channel: str) -> HttpResponse:
    """Ask the mall whether the keys work, and say what it said."""
    step = request.POST.get("step", "")
    try:
        found = commands.prove_connection(channel, by=request.actor)
    except Limited as limited:
        wait = f"{limited.seconds + 1:.0f} 秒ほどおいて、もう一度試してください。"
        messages.warning(request, f"モールの回数制限のため、まだ確かめられません。{wait}")
        return go(request, _address(channel, step))
    except Refusal as refusal:
        return _settings(request, mall_of(channel), step, refusal=refusal, refused_part="test")
    ends = f"キーの期限は {on(found.key_expires_at)} です。" if found.key_expires_at else ""
    messages.success(request, f"「{found.name}」につながりました。{ends}")
    for warning in found.warnings:
        messages.warning(request, warning)
    return go(request, _address(channel, step))


def _address(channel: str, step: str) -> str:
    address = reverse("mall-settings", args=[channel])
    return f"{address}?step={step}" if step in PARTS else address


@require_POST
@page("channels.save_connection")
def policy(request: StaffRequest, channel: str) -> HttpResponse:
    """Keep what the connection does by itself."""
    state = mall_of(channel)
    step = request.POST.get("step", "")
    values, problems = mall_policy.read(request.POST)
    if problems:
        return _settings(request, state, step, problems=problems, refused_part="policy")
    commands.save_connection(
        channel, state.joined.mall, {}, base_url=state.joined.base_url, policy=values, by=request.actor
    )
    messages.success(request, "運用の設定を保存しました。")
    return go(request, reverse("mall" if step else "mall-settings", args=[channel]))


@require_POST
@page("channels.start_binding")
def bind(request: StaffRequest, channel: str) -> HttpResponse:
    """Tie what the mall sells to our SKUs, in the background."""
    step = request.POST.get("step", "")
    try:
        commands.start_binding(channel, by=request.actor)
    except Refusal as refusal:
        return _settings(request, mall_of(channel), step, refusal=refusal, refused_part="listings")
    return go(request, _address(channel, step))


@require_GET
@page("channels.look")
def binding(request: StaffRequest, channel: str) -> HttpResponse:
    """The card of a walk through a mall's goods, asked for again while it goes on."""
    state = mall_of(channel)
    context = {
        **frame(request, state, "mall-settings"),
        "listings": queries_desk.listings_of(state.channel),
        "binding": queries_desk.last_binding(state.channel),
    }
    return render(request, "channels/mall_binding.html", context)
