"""出品していない SKU: what one mall does not sell yet, drafts made of it in bulk, and drafts taken back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries_absent, queries_offers
from hanjo.channels.malls.registry import mall
from hanjo.channels.queries_absent import MOST, Absent
from hanjo.channels.queries_desk import MallState
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.channels.web.mall_offers import PREVIEW, chosen, views
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import guarded, tidy
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.board import Column, columns
from hanjo.ui.render import go, render

COLUMNS = columns(
    Column("code", "SKU コード", "l", pin=True),
    Column("name", "商品", "grow2"),
    Column("price", "当店の価格", "m", num=True),
    Column("free", "販売可能", "s", num=True),
    Column("state", "準備", "m"),
    Column("notes", "足りないもの", "grow3"),
)


@require_GET
@page("channels.look")
def absent(request: StaffRequest, channel: str) -> HttpResponse:
    """The SKUs that are for sale here and that this mall does not sell, with what it would still need."""
    state = mall_of(channel)
    words = tidy(request.GET.get("text", ""))
    rows, after = queries_absent.page(state.joined, words=words, after=request.GET.get("after", ""))
    every = queries_absent.ids(state.joined, words=words) if after else []
    here = reverse("mall-absent", args=[channel])
    context = {
        **frame(request, state, "mall-offers"), "views": views(channel, "absent", queries_offers.counts(state.channel)),
        "rows": rows, "col": COLUMNS, "words": words, "total": max(len(every), len(rows)), "most": MOST,
        "next_url": f"{here}?{urlencode({'text': words, 'after': after})}" if after else "", "by_file": _file(state),
    }  # fmt: skip
    return render(request, "channels/mall_absent.html", context)


def _file(state: MallState) -> Any:
    """How this mall takes new goods as a file; None where its interface takes them."""
    return getattr(mall(state.joined.mall), "LISTING_FILE", None)


def _chosen(request: StaffRequest, state: MallState) -> list[Absent]:
    """The SKUs that are ticked, or all that were looked for, as many as one press takes."""
    if request.POST.get("all") == "1":
        wanted = queries_absent.ids(state.joined, words=tidy(request.POST.get("query", "")))
    else:
        wanted = [int(one) for one in request.POST.getlist("ids")[:MOST] if one.isdigit() and len(one) < 19]
    return queries_absent.these(state.joined, wanted) if wanted else []


@require_POST
@page("channels.list_skus")
def put_on(request: StaffRequest, channel: str) -> HttpResponse:
    """Put the ticked SKUs on this mall: first what is ready and what is lacking, then drafts, or drafts that go out."""
    state = mall_of(channel)
    rows = _chosen(request, state)
    apply, trouble = request.POST.get("apply", ""), "" if rows else "出品できる SKU が選ばれていません。"
    if rows and apply:
        try:
            made = commands.list_skus(channel, [row.id for row in rows], by=request.actor)
            sent = _send(request, channel, made) if apply == "send" else 0
            text = f"{len(made):,} 件の下書きを作りました。"
            messages.success(request, f"{text}そのうち {sent:,} 件をモールへ送っています。" if sent else text)
            return go(request, reverse("mall-offers", args=[channel]) + "?view=drafts")
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    ready = [row for row in rows if row.is_ready]
    context = {
        **frame(request, state, "mall-offers"), "rows": rows, "ready": ready, "examples": rows[:PREVIEW],
        "taken": [row for row in rows if row.is_taken], "trouble": trouble, "by_file": _file(state),
        "may_send": request.may("channels.start_publishing"),
    }  # fmt: skip
    return render(
        request, "channels/mall_absent_list.html", context, block="dialog_content", status=422 if trouble else 200
    )  # fmt: skip


def _send(request: StaffRequest, channel: str, made: list[int]) -> int:
    """Send those that are ready; when none is, the drafts stay drafts."""
    if not request.may("channels.start_publishing"):
        return 0
    try:
        return commands.start_publishing(channel, made, by=request.actor)
    except Refusal:
        return 0


@require_POST
@page("channels.list_skus")
def file(request: StaffRequest, channel: str) -> HttpResponse:
    """The ticked SKUs as the file that this mall takes new goods from."""
    state = mall_of(channel)
    by_file, rows = _file(state), [row for row in _chosen(request, state) if row.is_ready]
    lines, left = by_file.rows([row.goods for row in rows]) if by_file else ([], [])
    if not lines:
        said = "、".join(f"{code}: {why}" for code, why in left[:3]) or "書き出せる SKU が選ばれていません。"
        messages.error(request, said)
        return go(request, reverse("mall-absent", args=[channel]))
    sheet = io.StringIO()
    csv.writer(sheet).writerows([by_file.COLUMNS, *([guarded(cell) for cell in line] for line in lines)])
    answer = HttpResponse(sheet.getvalue().encode(by_file.ENCODING, "replace"), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{by_file.NAME}"'
    return answer


@require_POST
@page("channels.take_back_drafts")
def take_back(request: StaffRequest, channel: str) -> HttpResponse:
    """Take the ticked drafts back; what was sent stays."""
    rows = chosen(request, mall_of(channel))
    count = commands.take_back_drafts(channel, [row.id for row in rows], by=request.actor)
    left = len(rows) - count
    text = f"{count:,} 件の下書きを取り消しました。" if count else "取り消せる下書きがありません。"
    said = f"{text}送信済みなどの {left:,} 件はそのままです。" if left else text
    (messages.success if count else messages.warning)(request, said)
    return go(request, reverse("mall-offers", args=[channel]) + "?view=drafts")


@require_GET
@page("channels.look")
def sending(request: StaffRequest, channel: str) -> HttpResponse:
    """How far the sending of many listings has come, asked for again while it goes on."""
    state = mall_of(channel)
    typed = request.GET.get("since", "")
    since = datetime.fromtimestamp(int(typed), UTC) if typed.isdigit() and len(typed) < 11 else None
    context = {**frame(request, state, "mall-offers"), "round": queries_offers.round_of(state.channel, since)}
    return render(request, "channels/mall_offer_round.html", context)
