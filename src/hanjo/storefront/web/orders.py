"""One order as its buyer sees it, as a member or with a guest's key (ご注文)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.kernel.speech import say
from hanjo.orders.terms import ParcelState, ReturnState
from hanjo.payments.models import Intent
from hanjo.payments.queries import intents as pay
from hanjo.reviews import queries as said
from hanjo.storefront import queries
from hanjo.storefront.models import CheckoutOrder
from hanjo.storefront.queries.own_orders import OwnOrder
from hanjo.storefront.terms import NoSuchOrder
from hanjo.storefront.web.door import ShopRequest, form, page, show


def opened(request: ShopRequest, ref: str) -> OwnOrder | HttpResponse:
    """The order behind an address: with a guest's key, or a member's own number; strangers are asked to sign in."""
    if ":" in ref:
        return queries.order_by_ref(ref)
    if request.visitor.member is None:
        way = urlencode({"next": reverse("shop-order", args=[ref])})
        return HttpResponseRedirect(f"{reverse('shop-sign-in')}?{way}")
    return queries.own_order(request.visitor.member, ref)


@form(often="look-up", most=12)
def look_up(request: ShopRequest) -> HttpResponse:
    """Find an order without an account: its number, and the mail address or telephone number it was placed with."""
    sent = {name: request.POST.get(name, "")[:254].strip() for name in ("number", "contact")}
    trouble = None
    if request.method == "POST":
        found = queries.find_order(sent["number"], sent["contact"])
        if found is not None:
            return HttpResponseRedirect(reverse("shop-order", args=[queries.guest_ref(found)]))
        trouble = NoMatch()
    values = {"trouble": trouble, **sent}
    return show(request, "account/look_up", values, status=422 if trouble else 200)


class NoMatch(NoSuchOrder):
    """Number and contact do not belong together; which of the two is wrong is not told."""

    code = "no_order_matches"
    message = "ご注文番号とご連絡先の組み合わせが見つかりません。"
    fix = "確認メールの番号と、ご注文のときのメールアドレスか電話番号をお確かめください。"

    def __init__(self) -> None:
        super().__init__(what=say("ご注文"), key="")


@page()
def order(request: ShopRequest, ref: str) -> HttpResponse:
    """State, parcels, goods, money and the confirmation of one order (ご注文の詳細)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    return order_page(request, own)


def order_page(request: ShopRequest, own: OwnOrder, trouble: object = None) -> HttpResponse:
    """The page, with what stood in the way of what was just asked."""
    link = CheckoutOrder.objects.filter(order=own.order).select_related("checkout").first()
    intent = (
        Intent.objects.filter(pk=link.checkout.intent_id).first()
        if link and link.checkout.intent_id
        else None
    )
    values = {
        "own": own,
        "trouble": trouble,
        "told": TOLD.get(request.GET.get("told", ""), ""),
        "next": pay.next_of(intent) if intent else None,
        "returns": queries.own_returns(own),
        "return_words": {one.value: one.label for one in ReturnState},
        "may_review": may_review(own),
        "why_not_cancel": queries.why_not_cancel(own.order),
    }
    return show(request, "my/order", values, status=422 if trouble else 200)


def may_review(own: OwnOrder) -> list[tuple[int, str]]:
    """Products of this order that have left and have no review of their buyer yet."""
    if own.order.parcel_state not in (ParcelState.SHIPPED, ParcelState.PART_SHIPPED):
        return []
    names = {
        line.sku.product_id: line.name
        for line in own.order.lines.select_related("sku").filter(sku__isnull=False)
        if line.sku and line.quantity > line.cancelled_quantity
    }
    done = {product_id for _, product_id in said.written_for([own.order.pk])}
    return [(pk, name) for pk, name in names.items() if pk not in done]


TOLD = {
    "review": "レビューをいただき、ありがとうございます。内容を確かめてから公開します。",
    "cancelled": "ご注文を取り消しました。確認のメールをお送りします。",
    "return": "返品のお申し込みを受け付けました。内容を確かめて、メールでお返事します。",
}
