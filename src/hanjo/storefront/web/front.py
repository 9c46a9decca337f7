"""The first page of the shop (トップ)."""

from __future__ import annotations

from django.http import HttpResponse

from hanjo.storefront import queries
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.queries.front import parts
from hanjo.storefront.theme.queries import look_of
from hanjo.storefront.web.door import ShopRequest, look_for, page, show


@page(cached=True)
def front(request: ShopRequest) -> HttpResponse:
    """What the staff has put on it, else what the shop is, what is popular, what is new (トップ)."""
    shown = parts(language_now(), look_of(look_for(request)).front)
    if shown:
        return show(request, "front", {"parts": shown, "popular": [], "new": []})
    popular, new = (queries.shelf_page(sort=sort, size=8).cards for sort in ("", "new"))
    return show(request, "front", {"parts": [], "popular": popular, "new": new})
