"""ネットショップ › カテゴリ: the names and addresses of the shop's shelves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Category
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands, queries
from hanjo.ui.render import go, render


@page("storefront.look", post="storefront.rename_shelf")
def shelves(request: StaffRequest) -> HttpResponse:
    """Every category with its name and address; old addresses lead on by themselves (カテゴリ)."""
    trouble = ""
    if request.method == "POST":
        sent = {name: request.POST.get(name, "").strip()[:80] for name in ("code", "to", "name")}
        try:
            _save(sent, by=request.actor)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        else:
            messages.success(
                request, f"「{sent['name']}」を保存しました。前のアドレスからは自動で転送します。"
            )
            return go(request, reverse("shop-desk-shelves"))
    rows = Category.objects.select_related("parent").order_by("position", "id")
    context = {
        "rows": rows,
        "shown": {one.id: one.count for one in queries.all_shelves()},
        "trouble": trouble,
        "may_save": request.may("storefront.rename_shelf"),
    }
    return render(request, "storefront/desk/shelves.html", context, status=422 if trouble else 200)


def _save(sent: dict[str, str], *, by: Actor) -> None:
    row = Category.objects.select_related("parent").filter(code=sent["code"]).first()
    if row is None:
        raise NotFound(what="カテゴリ", key=sent["code"])
    parent = row.parent.code if row.parent else ""
    if sent["name"]:
        catalogue.save_category(row.code, sent["name"], parent=parent, position=row.position, by=by)
    commands.rename_shelf(row.code, sent["to"] or row.code, by=by)
    commands.renew()
