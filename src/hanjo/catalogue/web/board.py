"""The board of products."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.catalogue import commands, queries
from hanjo.catalogue.models import Product
from hanjo.catalogue.terms import SkuKind, TaxClass, Temperature
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.board import Column, choose, columns
from hanjo.ui.render import render

COLUMNS = columns(
    Column("thumb", "", "xs", phone="hide", title="画像"),
    Column("code", "商品コード", "xl", fixed=True),
    Column("name", "商品名", "grow3"),
    Column("category", "カテゴリ", "xl"),
    Column("skus", "規格", "s", num=True, phone="hide"),
    Column("price", "販売価格", "l", num=True, phone="end"),
    Column("tax", "税区分", "m"),
    Column("flags", "しるし", "grow2"),
)
ACTIVE = [("yes", "販売中"), ("no", "販売停止")]
LABELS = {
    "words": "検索", "category": "カテゴリ", "tax": "税区分", "temperature": "温度帯", "kind": "種類", "active": "販売",
}  # fmt: skip


def filters_of(asked: Mapping[str, str]) -> queries.Filters:
    """What an address asks the board to show."""
    return queries.Filters(**{name: asked.get(name, "").strip()[:200] for name in LABELS})


@require_GET
@page("catalogue.look")
def board(request: StaffRequest) -> HttpResponse:
    """List products by code, a hundred at a time; the address is the view."""
    filters = filters_of(request.GET)
    shown = queries.board(filters, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    shelves = [(category.code, category.name) for category in queries.categories()]
    options = {
        "category": shelves, "tax": TaxClass.choices(), "temperature": Temperature.choices(),
        "kind": SkuKind.choices(), "active": ACTIVE,
    }  # fmt: skip
    choice = choose(COLUMNS, request.user.board_columns, "products")
    context = {
        "shown": shown, "filters": filters, "options": options, "col": choice.columns, "choice": choice,
        "labels": LABELS,
        "chips": _chips(request, filters, options), "conditions": _conditions(request.GET),
        "may_save": request.may("catalogue.save_products"), "may_stop": request.may("catalogue.set_active"),
        "may_import": request.may("catalogue.import_file"),
    }  # fmt: skip
    return render(request, "catalogue/board.html", context)


def _conditions(asked: QueryDict) -> str:
    """The address without the place in the list."""
    kept = asked.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    return kept.urlencode()


def _chips(
    request: StaffRequest, filters: queries.Filters, options: Mapping[str, list[tuple[str, str]]]
) -> list[dict[str, str]]:
    chips = []
    for name, label in LABELS.items():
        value = getattr(filters, name)
        if value:
            rest = request.GET.copy()
            for gone in (name, "after", "before"):
                rest.pop(gone, None)
            word = dict(options.get(name, [])).get(value, value)
            chips.append({"label": label, "value": word, "remove_url": f"{request.path}?{rest.urlencode()}"})
    return chips


@require_POST
@page("catalogue.set_active")
def set_active(request: StaffRequest) -> HttpResponse:
    """Take the ticked products off sale or put them back, with a way to undo it."""
    active = request.POST.get("active") == "1"
    chosen = (
        queries.found(filters_of(QueryDict(request.POST.get("query", "")).dict()))
        if request.POST.get("all")
        else Product.objects.filter(pk__in=_numbers(request.POST.getlist("ids")))
    )
    chosen = chosen.exclude(pk__in=_numbers(request.POST.getlist("unticked")))
    codes = list(chosen.filter(is_active=not active).values_list("code", flat=True))
    changed = commands.set_active(codes, active, by=request.actor)
    word = "販売を再開しました" if active else "販売を停止しました"
    messages.success(request, f"{changed:,} 件の{word}。")
    back = request.POST.get("query", "")
    return HttpResponseRedirect(reverse("catalogue-board") + (f"?{back}" if back else ""))


def _numbers(typed: list[str]) -> list[int]:
    return [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 19]
