"""Sales, the strike-through prices they show, and the evidence for these."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from hanjo.kernel import bulk
from hanjo.pricing.models import PriceClaim, PricePlan, Sale
from hanjo.pricing.terms import PlanState, SaleState

_SKUS = """
    WITH RECURSIVE below(root, id) AS (
        SELECT id, id FROM catalogue_category
        UNION ALL
        SELECT b.root, c.id FROM below b JOIN catalogue_category c ON c.parent_id = b.id
    )
    SELECT i.sale_id, i.sku_id FROM pricing_saleitem i
    WHERE i.sale_id = ANY(%(ids)s) AND i.sku_id IS NOT NULL
    UNION
    SELECT i.sale_id, s.id FROM pricing_saleitem i JOIN catalogue_sku s ON s.product_id = i.product_id
    WHERE i.sale_id = ANY(%(ids)s)
    UNION
    SELECT i.sale_id, s.id FROM pricing_saleitem i JOIN below b ON b.root = i.category_id
    JOIN catalogue_product p ON p.category_id = b.id JOIN catalogue_sku s ON s.product_id = p.id
    WHERE i.sale_id = ANY(%(ids)s)
    ORDER BY 1, 2
"""


def skus_of_sales(sale_ids: Collection[int]) -> dict[int, list[int]]:
    """The SKUs that each of these sales makes cheaper (セール対象SKU)."""
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SKUS, {"ids": bulk.array(sorted(set(sale_ids)))})
        for sale_id, sku_id in cursor.fetchall():
            found.setdefault(sale_id, []).append(sku_id)
    return found


def sale_list() -> list[Sale]:
    """Every sale, the newest first, with the number of its claims: `claimed`, and `failing` of them (セール一覧)."""
    claimed = Q(claims__withdrawn_at=None)
    failing = claimed & Q(claims__passed=False, claims__overridden_by="")
    return list(
        Sale.objects.annotate(
            claimed=Count("claims", filter=claimed), failing=Count("claims", filter=failing)
        ).order_by("-from_at")
    )


def running_sales(at: datetime) -> list[Sale]:
    """The sales for everybody that run at a moment, the newest first (開催中のセール)."""
    rows = Sale.objects.filter(from_at__lte=at, ranks=[]).exclude(state=SaleState.DRAFT)
    return list(rows.filter(Q(until_at__isnull=True) | Q(until_at__gt=at)).order_by("-from_at"))


def failing_claims(limit: int = 100) -> list[PriceClaim]:
    """Strike-through prices of open sales that are not shown, since nothing proves them (表示できない比較価格)."""
    rows = PriceClaim.objects.filter(passed=False, overridden_by="", withdrawn_at=None).exclude(
        sale__state=SaleState.ENDED
    )
    return list(rows.select_related("sale", "sku__product").order_by("-checked_at", "id")[:limit])


def broken_plans(limit: int = 100) -> list[PricePlan]:
    """Prices that were promised for after a sale and are not really charged (予告どおりでない価格)."""
    rows = PricePlan.objects.filter(state=PlanState.BROKEN)
    return list(rows.select_related("sku__product").order_by("-from_at")[:limit])
