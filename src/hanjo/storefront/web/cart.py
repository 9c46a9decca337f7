"""The cart (カート)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.channels.reading.address import PREFECTURES
from hanjo.kernel.refusal import Refusal
from hanjo.storefront import commands, queries
from hanjo.storefront.rules import Entry
from hanjo.storefront.web.door import CROWD, ShopRequest, form, page, show


@page()
def cart(request: ShopRequest) -> HttpResponse:
    """What lies in the cart, what it costs today, and what stands in the way (カート)."""
    return _cart(request)


def _cart(request: ShopRequest, trouble: Refusal | None = None) -> HttpResponse:
    mine = queries.cart_of(request.visitor.cart_key)
    figures = commands.figures(mine, Entry()) if mine.wanted else None
    return show(
        request,
        "cart",
        {"cart": mine, "figures": figures, "trouble": trouble, "prefectures": PREFECTURES},
        status=422 if trouble else 200,
    )


@form(often="cart", most=120, crowd=CROWD)
def add(request: ShopRequest) -> HttpResponse:
    """Put a choice into the cart and show the cart (カートに入れる)."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("shop-cart"))
    try:
        commands.put_in_cart(
            request.visitor.open_cart(),
            request.POST.get("sku", "")[:64],
            whole(request.POST.get("quantity", "1"), 1),
        )
    except Refusal as refusal:
        return _cart(request, refusal)
    return HttpResponseRedirect(reverse("shop-cart"))


@form(often="cart", most=120, crowd=CROWD)
def change(request: ShopRequest) -> HttpResponse:
    """Change quantities, put lines aside or back, set coupon and prefecture (カートの変更)."""
    sent = request.POST
    quantities = {
        int(name[2:]): whole(value, 0)
        for name, value in sent.items()
        if name.startswith("q-") and name[2:].isdecimal() and isinstance(value, str)
    }
    drop, later, back = sent.get("drop", ""), sent.get("later", ""), sent.get("back", "")
    if drop.isdecimal():
        quantities[int(drop)] = 0
    aside = {int(one): flag for one, flag in ((later, True), (back, False)) if one.isdecimal()}
    coupons = None
    if "coupon" in sent or "uncoupon" in sent:
        mine = list(queries.cart_of(request.visitor.cart_key).coupons)
        coupons = [code for code in mine if code != sent.get("uncoupon", "")]
        coupons.append(sent.get("coupon", ""))
    try:
        commands.change_cart(
            request.visitor.cart_key,
            quantities=quantities,
            later=aside,
            coupons=coupons,
            prefecture=sent.get("prefecture") if "prefecture" in sent else None,
        )
    except Refusal as refusal:
        return _cart(request, refusal)
    return HttpResponseRedirect(reverse("shop-checkout" if sent.get("go") == "checkout" else "shop-cart"))


def whole(text: object, otherwise: int) -> int:
    """A number of pieces as typed, full-width digits too; nonsense counts as nothing typed."""
    word = str(text).strip()
    return int(word) if word.isdecimal() and len(word) < 6 else otherwise
