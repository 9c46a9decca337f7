"""ネットショップ › 英語の商品情報: what the shop says of each product in English."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from hanjo.catalogue.models import Product
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.models import ShopText
from hanjo.storefront.queries.texts import text_of
from hanjo.ui.render import go, render

LANGUAGE = "en"
EACH = 50


@page("storefront.look", post="storefront.save_text")
def words(request: StaffRequest) -> HttpResponse:
    """Products with and without an English name; one of them can be written (英語の商品情報)."""
    code, trouble = (request.POST or request.GET).get("code", ""), ""
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("name", "summary", "description")}
        try:
            commands.save_text(code, LANGUAGE, by=request.actor, **typed)
        except Refusal as refusal:
            trouble = refusal.text
        else:
            messages.success(request, "英語の商品情報を保存しました。空の項目は日本語で出ます。")
            return go(request, f"{reverse('shop-desk-words')}?code={code}")
    chosen = Product.objects.filter(code=code).first() if code else None
    asked = request.GET.get("q", "").strip()[:80]
    products = Product.objects.filter(is_active=True).order_by("code")
    if asked:
        products = products.filter(Q(name__icontains=asked) | Q(code__icontains=asked))
    shown = Paginator(products, EACH).get_page(request.GET.get("page", "1"))
    rows = ShopText.objects.filter(language=LANGUAGE, product__in=list(shown)).values_list(
        "product_id", "name"
    )
    context = {
        "chosen": chosen,
        "text": text_of(chosen.pk, LANGUAGE) if chosen else None,
        "shown": shown,
        "names": dict(rows),
        "asked": asked,
        "trouble": trouble,
        "may_save": request.may("storefront.save_text"),
        "may_many": request.may("storefront.save_texts"),
    }
    return render(request, "storefront/desk/words.html", context, status=422 if trouble else 200)
