"""Suggestions while somebody types (入力候補): the form works without them."""

from __future__ import annotations

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hanjo.kernel.speech import say
from hanjo.storefront import queries
from hanjo.storefront.queries import suggest as reads
from hanjo.storefront.web.door import ShopRequest, page


@page(cached=True)
def suggest(request: ShopRequest) -> JsonResponse:
    """Words, categories and goods for what was typed so far; kept like a page."""
    typed = request.GET.get("q", "")[:60]
    goods = reads.suggested_goods(typed, queries.tuned())
    shelves = reads.suggested_shelves(typed, queries.all_shelves())
    found = [
        {"kind": _("ことば"), "label": word, "url": f"{reverse('shop-all')}?q={word}"}
        for word in reads.suggested_words(typed)
    ]
    found += [
        {"kind": _("カテゴリ"), "label": one.name, "url": reverse("shop-category", args=[one.code])}
        for one in shelves
    ]
    found += [
        {
            "kind": "",
            "label": one.name,
            "url": reverse("shop-product", args=[one.slug]),
            "image": f"/media/{one.image.replace('full.webp', '320.webp')}" if one.image else "",
            "price": say(
                "{price_yen:,}円{n}", price_yen=one.price_yen, n="〜" if one.most_yen > one.price_yen else ""
            ),
        }
        for one in goods
    ]
    return JsonResponse({"found": found}, json_dumps_params={"ensure_ascii": False})
