"""Lists of goods by category (商品一覧)."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from hanjo.storefront import queries
from hanjo.storefront.queries.shelf import SORTS
from hanjo.storefront.search.asking import ask
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
    listed = queries.shelf_page(
        here.id, page=number(request.GET.get("page", "1")), sort=request.GET.get("sort", "")
    )
    return show(
        request,
        "shelf",
        {
            "here": here,
            "way": way,
            "below": below,
            "listed": listed,
            "sorts": SORTS,
            "heading": here.name,
            "asked": None,
        },
    )


@page(cached=True)
def everything(request: ShopRequest) -> HttpResponse:
    """Everything the shop has, or what a visitor looks for (すべての商品・検索結果)."""
    typed = request.GET.get("q", "").strip()
    tuned = queries.tuned() if typed else None
    asked = ask(typed, synonyms=tuned.synonyms, stop_words=tuned.stop_words) if tuned else None
    listed = queries.shelf_page(
        asked=asked,
        chosen=tuned.weights if tuned else None,
        page=number(request.GET.get("page", "1")),
        sort=request.GET.get("sort", ""),
    )
    heading = f"「{asked.typed}」の検索結果" if asked else "すべての商品"
    return show(
        request,
        "shelf",
        {
            "here": None,
            "way": [],
            "below": [],
            "listed": listed,
            "sorts": SORTS,
            "heading": heading,
            "asked": asked,
        },
    )
