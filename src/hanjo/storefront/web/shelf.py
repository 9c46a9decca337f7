"""Lists of goods by category (商品一覧)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from hanjo.storefront import queries
from hanjo.storefront.queries.shelf import SORTS
from hanjo.storefront.search.facets import Choice, read
from hanjo.storefront.web.door import ShopRequest, page, show
from hanjo.storefront.web.narrowing import Place, chips, facets


def number(text: str, most: int = 500) -> int:
    """A page number from outside, kept within reason."""
    return max(1, min(int(text), most)) if text.isdecimal() and len(text) < 6 else 1


def conditions(request: ShopRequest) -> tuple[Choice, str, int]:
    """What an address narrows a list to, how it is ordered, which page is asked."""
    sort = request.GET.get("sort", "")
    choice = read({kind: request.GET.getlist(kind) for kind in request.GET})
    return choice, sort if sort in SORTS else "", number(request.GET.get("page", "1"))


def list_values(
    place: Place,
    choice: Choice,
    listed: queries.ShelfPage,
    *,
    shelf: queries.Shelf | None = None,
    shelves: list[queries.Shelf] | None = None,
) -> dict[str, object]:
    """What every list shows: cards, facets, chips, orders, pages, and its one true address."""
    return {
        "listed": listed,
        "facets": facets(place, choice, listed, shelves or ()),
        "chips": chips(place, choice, shelf),
        "sorts": [(key, label, place.address(choice, sort=key)) for key, label in SORTS.items()],
        "before": place.address(choice, page=listed.page - 1) if listed.page > 1 else "",
        "after": place.address(choice, page=listed.page + 1) if listed.page < listed.pages else "",
        "canonical_path": place.address(choice, page=listed.page),
        "plain": place.address(Choice(), shelf=""),
    }


@page(cached=True)
def category(request: ShopRequest, code: str) -> HttpResponse:
    """What stands on one shelf (カテゴリ)."""
    found = queries.shelf(code)
    if found is None:
        raise Http404
    here, way, below = found
    choice, sort, at = conditions(request)
    listed = queries.shelf_page(
        here.id, chosen=queries.tuned().weights, choice=choice, page=at, sort=sort, facets=True
    )
    values = list_values(Place(reverse("shop-category", args=[code]), sort=sort), choice, listed)
    place = {"here": here, "way": way, "below": below, "heading": here.name}
    return show(request, "shelf", {**values, **place, "answer": None})
