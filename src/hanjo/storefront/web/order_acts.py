"""What a buyer does with an order: call it off, buy it again, take the receipt, ask to return (ご注文の操作)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.speech import say
from hanjo.orders import commands as orders
from hanjo.orders import queries as orders_read
from hanjo.orders import rules as order_rules
from hanjo.orders.models import Receipt
from hanjo.orders.terms import ReturnReason
from hanjo.storefront import commands, queries
from hanjo.storefront.papers.receipt import print_receipt
from hanjo.storefront.papers.return_invoice import print_return_invoice
from hanjo.storefront.queries.own_orders import OwnOrder
from hanjo.storefront.web.cart import whole
from hanjo.storefront.web.door import ShopRequest, form, page, show
from hanjo.storefront.web.orders import opened, order_page


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
            issuer=queries.issuer(),
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
    terms = queries.return_terms(own)
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
    values = {
        "own": own,
        "trouble": trouble,
        "terms": terms,
        "why_not_mind": order_rules.why_not_mind(terms, clock.business_date()),
        "left": orders_read.pieces_left(own.order.pk),
        "reasons": ReturnReason,
        "sent": request.POST,
    }
    return show(request, "my/return", values, status=422 if trouble else 200)


@page()
def return_invoice(request: ShopRequest, ref: str, pk: int) -> HttpResponse:
    """The return invoice of a refund, for whoever the order belongs to (返還インボイス)."""
    own = opened(request, ref)
    if isinstance(own, HttpResponse):
        return own
    row = next((one for one in queries.own_returns(own) if one.pk == pk and hasattr(one, "invoice")), None)
    if row is None:
        raise NotFound(what=say("返還インボイス"), key=pk)
    answer = HttpResponse(print_return_invoice(row.invoice.content), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="return-{row.invoice.number}.pdf"'
    return answer
