"""在庫: what one mall shows, should show and why, and the rules of many listings at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries_stock
from hanjo.channels.commands import KEEP
from hanjo.channels.models import ListedStock
from hanjo.channels.queries_stock import OnMall, SkuOnMalls
from hanjo.channels.web.mall_frame import frame, lasts, mall_of
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.board import Column, columns
from hanjo.ui.render import go, render

MOST = 1_000  # listings of one bulk edit
VIEWS = (
    ("", "すべて"),
    ("due", "送信待ち"),
    ("trouble", "受け付けられない"),
    ("last", "残りわずか"),
    ("never", "未送信"),
    ("stopped", "販売停止"),
    ("off", "連携オフ"),
)
COLUMNS = columns(
    Column("code", "SKU", "l", pin=True),
    Column("name", "商品", "grow"),
    Column("free", "販売可能", "s", num=True, phone="hide"),
    Column("shown", "モールの表示", "m", num=True),
    Column("should", "出すべき数", "m", num=True, phone="hide"),
    Column("state", "状態", "l"),
    Column("rule", "設定", "l", phone="hide"),
    Column("why", "理由", "grow3", phone="hide"),
)


@require_GET
@page("channels.look")
def stock(request: StaffRequest, channel: str) -> HttpResponse:
    """The listings of a mall by SKU, or the differences that were found there."""
    state = mall_of(channel)
    view, words = request.GET.get("view", ""), request.GET.get("text", "").strip()
    here = reverse("mall-stock", args=[channel])
    tabs = [
        {"label": label, "url": f"{here}?view={name}" if name else here, "current": view == name}
        for name, label in VIEWS
    ]
    tabs.append({"label": "食い違い", "url": f"{here}?view=drifts", "current": view == "drifts"})
    context = {**frame(request, state, "mall-stock"), "views": tabs, "view": view, "words": words}
    if view == "drifts":
        before = request.GET.get("before", "")
        rows = queries_stock.drifts(
            channel=channel, before=int(before) if before.isdigit() and len(before) < 19 else 0
        )
        more = f"{here}?view=drifts&before={rows[-1].id}" if len(rows) == queries_stock.PAGE else ""
        return render(request, "channels/mall_drifts.html", {**context, "drifts": rows, "next_url": more})
    found = queries_stock.page(view=view, channel=channel, words=words, after=request.GET.get("after", ""))
    rows_ = [(sku, one) for sku in found.rows for one in sku.malls if one.channel == channel]
    more = f"{here}?{urlencode({'view': view, 'text': words, 'after': found.after})}" if found.after else ""
    context |= {"rows": rows_, "col": COLUMNS, "next_url": more, "said": _said, "rule": _rule}
    return render(request, "channels/mall_stock.html", context)


def _said(one: OnMall) -> tuple[str, str]:
    """How a listing stands: tone and word."""
    if not one.is_on:
        return "quiet", "連携オフ"
    if one.trouble:
        return "danger", "受け付けられない"
    if one.sending is not None:
        return "info", "送信中"
    if one.shown is None:
        return "warn", "未送信"
    return ("ok", "一致") if one.is_right else ("warn", "送信待ち")


def _rule(one: OnMall) -> str:
    said = [f"割当 {one.share}%"] if one.share != 100 else []
    if one.cap is not None:
        said.append(f"上限 {one.cap}")
    if one.fixed_buffer is not None:
        said.append(f"控え {one.fixed_buffer}")
    return "・".join(said) or "自動"


@require_GET
@page("channels.look")
def peek(request: StaffRequest, channel: str, pk: int) -> HttpResponse:
    """One listing beside what every other mall shows of the same pieces."""
    sku_id = ListedStock.objects.filter(pk=pk, channel__code=channel).values_list("sku_id", flat=True).first()
    skus: list[SkuOnMalls] = queries_stock.on_malls([sku_id]) if sku_id else []
    if not skus:
        raise NotFound(what="出品", key=pk)
    context = {"sku": skus[0], "pk": pk, "said": _said, "rule": _rule, "lasts": lasts}
    return render(request, "channels/mall_stock_peek.html", context)


@require_POST
@page("channels.save_stock_rule")
def rule(request: StaffRequest, channel: str) -> HttpResponse:
    """Change the rules of the ticked listings: first the dialog that asks, then the change."""
    state = mall_of(channel)
    ids = [int(one) for one in request.POST.getlist("ids")[:MOST] if one.isdigit()]
    own = list(ListedStock.objects.filter(pk__in=ids, channel=state.channel).values_list("pk", flat=True))
    trouble = "" if own else "出品が選ばれていません。"
    if own and request.POST.get("apply"):
        try:
            values = _values(request)
            changed = commands.save_stock_rule(own, by=request.actor, **values)
            messages.success(
                request, f"{changed:,} 件の出品の設定を変えました。" if values else "何も変えませんでした。"
            )
            return go(request, reverse("mall-stock", args=[channel]))
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        except ValueError:
            trouble = "割当率・上限・安全在庫は、0 以上の整数で入れてください。"
    context = {**frame(request, state, "mall-stock"), "ids": own, "trouble": trouble, "typed": request.POST}
    return render(
        request,
        "channels/mall_stock_rule.html",
        context,
        block="dialog_content",
        status=422 if trouble else 200,
    )


def _values(request: StaffRequest) -> dict[str, Any]:
    """What was typed; an empty field stays as it is, a ticked 'take away' removes it."""
    sent = request.POST
    values: dict[str, Any] = {}
    if sent.get("is_on") in ("1", "0"):
        values["is_on"] = sent["is_on"] == "1"
    if sent.get("share", "").strip():
        values["share"] = int(sent["share"])
    for name in ("cap", "fixed_buffer"):
        typed = sent.get(name, "").strip()
        value = None if sent.get(f"no_{name}") else int(typed) if typed else KEEP
        if value is not KEEP:
            values[name] = value
    return values
