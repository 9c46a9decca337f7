"""What visitors look for (商品検索): results, what may have been meant, and a way on when nothing was found."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from hanjo.storefront import queries
from hanjo.storefront.search.fold import in_script_of, key
from hanjo.storefront.web import asked_for, kept
from hanjo.storefront.web.door import ShopRequest, page, show
from hanjo.storefront.web.narrowing import Place
from hanjo.storefront.web.shelf import conditions, list_values


@page()
def everything(request: ShopRequest) -> HttpResponseBase:
    """Everything the shop has, or what a visitor looks for (すべての商品・検索結果)."""
    typed = " ".join(request.GET.get("q", "").split())[:100]
    if key(typed):
        return kept.answer(request, lambda: _found(request, typed), each=lambda: asked_for.note(typed))
    return kept.answer(request, lambda: _all(request))


def _all(request: ShopRequest) -> HttpResponse:
    choice, sort, at = conditions(request)
    listed = queries.shelf_page(
        chosen=queries.tuned().weights, choice=choice, page=at, sort=sort, facets=True
    )
    values = list_values(Place(request.path, sort=sort), choice, listed)
    shelves = [one for one in queries.all_shelves() if one.parent_id is None]
    return show(
        request,
        "shelf",
        {**values, "way": [], "below": shelves, "heading": _("すべての商品"), "answer": None},
    )


def _found(request: ShopRequest, typed: str) -> HttpResponse:
    choice, sort, at = conditions(request)
    shelves = queries.all_shelves()
    shelf = next((one for one in shelves if one.code == request.GET.get("c", "")), None)
    answer = queries.search(
        typed, queries.tuned(), category_id=shelf.id if shelf else None, choice=choice, sort=sort, page=at
    )
    listed = answer.listed
    if not choice and not shelf:
        asked_for.found(typed, 0 if answer.loosely or answer.instead else listed.total)
    place = Place(request.path, typed=typed, shelf=shelf.code if shelf else "", sort=sort)
    values = list_values(place, choice, listed, shelf=shelf, shelves=shelves)
    if not listed.total:
        values["popular"] = queries.shelf_page(size=8).cards
        values["tops"] = [one for one in shelves if one.parent_id is None]
        values["similar"] = queries.similar_words(typed)
    heading = _("「%(words)s」の検索結果") % {"words": typed}
    values |= {"way": [], "below": [], "heading": heading, "meant": in_script_of(typed, answer.meant)}
    return show(request, "shelf", {**values, "answer": answer})
