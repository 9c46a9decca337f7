"""The small forms of an order: fields, lines, split, merge, money. A refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from hanjo.console.web import orders_words as words
from hanjo.console.web.order import list_query
from hanjo.console.web.order_parts import PARTS, Done, Part, values_of
from hanjo.console.web.orders_cell import shown
from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.orders import queries
from hanjo.orders.checks.places import PREFECTURES
from hanjo.orders.commands import CHANGEABLE
from hanjo.orders.models import Order
from hanjo.orders.terms import StaleOrder
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, refused, render


@require_http_methods(["GET", "POST"])
@page("orders.look")
def edit(request: StaffRequest, number: str, part: str) -> HttpResponse:
    """Draw one part of an order as a form, in a dialog or as a page of its own, and carry it out."""
    kind = PARTS.get(part)
    if kind is None:
        raise NotFound(what="画面", key=part)
    if not request.may(kind.permission):
        text = f"「{kind.title}」の権限がありません。"
        return refused(request, text, fix="必要なときは、店長に役割の変更を頼んでください。", status=403)
    it = queries.get(number)
    if request.method != "POST":
        return _form(request, it, part, kind)
    if request.POST.get("rehearse"):
        return _rehearse(request, it, part, kind)
    try:
        done = kind.act(it, request.POST, request.actor)
    except StaleOrder as stale:
        return _form(
            request, it, part, kind, trouble=stale, conflict=_three_ways(request, it, kind), status=422
        )
    except Refusal as refusal:
        return _form(request, it, part, kind, trouble=refusal, status=422)
    _tell(request, it, done)
    return go(request, _back(request, done.number or number))


def _rehearse(request: StaffRequest, it: Order, part: str, kind: Part) -> HttpResponse:
    """Do it and take it back in the same breath, to say what the money would be."""
    try:
        with transaction.atomic():
            kind.act(it, request.POST, request.actor)
            after = queries.get(it.number)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return _form(request, it, part, kind, trouble=refusal, status=422)
    rows = [("合計", f"{it.total_yen:,} 円", f"{after.total_yen:,} 円"), *_tax_rows(it, after)]
    told = "モール側の受注明細と金額も変更してください。" if it.total_yen != after.total_yen else ""
    return _form(request, it, part, kind, rehearsal={"rows": rows, "told": told})


def _tax_rows(before: Order, after: Order) -> list[tuple[str, str, str]]:
    def by_rate(order: Order) -> dict[int, tuple[int, int]]:
        return {int(t["rate"]): (int(t["gross_yen"]), int(t["tax_yen"])) for t in order.taxes}

    old, new = by_rate(before), by_rate(after)
    return [
        (f"{rate}% 対象（税）", _amount(old.get(rate)), _amount(new.get(rate)))
        for rate in sorted({*old, *new}, reverse=True)
    ]


def _amount(pair: tuple[int, int] | None) -> str:
    return f"{pair[0]:,} 円（{pair[1]:,} 円）" if pair else "—"


def _three_ways(request: StaffRequest, it: Order, kind: Part) -> list[tuple[str, str, str, str]]:
    """Field, what stood there when the form was drawn, what stands there now, what was typed."""
    it.refresh_from_db()
    typed = values_of(kind.fields, request.POST)
    rows = []
    for key in kind.fields:
        was, now = request.POST.get(f"was_{key}", ""), shown(it, key)
        mine = "、".join(typed[key]) if isinstance(typed[key], list) else str(typed[key])
        if len({was, now, mine}) > 1:
            rows.append((CHANGEABLE[key], was, now, mine))
    return rows


def _form(
    request: StaffRequest,
    it: Order,
    part: str,
    kind: Part,
    *,
    trouble: Refusal | None = None,
    conflict: list[tuple[str, str, str, str]] | None = None,
    rehearsal: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    context = {
        "order": it,
        "part": part,
        "kind": kind,
        "posted": posted,
        "value": lambda key: _value(it, key, posted),
        "was": lambda key: shown(it, key),
        "trouble": trouble,
        "conflict": conflict or [],
        "rehearsal": rehearsal,
        "words": words,
        "list": list_query(request),
        "key": request.POST.get("key") or uuid4().hex,
        "today": clock.business_date(),
        "prefectures": [(name, name) for name in PREFECTURES],
        "extra": kind.more(it, request.actor) if kind.more else {},
    }
    return render(request, "console/order_edit.html", context, block="dialog_content", status=status)


def _value(it: Order, key: str, posted: Any) -> Any:
    """What was typed, else what the order says."""
    if posted is not None and key in posted:
        return posted.get(key)
    if posted is not None and isinstance(getattr(it, key, None), bool):
        return ""
    if not hasattr(it, key):
        return ""
    value = getattr(it, key)
    return value if isinstance(value, bool) else shown(it, key)


def _tell(request: StaffRequest, it: Order, done: Done) -> None:
    undo = f"undo={reverse('orders-undo', args=[it.number, done.change])}" if done.change else ""
    if done.back:
        undo = f"undo={reverse('orders-do', args=[it.number, done.back])}"
    messages.success(request, done.text, extra_tags=undo)
    if done.told:
        messages.warning(request, f"{it.number}: {done.told}も変更してください。")


def _back(request: StaffRequest, number: str) -> str:
    listed = list_query(request)
    address = reverse("orders-order", args=[number])
    return f"{address}?{urlencode({'list': listed})}" if listed else address
