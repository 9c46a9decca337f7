"""What is too fresh to be kept with a page: stock, the cart's count, the place of a postal code (現在値)."""

from __future__ import annotations

from django.http import JsonResponse

from hanjo.kernel.text import digits
from hanjo.orders.checks.postal import towns_of
from hanjo.storefront import queries
from hanjo.storefront.web.door import ShopRequest, page

MOST = 100


@page()
def live(request: ShopRequest) -> JsonResponse:
    """How many of each SKU can be had now, in words, and how many pieces lie in the visitor's cart (現在値)."""
    asked = [
        int(one) for one in request.GET.get("skus", "").split(",")[:MOST] if one.isdecimal() and len(one) < 15
    ]
    stock = queries.live(asked) if asked else {}
    cart = queries.cart_of(request.visitor.cart_key) if request.visitor.cart_key else None
    answer = JsonResponse(
        {
            "stock": {str(sku): min(count, 10) for sku, count in stock.items()},
            "cart": cart.pieces if cart else 0,
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page()
def postal(request: ShopRequest) -> JsonResponse:
    """The prefecture, city and towns behind a postal code (郵便番号検索)."""
    code = digits(request.GET.get("code", ""))[:7]
    return JsonResponse({"towns": [list(town) for town in towns_of(code)]})
