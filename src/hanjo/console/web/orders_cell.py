"""One field of one row, changed where it stands: one request, one row back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hanjo.console.web import orders_words as words
from hanjo.console.web.orders_columns import columns_seen
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.orders import commands, queries
from hanjo.orders.commands import CHANGEABLE
from hanjo.orders.models import Order
from hanjo.orders.terms import NothingToChange, StaleOrder
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import refused, render, say

FIELDS: dict[str, tuple[str, ...]] = {
    "ship": ("service",),
    "wanted": ("wanted_on", "window"),
    "who": ("assignee",),
    "tags": ("tags",),
    "note": ("shop_note",),
}


@require_http_methods(["GET", "POST"])
@page("orders.look", post="orders.change")
def cell(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """Draw the field as a small form; keep what was typed and give the row back."""
    if name not in FIELDS:
        raise NotFound(what="項目", key=name)
    order = queries.get(number)
    if request.method == "POST":
        return _keep(request, order, name)
    context = {
        "order": order,
        "name": name,
        "fields": FIELDS[name],
        "words": words,
        "tags": [tag for tag, _ in queries.choices()["tag"]],
    }
    return render(request, "console/orders_cell.html", context)


def _keep(request: StaffRequest, order: Order, name: str) -> HttpResponse:
    typed: dict[str, Any] = {field: request.POST.get(field, "") for field in FIELDS[name]}
    fields = {key: _tags(value) if key == "tags" else value for key, value in typed.items()}
    version = request.POST.get("version", "")
    undo = ""
    try:
        made = commands.change(
            order.number, fields, version=int(version) if version.isdecimal() else None, by=request.actor
        )
        undo = reverse("orders-undo", args=[order.number, made.pk])
        text = f"{order.number} の{'・'.join(CHANGEABLE[key] for key in made.after if key in CHANGEABLE)}を変えました"
    except NothingToChange:
        text = ""
    except StaleOrder as stale:
        return _conflict(request, order, typed, stale)
    except Refusal as refusal:
        answer = refused(request, refusal.text, fix=refusal.advice)
        return _in_dialog(answer)
    (row,) = queries.rows_of([queries.get(order.number)])
    answer = render(
        request,
        "console/orders_row.html",
        {"row": row, "col": columns_seen(request), "words": words, "oob": True},
    )
    return say(answer, text, undo=undo) if text else answer


def _tags(text: str) -> list[str]:
    parts = [part.strip()[:20] for part in text.replace("、", ",").replace("　", ",").split(",")]
    return list(dict.fromkeys(part for part in parts if part))


def _conflict(request: StaffRequest, order: Order, typed: dict[str, Any], stale: StaleOrder) -> HttpResponse:
    """Three columns: what stood there, what somebody else made of it, what was typed. Nothing is overwritten."""
    rows = [
        (CHANGEABLE[key], request.POST.get(f"was_{key}", ""), shown(order, key), value)
        for key, value in typed.items()
    ]
    context = {"order": order, "rows": rows, "text": stale.text, "typed": typed}
    answer = render(request, "console/orders_conflict.html", context, status=422, block="dialog_content")
    return _in_dialog(answer)


def _in_dialog(answer: HttpResponse) -> HttpResponse:
    answer.headers["HX-Retarget"] = "#dialog-body"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def shown(order: Order, key: str) -> str:
    """A field as a form holds it."""
    value = getattr(order, key)
    if isinstance(value, list):
        return "、".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")
