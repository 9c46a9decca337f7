"""What the channels' item codes mean, and which codes nobody has explained yet (商品コードの対応)."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from hanjo.catalogue.models import Sku
from hanjo.channels.models import Listing
from hanjo.orders.models import OPEN_STAGES

PAGE = 100
MOST_SKUS = 3000


@dataclass(frozen=True, slots=True)
class WaitingCode:
    """A code that open orders wait for: how many, and what the mall calls the goods."""

    channel: str
    code: str
    name: str
    orders: int


@dataclass(frozen=True, slots=True)
class SkuChoice:
    """A SKU to choose."""

    code: str
    name: str


def listings(channel: str = "", q: str = "", after: int = 0) -> list[Listing]:
    """Saved meanings, newest first, a page of them."""
    rows = Listing.objects.select_related("channel", "sku__product").order_by("-pk")
    if channel:
        rows = rows.filter(channel__code=channel)
    if q:
        rows = rows.filter(
            Q(code__icontains=q) | Q(sku__code__icontains=q) | Q(sku__product__name__icontains=q)
        )
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows[:PAGE])


def waiting_codes(channel: str = "", limit: int = 100) -> list[WaitingCode]:
    """Codes without a meaning that open orders wait for, most orders first (未対応の商品コード)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.channel, l.code, min(l.name), count(DISTINCT o.id)
            FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
            WHERE l.sku_id IS NULL AND l.kind = 'goods' AND o.stage = ANY(%s)
              AND (%s = '' OR o.channel = %s)
            GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2 LIMIT %s
            """,
            [[str(stage) for stage in OPEN_STAGES], channel, channel, limit],
        )
        return [WaitingCode(*row) for row in cursor.fetchall()]


def choices() -> list[SkuChoice]:
    """The SKUs that can be chosen."""
    rows = Sku.objects.filter(is_active=True).order_by("code")
    found = rows.values_list("code", "product__name", "option1", "option2")[:MOST_SKUS]
    return [SkuChoice(row[0], " ".join(part for part in row[1:] if part)) for row in found]


def likely(code: str, name: str, skus: Sequence[SkuChoice], limit: int = 4) -> list[SkuChoice]:
    """SKUs that an unknown code may mean, the most alike first (対応の候補)."""
    plain = code.casefold()

    def likeness(sku: SkuChoice) -> float:
        words = difflib.SequenceMatcher(None, name, sku.name).quick_ratio() if name else 0.0
        return difflib.SequenceMatcher(None, plain, sku.code.casefold()).quick_ratio() + words

    return sorted(skus, key=likeness, reverse=True)[:limit]
