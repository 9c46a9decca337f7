"""Coupons as the quote needs them, and as staff sees them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, OuterRef, Q, Subquery

from hanjo.kernel.text import narrow
from hanjo.pricing.models import Coupon, CouponCode, CouponUse
from hanjo.pricing.terms import CouponTerms, UseState


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
        stacks=row.stacks, first_order_only=row.first_order_only,
        per_customer=row.uses_per_customer is not None, ranks=tuple(row.ranks),
        from_at=row.from_at, until_at=row.until_at,
    )  # fmt: skip


def coupon_list(*, only_active: bool = False) -> list[Coupon]:
    """Every coupon, the newest first, with how often it is held and was used (`held`, `used`) (クーポン一覧)."""
    rows = Coupon.objects.annotate(
        held=Count("uses", filter=Q(uses__state=UseState.HELD)),
        used=Count("uses", filter=Q(uses__state=UseState.USED)),
    )
    return list((rows.filter(is_active=True) if only_active else rows).order_by("-id"))


def uses_of_order(order_number: str) -> list[str]:
    """The coupons that an order has used, by the code that was typed (利用したクーポン)."""
    rows = CouponUse.objects.filter(order_number=order_number, state=UseState.USED).order_by("id")
    return [single or code for single, code in rows.values_list("code__code", "coupon__code")]


def single_codes(family: str) -> list[tuple[str, str]]:
    """The single codes of a coupon and what became of each: its state, empty while nobody took it (使い切りコード)."""
    state = CouponUse.objects.filter(code=OuterRef("pk"), state__in=[UseState.HELD, UseState.USED]).values(
        "state"
    )
    rows = CouponCode.objects.filter(coupon__code=clean_code(family)).order_by("code")
    return [(code, found or "") for code, found in rows.values_list("code", Subquery(state[:1]))]
