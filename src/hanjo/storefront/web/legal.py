"""What the law wants visitors to read: 特商法, privacy, terms, and the request for what the first leaves out."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hanjo.kernel import setting
from hanjo.payments import queries as payments
from hanjo.pricing import queries as pricing
from hanjo.pricing.terms import Terms
from hanjo.storefront import commands, queries
from hanjo.storefront.commands._figures import METHOD_TIMES
from hanjo.storefront.commands._sizes import service_of
from hanjo.storefront.legal import pages, papers
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.regulated import queries as regulated
from hanjo.storefront.web.door import ShopRequest, form, page, show


@page(cached=True)
def law(request: ShopRequest) -> HttpResponse:
    """The items of the law on mail order (特定商取引法に基づく表記)."""
    profile = legal.profile()
    days = setting.get("shop.pay_days", 7)
    times = {method: text.format(days=days) for method, text in METHOD_TIMES.items()}
    rows = pages.legal_rows(
        profile, _own(pricing.terms()), payments.methods_for_shop(), times, language=language_now()
    )
    shown = {"rows": rows, "on_request": profile.on_request, "signs": regulated.signs()}
    return show(request, "legal", shown)


def _own(terms: Terms) -> Terms:
    """The terms without what services cost that the shop does not send with: nobody is charged that."""
    own = service_of(terms)
    return replace(terms, fares=tuple(fare for fare in terms.fares if fare.service in ("", own)))


@page(cached=True)
def privacy(request: ShopRequest) -> HttpResponse:
    """How the shop treats personal data (プライバシーポリシー)."""
    articles = papers.privacy(legal.profile(), queries.shop().name, language_now())
    return show(request, "paper", {"heading": _("プライバシーポリシー"), "articles": articles})


@page(cached=True)
def terms(request: ShopRequest) -> HttpResponse:
    """On what terms the shop sells (ご利用規約)."""
    articles = papers.terms(legal.profile(), queries.shop().name, language_now())
    return show(request, "paper", {"heading": _("ご利用規約"), "articles": articles})


@form(often="disclosure", most=5, minutes=60)
def ask(request: ShopRequest) -> HttpResponse:
    """Ask for the address and phone that the page leaves out (住所・電話番号の請求)."""
    values = {name: request.POST.get(name, "").strip()[:200] for name in ("name", "mail")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        if not values["name"]:
            errors["name"] = _("お名前を入れてください。")
        try:
            validate_email(values["mail"])
        except ValidationError:
            errors["mail"] = _("メールアドレスを確かめてください。")
        if not errors:
            commands.ask_disclosure(
                values["name"][:60], values["mail"], language=language_now(), by=request.visitor.actor
            )
            return HttpResponseRedirect(f"{reverse('shop-legal-ask')}?sent=1")
    shown = {"values": values, "errors": errors, "sent": request.GET.get("sent") == "1"}
    return show(request, "legal_ask", shown, status=422 if errors else 200)
