"""The contact form, with the answers that may spare it (お問い合わせ)."""

from __future__ import annotations

import hashlib
import secrets

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hanjo.content import queries as content
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands, queries
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.terms import CHANNEL, TooOften
from hanjo.storefront.web.door import ShopRequest, form, page, show
from hanjo.support import commands as support
from hanjo.support import rules
from hanjo.support.terms import MOST_LETTERS, Subject

TRAP = "website"
"""A field that people do not see: who fills it in is a program, and its message goes nowhere."""
FIELDS = ("name", "mail", "order_number", "subject", "text")
SALT = "shop.contact"


@form(often="contact", most=8, minutes=10)
def contact(request: ShopRequest) -> HttpResponse:
    """Ask the shop something; an order can be named by `?order=` (お問い合わせ)."""
    if request.method != "POST":
        start = {name: request.GET.get(name, "")[:80] for name in ("subject", "order_number")}
        start["order_number"] = start["order_number"] or request.GET.get("order", "")[:40]
        return _form(request, start, {}, secrets.token_urlsafe(18))
    typed = {name: request.POST.get(name, "").strip()[: MOST_LETTERS + 1] for name in FIELDS}
    key = request.POST.get("key", "")[:40] or secrets.token_urlsafe(18)
    errors = _errors(typed)
    if errors:
        return _form(request, typed, errors, key, status=422)
    if request.POST.get(TRAP, ""):
        return _thanks("")
    digest = hashlib.sha256(typed["mail"].casefold().encode()).hexdigest()
    if not commands.count_try("contact-mail", digest, most=4, minutes=60):
        raise TooOften(minutes=60)
    inquiry = support.take_inquiry(
        support.Asked(
            key=key,
            name=typed["name"],
            mail=typed["mail"],
            subject=Subject(typed["subject"]),
            text=typed["text"],
            order_number=typed["order_number"],
            language=language_now(),
        ),
        channel=CHANNEL,
        shop=queries.shop().name,
        by=Actor("customer", "contact-form"),
    )
    return _thanks(inquiry.number)


@page()
def thanks(request: ShopRequest) -> HttpResponse:
    """What was sent has arrived, under which number (お問い合わせ完了)."""
    try:
        number = str(signing.loads(request.GET.get("n", ""), salt=SALT, max_age=3600))
    except signing.BadSignature:
        number = ""
    return show(request, "contact_thanks", {"number": number})


def _thanks(number: str) -> HttpResponse:
    token = signing.dumps(number, salt=SALT)
    return HttpResponseRedirect(f"{reverse('shop-contact-thanks')}?n={token}")


def _form(
    request: ShopRequest, typed: dict[str, str], errors: dict[str, str], key: str, *, status: int = 200
) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:100]
    values = {
        "typed": {name: typed.get(name, "") for name in FIELDS},
        "errors": errors,
        "key": key,
        "subjects": [(one.value, _(one.label)) for one in Subject],
        "groups": content.answers(language=language_now(), asked=asked),
        "asked_faq": asked,
        "most": MOST_LETTERS,
    }
    return show(request, "contact", values, status=status)


def _errors(typed: dict[str, str]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not typed["name"]:
        errors["name"] = _("お名前を入れてください。")
    elif len(typed["name"]) > 80:
        errors["name"] = _("お名前は 80 字までです。")
    if not typed["mail"]:
        errors["mail"] = _("お返事を受け取るメールアドレスを入れてください。")
    elif not rules.is_mail(typed["mail"]):
        errors["mail"] = _("メールアドレスの書き方が正しくないようです（例: hanako@example.jp）。")
    if typed["subject"] not in set(Subject):
        errors["subject"] = _("お問い合わせの種類を選んでください。")
    if not typed["text"]:
        errors["text"] = _("お問い合わせの内容を入れてください。")
    elif len(typed["text"]) > MOST_LETTERS:
        errors["text"] = _("内容は 5,000 字までです。分けてお送りください。")
    return errors
