"""Reads of the legal profile."""

from __future__ import annotations

from datetime import date

from hanjo.kernel import clock, row, setting
from hanjo.payments import queries as payments
from hanjo.pricing import queries as pricing
from hanjo.storefront.legal import rules
from hanjo.storefront.legal.models import Disclosure, LegalProfile
from hanjo.storefront.legal.terms import Missing, Profile


def profile(on: date | None = None) -> Profile:
    """The profile in force on a day; an empty one where there is none yet (法定表示)."""
    day = on or clock.business_date()
    found = row.one(LegalProfile, "from_on <= %s ORDER BY from_on DESC, id DESC LIMIT 1", [day])
    return Profile.from_json(found.body) if found and found.body else Profile()


def history() -> list[LegalProfile]:
    """Every profile there was and will be, newest first (法定表示の履歴)."""
    return list(LegalProfile.objects.order_by("-from_on", "-id")[:50])


def open_disclosures() -> list[Disclosure]:
    """Requests that wait for an answer, most urgent first, and the last that were answered (開示の請求)."""
    return list(Disclosure.objects.order_by("answered_at", "due_on", "id")[:100])


def gate() -> tuple[Missing, ...]:
    """What still keeps the shop from opening (公開の条件)."""
    undecided = pricing.undecided_parts()
    brackets = () if "fees" in undecided else pricing.terms().brackets
    return rules.missing(
        profile(),
        rules.Facts(
            methods=[str(one.method) for one in payments.methods_for_shop()],
            has_cod_fees=any(one.pay_kind == "cod" for one in brackets),
            has_shipping="shipping" not in undecided,
            has_mail=bool(setting.get("shop.mail", "")),
        ),
    )
