"""ネットショップ › 返品 › 受け付ける: a return opened for a buyer who called or wrote."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import digits
from hanjo.orders import queries as orders
from hanjo.orders import rules
from hanjo.orders.terms import ReturnReason
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands, queries
from hanjo.storefront.commands.ask_return import MOST_PHOTOS
from hanjo.ui.render import go, render


@page("storefront.ask_return")
def find(request: StaffRequest) -> HttpResponse:
    """From the number that the buyer reads out to the form of their order (受注番号から返品を受け付ける)."""
    number = request.GET.get("number", "").strip()
    if not number:
        return HttpResponseRedirect(reverse("shop-desk-returns"))
    own = queries.order_of_number(number)
    return HttpResponseRedirect(reverse("shop-desk-return-new", args=[own.order.number]))


@page("storefront.ask_return")
def new(request: StaffRequest, number: str) -> HttpResponse:
    """Take a return in for a buyer: which goods, how many, why; the terms are those of their order (返品の受付)."""
    own = queries.order_of_number(number)
    terms = queries.return_terms(own)
    trouble: Refusal | None = None
    if request.method == "POST":
        sent = request.POST
        reason = sent.get("reason", "")
        try:
            made = commands.ask_return(
                own.order,
                ReturnReason(reason) if reason in list(ReturnReason) else ReturnReason.MIND,
                {line.pk: int(digits(sent.get(f"n-{line.pk}", ""))[:6] or "0") for line in own.goods},
                text=sent.get("text", ""),
                photos=[one.read() for one in request.FILES.getlist("photos")[: MOST_PHOTOS + 1]],
                terms=terms,
                by=request.actor,
            )
        except Refusal as refusal:
            trouble = refusal
        else:
            messages.success(
                request, "返品を受け付け、お客様に受付のメールを送りました。続けてお返事できます"
            )
            return go(request, reverse("shop-desk-return", args=[made.pk]))
    left = orders.pieces_left(own.order.pk)
    context = {
        "own": own,
        "order": own.order,
        "terms": terms,
        "trouble": trouble,
        "left": left,
        "why_not": _why_not(own.order.parcel_state, left),
        "why_not_mind": rules.why_not_mind(terms, clock.business_date()),
        "reasons": [(one.value, one.label) for one in ReturnReason],
        "typed": request.POST,
        "most_photos": MOST_PHOTOS,
    }
    return render(request, "storefront/desk/return_new.html", context, status=422 if trouble else 200)


def _why_not(parcels: str, left: dict[int, int]) -> str:
    """Why there is nothing to take in at all, before anybody types."""
    if parcels not in ("shipped", "part_shipped"):
        return "まだ発送していません。発送の前なら、受注の画面で明細を変えるか、取り消せます。"
    if not any(left.values()):
        return "このご注文の商品は、すべて返品のお申し込みが済んでいます。"
    return ""
