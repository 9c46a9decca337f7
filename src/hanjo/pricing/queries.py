"""Reads of pricing: what things cost, the shop's terms, coupons, sales and their evidence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.text import narrow
from hanjo.pricing import rules
from hanjo.pricing.models import Coupon, CouponCode, TermsPart
from hanjo.pricing.rules.parts import DEFAULTS, terms_of
from hanjo.pricing.terms import CouponTerms, Price, Terms

quote = rules.quote


def terms(at: datetime | None = None) -> Terms:
    """The shop's terms at a moment, in one statement (料金条件)."""
    found = _parts_at(at or clock.now())
    version = ".".join(f"{part}{row.pk}" for part, row in sorted(found.items())) or "default"
    return terms_of({part: row.body for part, row in found.items()}, version)


def undecided_parts(at: datetime | None = None) -> list[str]:
    """The parts of the terms for which the shop still has our defaults (未設定の料金条件)."""
    found = _parts_at(at or clock.now())
    return [part for part in DEFAULTS if part not in found]


def _parts_at(at: datetime) -> dict[str, TermsPart]:
    rows = TermsPart.objects.filter(from_at__lte=at).order_by("part", "-from_at").distinct("part")
    return {row.part: row for row in rows}


_PRICES = """
    WITH RECURSIVE above(leaf, id) AS (
        SELECT id, id FROM catalogue_category
        UNION ALL
        SELECT a.leaf, c.parent_id FROM above a JOIN catalogue_category c ON c.id = a.id WHERE c.parent_id IS NOT NULL
    )
    SELECT s.id, s.price_yen, best.now_yen, best.until_at, best.code, c.reference_yen, c.label
    FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
    LEFT JOIN LATERAL (
        SELECT coalesce(i.price_yen, s.price_yen - s.price_yen * i.percent / 100) AS now_yen, a.until_at, a.code, a.id
        FROM pricing_sale a JOIN pricing_saleitem i ON i.sale_id = a.id
        WHERE a.state = 'planned' AND a.from_at <= %(at)s AND (a.until_at IS NULL OR a.until_at > %(at)s)
          AND (a.ranks = '{}' OR %(rank)s = ANY(a.ranks))
          AND (i.sku_id = s.id OR i.product_id = p.id
               OR i.category_id IN (SELECT v.id FROM above v WHERE v.leaf = p.category_id))
        ORDER BY 1, a.id LIMIT 1
    ) best ON best.now_yen < s.price_yen
    LEFT JOIN pricing_priceclaim c ON c.sale_id = best.id AND c.sku_id = s.id
         AND (c.passed OR c.overridden_by <> '') AND c.reference_yen > best.now_yen
    WHERE s.id = ANY(%(ids)s)
"""


def prices(sku_ids: Collection[int], at: datetime | None = None, rank: str = "") -> dict[int, Price]:
    """What these SKUs cost at a moment for a buyer of this rank, in one statement (売価).

    The best sale wins, and only one below the regular price. A strike-through price is there only with a claim
    that stands. `until` is when the sale ends.
    """
    if not sku_ids:
        return {}
    values: dict[str, Any] = {"at": at or clock.now(), "rank": rank, "ids": bulk.array(sorted(set(sku_ids)))}
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, values)
        return {row[0]: _price(row) for row in cursor.fetchall()}


def _price(row: tuple[Any, ...]) -> Price:
    _, regular, now, until, sale, was, label = row
    if now is None:
        return Price(regular_yen=regular, now_yen=regular)
    return Price(
        regular_yen=regular, now_yen=now, was_yen=was, was_label=label or "", until=until, sale=sale or ""
    )


def clean_code(code: str) -> str:
    """A coupon's code as it is kept: narrow, without spaces, in capitals (クーポンコード)."""
    return narrow(code).replace(" ", "").upper()


def coupon(code: str) -> CouponTerms | None:
    """The terms of a coupon by what a buyer typed; None if there is no such coupon (クーポン)."""
    return coupons([code]).get(clean_code(code))


def coupons(codes: Collection[str]) -> dict[str, CouponTerms]:
    """The terms of these coupons by their clean code; a single code has the terms of its family (クーポン)."""
    clean = {clean_code(code) for code in codes} - {""}
    if not clean:
        return {}
    found = {
        row.code: terms_of_coupon(row)
        for row in Coupon.objects.filter(code__in=clean, is_active=True, single_use_codes=False)
    }
    rest = clean - found.keys()
    if rest:
        singles = CouponCode.objects.filter(code__in=rest, coupon__is_active=True).select_related("coupon")
        found |= {row.code: terms_of_coupon(row.coupon, row.code) for row in singles}
    return found


def terms_of_coupon(row: Coupon, code: str = "") -> CouponTerms:
    """A coupon's row as the quote needs it."""
    return CouponTerms(
        code=code or row.code, label=row.label, kind=row.kind, value=row.value, minimum_yen=row.minimum_yen,
        most_yen=row.most_yen, category_ids=tuple(row.category_ids), product_ids=tuple(row.product_ids),
        stacks=row.stacks, first_order_only=row.first_order_only, ranks=tuple(row.ranks),
        from_at=row.from_at, until_at=row.until_at,
    )  # fmt: skip
