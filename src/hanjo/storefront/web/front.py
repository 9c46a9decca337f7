"""The first page of the shop (トップ)."""

from __future__ import annotations

from django.http import HttpResponse

from hanjo.storefront import queries
from hanjo.storefront.web.door import ShopRequest, page, show


@page(cached=True)
def front(request: ShopRequest) -> HttpResponse:
    """What the shop is, what is popular, what is new (トップ)."""
    return show(
        request,
        "front",
        {"popular": queries.shelf_page(size=8).cards, "new": queries.shelf_page(sort="new", size=8).cards},
    )
