"""Mail that needs the reader's yes: whether it may leave at this moment, and the way out that it carries (広告メール).

Source: 特定電子メール法 3条・4条, 特定商取引法 12条の3.
"""

from __future__ import annotations

from django.conf import settings

from hanjo.channels.letters import FIRST, OCCASIONS
from hanjo.channels.models import OutgoingMail
from hanjo.customers import commands as customers
from hanjo.customers import queries as people
from hanjo.customers.terms import Purpose
from hanjo.kernel import clock

STOPPED = "お客様の同意がないか、配信停止のお申し出があったため、送りませんでした"


def purpose_of(kind: str) -> Purpose | None:
    """What a reader must have agreed to for a letter of this kind; most letters need nothing."""
    occasion = OCCASIONS.get(kind)
    return Purpose(occasion.purpose) if occasion and occasion.purpose else None


def why_not(row: OutgoingMail) -> str:
    """Why a letter may not leave now, asked when it leaves: a no obeys at once, also for what was queued before."""
    purpose = purpose_of(row.kind)
    return "" if purpose is None or people.may_market(row.to, purpose) else STOPPED


def way_out(email: str, purpose: Purpose, language: str = FIRST) -> str:
    """The address at which a reader stops such letters without signing in (配信停止のリンク)."""
    root = settings.SHOP_URL or f"{settings.URL}/shop"
    way = "" if language == FIRST else f"/{language}"
    return f"{root}{way}/stop/{people.unsubscribe_token(email, purpose)}/"


def header_of(row: OutgoingMail) -> str:
    """The address for mail programs that stop letters with one press (RFC 8058); empty where nothing is to stop."""
    purpose = purpose_of(row.kind)
    return way_out(row.to, purpose) if purpose else ""


def note_sent(row: OutgoingMail) -> None:
    """Keep the proof of consent long enough from this letter on."""
    if purpose_of(row.kind) is not None:
        customers.note_ads_sent([row.to], clock.now())
