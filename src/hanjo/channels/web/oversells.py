"""売り越し: orders that sold what was not there, each with its clock, its story and its ways out."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue import queries as catalogue
from hanjo.channels import commands, queries, queries_lost, queries_stock
from hanjo.channels.commands import Means
from hanjo.channels.terms_stock import OversellChoice
from hanjo.inventory import queries as inventory
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import narrow
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

SETTLE = "channels.settle_oversell"


@page("channels.look")
def oversells(request: StaffRequest) -> HttpResponse:
    """Those that wait for an answer, the most urgent first, or all of them with what was decided."""
    return _page(request)


def _page(request: StaffRequest, refusal: Refusal | None = None, pk: int = 0) -> HttpResponse:
    show_all = request.GET.get("show") == "all"
    rows = queries_stock.oversells(open_only=not show_all)
    places = {one.pk: one for one in inventory.locations()}
    levels = inventory.levels([one.sku_id for one in rows if one.choice is None])
    here = reverse("oversells")
    context = {
        "rows": rows,
        "shops": {one.code: one for one in queries.channels()},
        "places": [(one.pk, one.name) for one in places.values()],
        "there": {
            sku_id: [
                (places[at].pk, places[at].name, level.free) for at, level in found.items() if at in places
            ]
            for sku_id, found in levels.items()
        },
        "figures": queries_stock.figures(),
        "lost": queries_lost.lost(),
        "tabs": [
            {"label": "対応待ち", "url": here, "current": not show_all},
            {"label": "すべて", "url": f"{here}?show=all", "current": show_all},
        ],
        "choices": OversellChoice,
        "may_settle": request.may(SETTLE),
        "refusal": refusal,
        "refused_pk": pk,
        "today": clock.business_date(),
    }
    return render(request, "channels/oversells.html", context, status=422 if refusal else 200)


@require_POST
@page(SETTLE)
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide what becomes of one, and do it."""
    try:
        choice = OversellChoice(request.POST.get("choice", ""))
    except ValueError:
        return go(request, reverse("oversells"))
    try:
        row = commands.settle_oversell(pk, choice, means=_means(request), by=request.actor)
    except Refusal as refusal:
        return _page(request, refusal, pk)
    messages.success(request, f"{row.order.number}: 「{choice.label}」で対応しました。")
    return go(request, reverse("oversells"))


def _means(request: HttpRequest) -> Means:
    sent = request.POST
    code = narrow(sent.get("sku", "")).strip()
    card = catalogue.cards([code]).get(code) if code else None
    try:
        due_on = date.fromisoformat(sent.get("due_on", ""))
    except ValueError:
        due_on = None
    return Means(
        from_id=_number(sent.get("from", "")),
        to_id=_number(sent.get("to", "")),
        due_on=due_on,
        sku_id=card.id if card else None,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 19 else None
