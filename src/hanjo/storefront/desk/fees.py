"""ネットショップ › 送料と手数料: the shipping table, remote areas, fees by payment, wrappings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.tax import Rounding
from hanjo.payments.terms import PayKind
from hanjo.pricing import commands as pricing
from hanjo.pricing import queries
from hanjo.pricing.models import TermsPart
from hanjo.pricing.rules.parts import PREFECTURES
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.desk.forms import fees as forms
from hanjo.ui.render import go, render


@page("pricing.look", post="pricing.save_shipping_table")
def fees(request: StaffRequest) -> HttpResponse:
    """What the shop charges beside its goods, in tables that can be changed (送料と手数料)."""
    terms, trouble = queries.terms(), ""
    if request.method == "POST":
        try:
            word = _save(request, request.POST.get("part", ""), by=request.actor)
        except forms.Unreadable as error:
            trouble = str(error)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        else:
            commands.renew()
            messages.success(request, f"{word}を保存しました。これからの注文に効きます。")
            return go(request, reverse("shop-desk-fees"))
    zones, rest = forms.zones_of(terms)
    mail = next((fare.yen for fare in terms.fares if fare.mail_size), "")
    free = next((fare.free_from_yen for fare in terms.fares if fare.free_from_yen is not None), "")
    context = {
        "terms": terms, "who": who(), "zones": zones, "rest": rest, "mail_yen": mail, "free_from": free,
        "trouble": trouble, "temperatures": forms.TEMPERATURES, "prefectures": PREFECTURES,
        "kinds": [("cod", PayKind.COD.label), ("konbini", PayKind.KONBINI.label),
                  ("pay_later", PayKind.PAY_LATER.label), ("bank", PayKind.BANK.label)],
        "wrapping_kinds": [("wrap", "包装"), ("noshi", "のし"), ("bag", "手提げ袋")],
        "roundings": Rounding.choices(),
        "undecided": queries.undecided_parts(),
        "history": TermsPart.objects.order_by("-pk")[:20],
        "may_save": request.may("pricing.save_shipping_table"),
    }  # fmt: skip
    return render(request, "storefront/desk/fees.html", context, status=422 if trouble else 200)


def _save(request: HttpRequest, part: str, *, by: Actor) -> str:
    sent = request.POST
    if part == "fees":
        pricing.save_fees(forms.brackets_of(sent), by=by)
        return "支払方法の手数料"
    if part == "wrapping":
        pricing.save_wrappings(forms.wrappings_of(sent), by=by)
        return "包装・のし"
    if part == "tax":
        pricing.save_rounding(sent.get("rounding", ""), by=by)
        return "税の端数"
    now = queries.terms()
    pricing.save_shipping_table(
        forms.fares_of(sent, forms.zones_of(now)[1]),
        remotes=forms.remotes_of(sent),
        rides=now.rides,
        mail_pieces=forms.amount(sent.get("mail_pieces", ""), "メール便の個数") or 0,
        remote_is_waived="remote_is_waived" in sent,
        by=by,
    )
    return "送料表"
