"""Keep and forget views of the board."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.console import commands
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go


@require_POST
@page("orders.look")
def save(request: StaffRequest) -> HttpResponse:
    """Keep the conditions of the board under a name."""
    query = request.POST.get("query", "")
    try:
        view = commands.save_view(
            request.POST.get("name", ""), query, team=request.POST.get("team") == "1", by=request.actor
        )
        messages.success(request, f"ビュー「{view.name}」を保存しました。")
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    return go(request, f"{reverse('orders-board')}?{query}".rstrip("?"))


@require_POST
@page("orders.look")
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a view."""
    commands.drop_view(pk, by=request.actor)
    messages.success(request, "ビューを消しました。")
    return go(request, reverse("orders-board"))
