"""Reviews of a product: reading them all, writing one's own, reporting one (レビュー)."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.catalogue.models import Product
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal
from hanjo.reviews import commands as reviews
from hanjo.reviews import queries as said
from hanjo.reviews.models import Review
from hanjo.reviews.terms import HideReason, Words
from hanjo.storefront.models import Card
from hanjo.storefront.terms import NoSuchGoods
from hanjo.storefront.web.cart import whole
from hanjo.storefront.web.door import ShopRequest, form, page, show
from hanjo.storefront.web.orders import opened


@page(cached=True)
def all_reviews(request: ShopRequest, slug: str) -> HttpResponse:
    """Every published review of a product, newest first, with how many have how many stars (レビュー一覧)."""
    card = Card.objects.filter(slug=slug).first()
    if card is None:
        raise Http404
    number = max(whole(request.GET.get("page", "1"), 1), 1)
    values = {
        "card": card,
        "score": said.scores([card.pk])[card.pk],
        "spread": said.spread_of(card.pk),
        "reviews": said.reviews_of(card.pk, page=number),
        "page": number,
        "size": said.PAGE,
        "reasons": HideReason,
    }
    return show(request, "reviews", values)


@form(often="review", most=20)
def write(request: ShopRequest, ref: str, product_id: int) -> HttpResponse:
    """Say what one thinks of goods one got (レビューの投稿)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    product = Product.objects.filter(pk=product_id, skus__order_lines__order=own.order).first()
    if product is None:
        raise NoSuchGoods(what="商品", key=product_id)
    trouble: Refusal | None = None
    sent = request.POST
    if request.method == "POST":
        words = Words(
            stars=whole(sent.get("stars", "0"), 0),
            title=sent.get("title", "")[:200],
            text=sent.get("text", ""),
            nickname=sent.get("nickname", "")[:60],
        )
        by = request.visitor.actor if own.member else Actor("customer", f"guest:{own.order.number}")
        try:
            reviews.write_review(own.order.pk, product.pk, words, by=by)
        except Refusal as refusal:
            trouble = refusal
        else:
            told = urlencode({"told": "review"})
            return HttpResponseRedirect(f"{reverse('shop-order', args=[ref])}?{told}")
    perk = said.perk_today() if own.member else None
    values = {"own": own, "product": product, "trouble": trouble, "sent": sent, "perk": perk}
    return show(request, "my/review", values, status=422 if trouble else 200)


@form(often="report", most=10)
def report(request: ShopRequest, pk: int) -> HttpResponse:
    """Take a visitor's word that a review should not stand there; a person looks at it (レビューの通報)."""
    review = Review.objects.filter(pk=pk, state="published").select_related("product__card").first()
    if review is None:
        raise Http404
    if request.method == "POST":
        reviews.report_review(pk, request.POST.get("reason", ""))
        return show(request, "my/reported", {"card": review.product.card})
    return HttpResponseRedirect(reverse("shop-reviews", args=[review.product.card.slug]))
