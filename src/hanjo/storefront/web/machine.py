"""What machines read of the shop: maps, what they may look at (機械向けのページ)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import override

from hanjo.content.terms import LANGUAGES
from hanjo.storefront import queries
from hanjo.storefront.queries import feeds, maps
from hanjo.storefront.seo.feeds import google_feed, meta_feed
from hanjo.storefront.seo.maps import map_index, robots_text, site_map
from hanjo.storefront.seo.public import BELOW, address
from hanjo.storefront.web.door import ShopRequest, page
from hanjo.storefront.web.written import written

HIDDEN = ("shop-cart", "shop-checkout", "shop-live", "shop-postal", "shop-my")
"""Pages that only their visitor should read; each is marked noindex as well."""
XML = "application/xml; charset=utf-8"


@page()
def robots(request: ShopRequest) -> HttpResponse:
    """What programs may read, and where the map lies (robots.txt)."""
    own = _is_own(request)
    elsewhere = bool(settings.SHOP_URL) and not own
    text = robots_text(
        sitemap=address("shop-sitemap"),
        closed=elsewhere or not queries.shop().is_open,
        hidden=[path for path in _hidden() if path.startswith("/")],
        only="" if own else BELOW,
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _is_own(request: HttpRequest) -> bool:
    return bool(settings.SHOP_URL) and request.get_host() == urlsplit(settings.SHOP_URL).netloc


def _hidden() -> Iterator[str]:
    for language in LANGUAGES:
        with override(language):
            yield from (reverse(name) for name in HIDDEN)


@page()
def index(request: ShopRequest) -> HttpResponseBase:
    """The index of all maps (サイトマップ)."""

    def pieces() -> Iterator[str]:
        listed = [(address("shop-sitemap-pages"), maps.pages_changed_at())]
        listed += [(address("shop-sitemap-goods", after), at) for after, at in maps.goods_maps()]
        return map_index(listed)

    return written("sitemap.xml", pieces, kind=XML)


@page()
def page_map(request: ShopRequest) -> HttpResponseBase:
    """The map of everything but products."""
    return written(
        "sitemap-pages.xml.gz", lambda: site_map(maps.page_spots()), kind="application/gzip", packed=True
    )


@page()
def goods_map(request: ShopRequest, after: int) -> HttpResponseBase:
    """One map of products: those after this one."""
    if after not in {start for start, _at in maps.goods_maps()}:
        return HttpResponse(status=404)
    return written(
        f"sitemap-goods-{after}.xml.gz",
        lambda: site_map(maps.goods_spots(after)),
        kind="application/gzip",
        packed=True,
    )


@page()
def google(request: ShopRequest) -> HttpResponseBase:
    """Every SKU for Google's shopping services (Google Merchant フィード)."""

    def pieces() -> Iterator[str]:
        return google_feed(feeds.feed_items(), shop=queries.shop().name, home=address("shop"))

    return written("google.xml", pieces, kind=XML)


@page()
def meta(request: ShopRequest) -> HttpResponseBase:
    """Every SKU for Meta's catalogue (Meta カタログ)."""
    return written("meta.csv", lambda: meta_feed(feeds.feed_items()), kind="text/csv; charset=utf-8")
