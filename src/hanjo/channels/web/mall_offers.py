"""出品: what one mall still lacks of each listing, where it shows something else, and what is sent there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries_offers, queries_sales
from hanjo.channels.queries_desk import MallState
from hanjo.channels.queries_offers import OfferRow, shown
from hanjo.channels.terms_offers import OfferState, PriceEnd
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.text import digits, tidy
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.board import Column, columns
from hanjo.ui.render import go, render

MOST = 1_000  # listings of one press
PREVIEW = 20  # of them that are shown before they go
VIEWS = (
    ("", "すべて"),
    ("lacking", "不足あり"),
    ("differs", "差異あり"),
    ("new", "未出品"),
    ("drafts", "下書き"),
    ("same", "一致"),
    ("trouble", "受け付けられない"),
    ("waiting", "送信待ち"),
)
COLUMNS = columns(
    Column("code", "モールの商品コード", "l", pin=True),
    Column("name", "商品", "grow"),
    Column("shown", "モールの価格", "m", num=True),
    Column("ours", "当店の価格", "m", num=True, phone="hide"),
    Column("state", "状態", "l"),
    Column("notes", "不足・差異", "grow3"),
    Column("next", "次の予約", "grow", phone="hide"),
)
ENDS = {
    "": ("info", "予約中"),
    PriceEnd.SENT: ("ok", PriceEnd.SENT.label),
    PriceEnd.SUPERSEDED: ("quiet", PriceEnd.SUPERSEDED.label),
    PriceEnd.CANCELLED: ("quiet", PriceEnd.CANCELLED.label),
    PriceEnd.WITHDRAWN: ("quiet", PriceEnd.WITHDRAWN.label),
}
OUTCOMES = {
    "done": ("ok", "反映済み"),
    "waits": ("warn", "答え待ち"),
    "refused": ("danger", "受け付けられない"),
    "unknown": ("danger", "モールにない"),
}


@require_GET
@page("channels.look")
def offers(request: StaffRequest, channel: str) -> HttpResponse:
    """The listings of a mall, or the prices that were ordered, or what it was told."""
    state = mall_of(channel)
    view = request.GET.get("view", "")
    counted = queries_offers.counts(state.channel)
    context = {
        **frame(request, state, "mall-offers"), "views": views(channel, view, counted), "view": view,
        "counted": counted,
        "round": queries_offers.round_of(state.channel) if counted["waiting"] else None,
    }  # fmt: skip
    if view in ("prices", "sent"):
        return _history(request, state, view, context)
    words = tidy(request.GET.get("text", ""))
    rows, after = queries_offers.page(
        state.channel, view=view, words=words, after=request.GET.get("after", "")
    )
    here = reverse("mall-offers", args=[channel])
    context |= {
        "rows": rows, "col": COLUMNS, "words": words,
        "next_url": f"{here}?{urlencode({'view': view, 'text': words, 'after': after})}" if after else "",
    }  # fmt: skip
    return render(request, "channels/mall_offers.html", context)


def views(channel: str, view: str, counted: dict[str, Any]) -> list[dict[str, Any]]:
    """The tabs above a mall's listings."""
    here = reverse("mall-offers", args=[channel])
    tabs = [
        {
            "label": label,
            "url": f"{here}?view={name}" if name else here,
            "current": view == name,
            "count": counted.get(name) or None,
            "hot": name == "trouble" and bool(counted.get(name)),
        }
        for name, label in VIEWS
    ]
    absent = {"label": "出品していない SKU", "url": reverse("mall-absent", args=[channel])}
    tabs.insert(1, {**absent, "current": view == "absent"})
    for name, label in (("prices", "価格の予約"), ("sent", "送信履歴")):
        tabs.append({"label": label, "url": f"{here}?view={name}", "current": view == name})
    return tabs


def _history(request: StaffRequest, state: MallState, view: str, context: dict[str, Any]) -> HttpResponse:
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isdigit() and len(typed) < 19 else 0
    here = reverse("mall-offers", args=[state.channel.code])
    if view == "prices":
        orders = queries_offers.price_orders(state.channel, before=before)
        last, many = (orders[-1].pk if orders else 0), len(orders)
        context |= {"orders": orders, "ends": ENDS, "most": queries_offers.TRIES}
        context |= {"held": queries_sales.held(state.joined), "preview": PREVIEW}
    else:
        sent = queries_offers.sent(state.channel, before=before)
        last, many = (sent[-1].pk if sent else 0), len(sent)
        context |= {"sent": sent, "outcomes": OUTCOMES, "shown": shown}
    more = f"{here}?view={view}&before={last}" if many == queries_offers.PAGE else ""
    return render(request, f"channels/mall_offers_{view}.html", {**context, "next_url": more})


