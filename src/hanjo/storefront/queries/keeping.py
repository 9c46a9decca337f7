"""How long the shop keeps what it must not keep for ever, and what is over already (保存期間)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from hanjo.kernel import clock, setting
from hanjo.orders.models import ReturnRequest
from hanjo.orders.terms import ReturnState
from hanjo.storefront.search.models import SearchCount

PURGED = "shop.purged"
LEAST_CONSENT_MONTHS = 36  # 特定商取引法 12条の3: three years after the last advertising mail
BATCH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Keeping:
    """The shop's own periods (保存期間)."""

    consent_months: int = LEAST_CONSENT_MONTHS
    photo_days: int = 180
    search_days: int = 400


BOUNDS = {"consent_months": (LEAST_CONSENT_MONTHS, 120), "photo_days": (30, 3650), "search_days": (30, 3650)}


def keeping() -> Keeping:
    """The periods in force; what nobody decided is ours (保存期間)."""
    kept: dict[str, int] = setting.get("shop.keeping", {})
    return Keeping(**{name: int(kept[name]) for name in BOUNDS if name in kept})


def photos_over(now: datetime) -> dict[int, list[str]]:
    """Returns that ended long enough ago, with the pictures they still have; at most five hundred (返品写真)."""
    before = now - timedelta(days=keeping().photo_days)
    ended = (
        Q(state=ReturnState.CLOSED, closed_at__lt=before)
        | Q(state=ReturnState.REFUSED, answered_at__lt=before)
        | Q(state=ReturnState.REFUNDED, refund__decided_at__lt=before)
    )
    rows = ReturnRequest.objects.filter(ended).exclude(photos=[]).order_by("pk")
    return dict(rows.values_list("pk", "photos")[:BATCH])


def still_shown(photos: list[str], besides: list[int]) -> set[str]:
    """Those of these pictures that a return which is not over has as well: the same picture lies there once."""
    rows = ReturnRequest.objects.filter(photos__overlap=photos).exclude(pk__in=besides)
    return {name for names in rows.values_list("photos", flat=True) for name in names} & set(photos)


def words_over(now: datetime) -> int:
    """How many days of words are older than their period (検索語の記録)."""
    first = clock.business_date(now) - timedelta(days=keeping().search_days)
    return SearchCount.objects.filter(day__lt=first).count()


def purged() -> dict[str, object]:
    """What the last night erased (消去の結果)."""
    last: dict[str, object] = setting.get(PURGED, {})
    return last
