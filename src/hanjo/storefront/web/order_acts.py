"""What a buyer does with an order: call it off, buy it again, take the receipt, ask to return (ご注文の操作)."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.fulfilment import queries as fulfilment
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.orders import commands as orders
from hanjo.orders.models import Receipt
from hanjo.orders.terms import ReturnReason, ReturnTerms
from hanjo.storefront import commands, queries
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.legal.rules import may_return
from hanjo.storefront.papers.receipt import print_receipt
from hanjo.storefront.queries.own_orders import OwnOrder
from hanjo.storefront.web.cart import whole
from hanjo.storefront.web.door import ShopRequest, form, show
from hanjo.storefront.web.orders import opened, order_page

TRAVEL = timedelta(days=1)
"""A parcel is taken to arrive the day after it left, unless the promise said later: never to the buyer's harm."""


def _by(request: ShopRequest, own: OwnOrder) -> Actor:
    """A member, or a guest who has shown an order to be theirs."""
    return request.visitor.actor if own.member else Actor("customer", f"guest:{own.order.number}")


@form(often="cancel-own", most=20)
def cancel(request: ShopRequest, ref: str) -> HttpResponse:
    """Call the order off while nothing is being packed; asked once more before it happens (ご注文の取り消し)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    if request.method != "POST":
        return show(request, "my/cancel", {"own": own, "why": queries.why_not_cancel(own.order)})
    try:
        commands.cancel_own(own.order.pk, by=_by(request, own))
    except Refusal as refusal:
        return order_page(request, own, refusal)
    return HttpResponseRedirect(f"{reverse('shop-order', args=[ref])}?{urlencode({'told': 'cancelled'})}")


@form(often="again", most=30)
def again(request: ShopRequest, ref: str) -> HttpResponse:
    """Put the same goods into the cart, and say what is not to be had (再注文)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    if request.method != "POST":
        return HttpResponseRedirect(reverse("shop-order", args=[ref]))
    made = commands.order_again(request.visitor.open_cart(), own.order)
    if made.missing:
        return show(request, "my/again", {"own": own, "made": made})
    return HttpResponseRedirect(reverse("shop-cart"))


@form(often="receipt", most=30)
def receipt(request: ShopRequest, ref: str) -> HttpResponse:
    """Make out the receipt: to whom and what for, then the PDF (領収書)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    order = own.order
    trouble: Refusal | None = None
    if request.method == "POST":
        wish = orders.ReceiptWish(
            name=request.POST.get("name", ""),
            honorific=request.POST.get("honorific", "様"),
            proviso=request.POST.get("proviso", ""),
            issuer=issuer(),
        )
        try:
            orders.issue_receipt(order.number, wish, by=_by(request, own))
            return HttpResponseRedirect(reverse("shop-receipt", args=[ref]))
        except Refusal as refusal:
            trouble = refusal
    made = list(Receipt.objects.filter(order=order).order_by("-version"))
    values = {
        "own": own,
        "trouble": trouble,
        "made": made,
        "copies": sum(one.copies.count() for one in made),
        "may_change": len(made) < 2,
        "why": queries.why_no_receipt(order),
        "name": request.POST.get("name") or order.receipt_name or order.buyer_name,
        "honorific": request.POST.get("honorific", made[0].content["honorific"] if made else "様"),
        "proviso": request.POST.get("proviso")
        or (made[0].content["proviso"] if made else order.receipt_proviso or "お品代として"),
    }
    return show(request, "my/receipt", values, status=422 if trouble else 200)


def issuer() -> dict[str, str]:
    """Who sells, as it stands on a receipt: the legal profile, else the sender of parcels."""
    profile, sender = legal.profile(), fulfilment.sender()
    return {
        "name": profile.trade_name
        or profile.legal_name
        or sender.company
        or sender.name
        or queries.shop().name,
        "address": profile.address or sender.address,
        "contact": profile.phone or sender.phone,
        "registration": profile.registration or sender.registration_number,
    }


@form(often="receipt", most=30)
def receipt_pdf(request: ShopRequest, ref: str, version: int) -> HttpResponse:
    """Hand the receipt out; every time is counted, from the second on it says so (領収書の交付)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    found = Receipt.objects.filter(order=own.order, version=version).first()
    if found is None or request.method != "POST":
        raise NotFound(what="領収書", key=version)
    copy = orders.hand_out(found.pk, by=_by(request, own))
    answer = HttpResponse(print_receipt(found.content, copy=copy), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{found.number}.pdf"'
    return answer


@form(often="return", most=10, minutes=30)
def ask_return(request: ShopRequest, ref: str) -> HttpResponse:
    """Ask to send goods back: which, why, with pictures, under the terms of that day (返品申請)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    trouble: Refusal | None = None
    terms = return_terms(own)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            commands.ask_return(
                own.order,
                ReturnReason(reason) if reason in list(ReturnReason) else ReturnReason.MIND,
                {line.pk: whole(request.POST.get(f"n-{line.pk}", "0"), 0) for line in own.goods},
                text=request.POST.get("text", ""),
                photos=[one.read() for one in request.FILES.getlist("photos")[:5]],
                terms=terms,
                by=_by(request, own),
            )
        except Refusal as refusal:
            trouble = refusal
        else:
            told = urlencode({"told": "return"})
            return HttpResponseRedirect(f"{reverse('shop-order', args=[ref])}?{told}")
    values = {"own": own, "trouble": trouble, "terms": terms, "reasons": ReturnReason, "sent": request.POST}
    return show(request, "my/return", values, status=422 if trouble else 200)


def return_terms(own: OwnOrder) -> ReturnTerms:
    """The terms that were in force on the day of the order; without any the law's eight days hold (返品の条件)."""
    order = own.order
    profile = legal.profile(clock.business_date(order.ordered_at))
    left = [box.dispatched_at for box in own.parcels if box.dispatched_at]
    sent = clock.business_date(max(left)) if left else clock.business_date(order.shipped_at or clock.now())
    arrived = max(sent + TRAVEL, order.wanted_on or sent)
    answer = may_return(profile, delivered_on=arrived, asked_on=clock.business_date())
    return ReturnTerms(accepts_mind=answer.until is not None, until=answer.until, postage=answer.postage)
