"""Small answers for the form of the checkout while it is being filled in (購入手続きの部品)."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from hanjo.channels.reading.address import PREFECTURES
from hanjo.kernel.text import digits, tidy
from hanjo.storefront import commands, queries
from hanjo.storefront.drawings import noshi_paper
from hanjo.storefront.models import Checkout
from hanjo.storefront.rules import Entry, Receiver, noshi
from hanjo.storefront.terms import CheckoutState
from hanjo.storefront.web import typed
from hanjo.storefront.web.door import ShopRequest, form, page, show
from hanjo.storefront.words import WINDOWS
from hanjo.ui.formats import on_prose


@page()
def noshi_seen(request: ShopRequest) -> HttpResponse:
    """The のし紙 as it will look, as a picture (のしの見本)."""
    asked = request.GET
    purpose = asked.get("purpose", "")
    knot = asked.get("knot", "")
    drawn = noshi_paper(
        purpose if purpose in noshi.BY_WORD else "",
        knot if knot in noshi.KNOTS else "",
        tidy(asked.get("name", ""))[:60],
    )
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@form(often="checkout-sum", most=900)
def sum_up(request: ShopRequest) -> HttpResponse:
    """What the order comes to with what has been typed so far; keeps nothing (合計の更新)."""
    cart = queries.cart_of(request.visitor.cart_key)
    if request.method != "POST" or not cart.wanted:
        return HttpResponse(status=204)
    made = commands.figures(cart, typed.entry_of({name: str(value) for name, value in request.POST.items()}))
    answer = show(request, "parts/side", {"cart": cart, "figures": made})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page()
def days(request: ShopRequest) -> JsonResponse:
    """When the cart can be in a prefecture, and which windows there are, for the address just typed (お届け日)."""
    cart = queries.cart_of(request.visitor.cart_key)
    where = request.GET.get("prefecture", "")
    stop = Receiver(
        prefecture=where if where in PREFECTURES else "", postal=digits(request.GET.get("postal", ""))[:7]
    )
    entry = _entry(cart.id, request.GET.get("place", ""), stop)
    if not cart.wanted:
        return JsonResponse({"earliest": "", "days": [], "windows": [], "notes": []})
    made = commands.figures(cart, entry)
    due = made.promises[0]
    answer = JsonResponse(
        {
            "earliest": _("指定なし（最短 %(day)s）") % {"day": on_prose(due.earliest_on)},
            "days": [[day.isoformat(), on_prose(day)] for day in due.days],
            "windows": [[word, str(WINDOWS[word])] for word in ("", *due.windows)],
            "notes": list(due.notes),
            "shipping": "、".join(parcel.why for parcel in made.quote.parcels if parcel.destination == 0),
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _entry(cart_id: int, place: str, stop: Receiver) -> Entry:
    """What was kept, as if everything for this receiver went to the address just typed."""
    kept = Checkout.objects.filter(cart_id=cart_id, state=CheckoutState.OPEN).order_by("-pk").first()
    before = Entry.from_json(kept.form) if kept else Entry()
    number = int(place) if place.isdecimal() and int(place) < len(before.receivers) else 0
    items = before.receivers[number].items
    if before.to != "several" or not items:
        return replace(before, to="other", receivers=(stop,))
    return replace(before, to="several", receivers=(replace(stop, items=items), *before.receivers[:0]))
