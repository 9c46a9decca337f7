"""ネットショップ › 掲載用データ: what shopping services learn of the goods, and what keeps goods out."""

from __future__ import annotations

from django.http import HttpResponse

from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront.queries.feeds import MOST_SHOWN, checked
from hanjo.storefront.seo.feeds import MENDING, Lack
from hanjo.storefront.seo.public import address
from hanjo.ui.render import render


@page("storefront.look")
def feeds(request: StaffRequest) -> HttpResponse:
    """The addresses of the files for shopping services, and every product that lacks something (掲載用データ)."""
    only = request.GET.get("lack", "")
    known = only if only in set(Lack) else ""
    context = {
        "found": checked(known),
        "only": known,
        "lacks": list(Lack),
        "mending": MENDING,
        "most": MOST_SHOWN,
        "files": [
            ("Google Merchant Center（XML）", address("shop-feed-google")),
            ("Meta カタログ（CSV）", address("shop-feed-meta")),
            ("サイトマップ", address("shop-sitemap")),
        ],
    }
    return render(request, "storefront/desk/feeds.html", context)
