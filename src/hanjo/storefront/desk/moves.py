"""ネットショップ › 転送: old addresses and where they lead."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.content import queries as content
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront.commands.save_move import remove_move, save_move
from hanjo.storefront.queries.addresses import address_of_page, moves
from hanjo.ui.render import render


@page("storefront.look", post="storefront.save_move")
def listing(request: StaffRequest) -> HttpResponseBase:
    """Addresses that moved: entered by hand, and those that renamed pages left (転送)."""
    trouble = ""
    if request.method == "POST":
        path, target = request.POST.get("path", ""), request.POST.get("target", "")
        try:
            if request.POST.get("do") == "remove":
                remove_move(path, by=request.actor)
                messages.success(request, f"「{path}」の転送をやめました")
            else:
                row = save_move(path, target, by=request.actor)
                messages.success(request, f"「{row.path}」を転送します")
            return HttpResponseRedirect(reverse("shop-desk-moves"), status=303)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    asked = request.GET.get("q", "").strip()[:80]
    context = {
        "rows": moves(asked),
        "asked": asked,
        "left": [(one, address_of_page(one.kind, one.page.slug)) for one in content.old_slugs()],
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "may_save": request.may("storefront.save_move"),
    }
    return render(request, "storefront/desk/moves.html", context, status=422 if trouble else 200)
