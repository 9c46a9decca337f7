"""ネットショップ › 商品の見せ方: address, words, badges and related goods of each product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from hanjo.catalogue.models import Product
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.commands.save_goods import GoodsSide
from hanjo.storefront.desk.goods_file import pairs, table, words
from hanjo.storefront.models import Card, ShopProduct
from hanjo.ui.render import go, render


class GoodsForm(forms.Form):
    """The shop's side of one product."""

    slug = forms.CharField(
        label="アドレス", max_length=80, help_text="変えると、前のアドレスから自動で転送します。"
    )
    is_shown = forms.BooleanField(label="店に出す", required=False)
    title = forms.CharField(
        label="検索結果の見出し", max_length=120, required=False, help_text="空なら商品名"
    )
    summary = forms.CharField(
        label="紹介文", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="検索結果とシェアに出ます。",
    )  # fmt: skip
    badges = forms.CharField(
        label="しるし", max_length=60, required=False, help_text="読点で区切って 4 つまで。例: 新作、限定"
    )
    related = forms.CharField(
        label="関連商品",
        max_length=400,
        required=False,
        help_text="商品コードを空白で区切る。空なら同じカテゴリから。",
    )
    spec = forms.CharField(
        label="仕様の表",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="1 行に「素材: 磁器」のように",
    )
    most = forms.IntegerField(
        label="1 回の上限（個）", min_value=0, max_value=9999, help_text="0 は店の設定のまま"
    )
    boost = forms.IntegerField(
        label="並びの押し上げ", min_value=-1000, max_value=1000, help_text="大きいほど上"
    )
    lead_days = forms.IntegerField(
        label="発送までの営業日",
        min_value=0,
        max_value=50,
        help_text="0 はすぐ。お届けの最短日が遅くなります",
    )
    noshi = forms.BooleanField(label="のしを付けられる", required=False)
    wrapping = forms.BooleanField(label="ラッピングできる", required=False)


@page("storefront.look")
def goods(request: StaffRequest) -> HttpResponse:
    """Every product with its side in the shop (商品の見せ方)."""
    asked = request.GET.get("q", "").strip()[:80]
    rows = Product.objects.select_related("in_shop", "card").order_by("code")
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(code__icontains=asked))
    context = {
        "rows": Paginator(rows, 50).get_page(request.GET.get("page")),
        "asked": asked,
        "may_save": request.may("storefront.save_goods"),
    }
    return render(request, "storefront/desk/goods.html", context)


@page("storefront.look", post="storefront.save_goods")
def one(request: StaffRequest, product_id: int) -> HttpResponse:
    """One product's side in the shop (商品の見せ方の編集)."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound(what="商品", key=str(product_id))
    side = ShopProduct.objects.filter(pk=product_id).first()
    form = GoodsForm(request.POST or None, initial=_initial(product, side))
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_goods([_draft(product, form.cleaned_data)], by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, f"「{product.name}」の見せ方を保存しました。")
            return go(request, reverse("shop-desk-good", args=[product_id]))
    context = {
        "product": product,
        "card": Card.objects.filter(pk=product_id).first(),
        "form": form,
        "may_save": request.may("storefront.save_goods"),
    }
    return render(request, "storefront/desk/good.html", context, status=422 if form.errors else 200)


def _initial(product: Product, side: ShopProduct | None) -> dict[str, Any]:
    if side is None:
        blank = {"is_shown": True, "noshi": True, "wrapping": True, "most": 0, "boost": 0, "lead_days": 0}
        return {**blank, "slug": product.code.lower()}
    names = "slug is_shown title summary most boost lead_days noshi wrapping".split()
    codes = dict(Product.objects.filter(pk__in=side.related).values_list("pk", "code"))
    return {name: getattr(side, name) for name in names} | {
        "badges": "、".join(side.badges),
        "related": " ".join(codes[pk] for pk in side.related if pk in codes),
        "spec": table(side.spec),
    }


def _draft(product: Product, values: dict[str, Any]) -> GoodsSide:
    names = "slug is_shown title summary most boost lead_days noshi wrapping".split()
    return GoodsSide(
        product_id=product.pk,
        badges=words(values["badges"]),
        related=_related(values["related"]),
        spec=pairs(values.get("spec", "")),
        **{name: values[name] for name in names},
    )


def _related(text: str) -> tuple[int, ...]:
    codes = text.replace("、", " ").replace(",", " ").split()
    found = dict(Product.objects.filter(code__in=codes).values_list("code", "pk"))
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise NotFound(what="関連商品", key="、".join(unknown[:5]))
    return tuple(found[code] for code in codes)
