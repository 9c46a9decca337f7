"""The page of one product (商品詳細)."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hanjo.kernel import clock
from hanjo.reviews import queries as said
from hanjo.reviews.terms import Score
from hanjo.storefront import commands, queries
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.queries.noted import noted
from hanjo.storefront.regulated import queries as regulated
from hanjo.storefront.web.door import ShopRequest, page, show


@page(cached=True)
def goods(request: ShopRequest, slug: str) -> HttpResponseBase:
    """A product with its choices, price, pictures and when it can be there (商品詳細)."""
    found = queries.goods(slug)
    if isinstance(found, str):
        return HttpResponsePermanentRedirect(reverse("shop-product", args=[found]))
    if found is None:
        raise Http404
    skus = [choice.sku_id for choice in found.choices]
    product = found.product

    def reach() -> tuple[date, list[tuple[date, str]]]:
        days = commands.reach(skus, now=clock.now(), lead_days=found.lead_days)
        due = next(day for day, places in days if "東京都" in places)
        return due, [(day, _("、").join(_(one) for one in places)) for day, places in days]

    # The same for all products that need as long.
    same = (language_now(), product.made_to_order, product.on_sale_on, found.lead_days)
    due, days = noted(("reach", *same), reach)
    pk = product.pk
    score = said.scores([pk])[pk] if found.is_reviewed else Score()
    reviews = {"score": score, "reviews": said.reviews_of(pk, size=5) if score.count else []}
    told = {"goods": found, "today": clock.business_date(), "due": due, "days": days, **_law(pk)}
    return show(request, "goods", {**told, **reviews, "law": noted("law", legal.profile)})


def _law(pk: int) -> dict[str, list[str] | list[regulated.Stated]]:
    """What the laws of its kind have the page say (法定の表示)."""
    law = regulated.of_product(pk)
    notices = regulated.notices(law.kinds, language_now()) if law else []
    return {"notices": notices, "stated": regulated.shown(law)}
