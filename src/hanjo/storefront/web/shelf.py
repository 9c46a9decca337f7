"""Lists of goods by category (商品一覧)."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from hanjo.storefront import queries
from hanjo.storefront.queries.shelf import SORTS
from hanjo.storefront.web.door import ShopRequest, page, show


def number(text: str, most: int = 500) -> int:
    """A page number from outside, kept within reason."""
    return max(1, min(int(text), most)) if text.isdecimal() and len(text) < 6 else 1


@page(cached=True)
def category(request: ShopRequest, code: str) -> HttpResponse:
    """What stands on one shelf (カテゴリ)."""
    found = queries.shelf(code)
    if found is None:
        raise Http404
    here, way, below = found
    sort = request.GET.get("sort", "") if request.GET.get("sort", "") in SORTS else ""
    listed = queries.shelf_page(here.id, page=number(request.GET.get("page", "1")), sort=sort)
    return show(
        request,
        "shelf",
        {"here": here, "way": way, "below": below, "listed": listed, "sorts": SORTS, "heading": here.name},
    )


@page(cached=True)
def everything(request: ShopRequest) -> HttpResponse:
    """Everything the shop has (すべての商品)."""
    sort = request.GET.get("sort", "") if request.GET.get("sort", "") in SORTS else ""
    listed = queries.shelf_page(page=number(request.GET.get("page", "1")), sort=sort)
    return show(
        request,
        "shelf",
        {"here": None, "way": [], "below": [], "listed": listed, "sorts": SORTS, "heading": "すべての商品"},
    )