@require_GET
@page("channels.look")
def peek(request: StaffRequest, channel: str, pk: int) -> HttpResponse:
    """One listing: what its mall shows, what is said by hand, what it was told."""
    state = mall_of(channel)
    rows = queries_offers.these(state.channel, [pk])
    if not rows:
        raise NotFound(what="出品", key=pk)
    sent = queries_offers.sent(state.channel, listing_id=pk)
    context = {"row": rows[0], "sent": sent, "outcomes": OUTCOMES, "shown": shown}
    return render(request, "channels/mall_offer_peek.html", context)


@require_POST
@page("channels.check_listings")
def check(request: StaffRequest, channel: str) -> HttpResponse:
    """Look through all listings once more; the mall is not asked."""
    found = commands.check_listings(channel, by=request.actor)
    said = f"不足 {found.lacking:,} 件・差異 {found.differs:,} 件・未出品 {found.new:,} 件・一致 {found.same:,} 件"
    messages.success(request, f"確かめました。{said}です。")
    return go(request, reverse("mall-offers", args=[channel]))


def chosen(request: StaffRequest, state: MallState) -> list[OfferRow]:
    """The listings of this mall that are ticked."""
    ids = [int(one) for one in request.POST.getlist("ids")[:MOST] if one.isdigit() and len(one) < 19]
    return queries_offers.these(state.channel, ids)


@require_POST
@page("channels.start_publishing")
def send(request: StaffRequest, channel: str) -> HttpResponse:
    """Send the ticked listings: first what would change there, then the press that does it."""
    state = mall_of(channel)
    rows = chosen(request, state)
    trouble = ""
    if rows and request.POST.get("apply"):
        try:
            count = commands.start_publishing(channel, [row.id for row in rows], by=request.actor)
            messages.success(
                request, f"{count:,} 件の出品情報の送信を始めました。結果は「送信履歴」に並びます。"
            )
            return go(request, reverse("mall-offers", args=[channel]))
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    elif rows:
        commands.check_listings(channel, [row.id for row in rows], by=request.actor)
        rows = chosen(request, state)
    ready = [row for row in rows if row.is_ready]
    context = {
        **frame(request, state, "mall-offers"), "rows": rows, "ready": ready, "examples": ready[:PREVIEW],
        "lacking": [row for row in rows if row.state == OfferState.LACKING],
        "same": sum(row.state == OfferState.SAME for row in rows), "trouble": trouble,
    }  # fmt: skip
    return _dialog(request, "channels/mall_offer_send.html", context, bad=bool(trouble) or not rows)


@require_POST
@page("channels.save_listing_draft")
def edit(request: StaffRequest, channel: str) -> HttpResponse:
    """Say what this mall shall show of the ticked listings instead of the product master."""
    state = mall_of(channel)
    rows = chosen(request, state)
    trouble = ""
    if rows and request.POST.get("apply"):
        try:
            values = _values(request, alone=len(rows) == 1)
            changed = commands.save_listing_draft(channel, [row.id for row in rows], values, by=request.actor)
            text = f"{changed:,} 件の出品情報を保存しました。モールへはまだ送っていません。"
            messages.success(request, text if changed else "何も変えませんでした。")
            return go(request, reverse("mall-offers", args=[channel]))
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    context = {
        **frame(request, state, "mall-offers"), "rows": rows, "trouble": trouble, "typed": request.POST,
        "one": rows[0] if len(rows) == 1 else None,
    }  # fmt: skip
    return _dialog(request, "channels/mall_offer_edit.html", context, bad=bool(trouble) or not rows)


def _values(request: StaffRequest, *, alone: bool) -> dict[str, Any]:
    """What was typed. Of one listing an empty field means the master's; of many it stays as it is."""
    sent = request.POST
    values: dict[str, Any] = {
        name: sent.get(name, "").strip()
        for name in ("title", "category", "shipping", "text")
        if name in sent and (alone or sent[name].strip())
    }
    price = sent.get("price_yen", "").strip()
    if price:
        values["price_yen"] = int(digits(price) or 0) if len(price) < 16 else 0
    elif alone or sent.get("no_price"):
        values["price_yen"] = None
    pairs = [line.partition("=") for line in sent.get("more", "").splitlines() if line.strip()]
    if pairs:
        values["more"] = {name.strip(): value.strip() for name, _, value in pairs}
    if sent.get("is_sure"):
        values["is_sure"] = True
    return values


def _dialog(request: StaffRequest, template: str, context: dict[str, Any], *, bad: bool) -> HttpResponse:
    return render(request, template, context, block="dialog_content", status=422 if bad else 200)
