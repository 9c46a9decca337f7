"""What coupons take off which lines, and why one does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.kernel.money import spread
from hanjo.kernel.tax import after_discount
from hanjo.pricing.terms import (
    Basket,
    BasketLine,
    CouponKind,
    CouponRefusal,
    CouponTerms,
    Discount,
    Problem,
)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What the coupons take off each line, in the order of the lines, and what that is called."""

    by_line: tuple[int, ...]
    discounts: tuple[Discount, ...]


def eligible(coupon: CouponTerms, lines: Sequence[BasketLine]) -> list[int]:
    """The places of the lines that a coupon is for (対象商品)."""
    if not coupon.category_ids and not coupon.product_ids:
        return list(range(len(lines)))
    return [
        place
        for place, line in enumerate(lines)
        if line.product_id in coupon.product_ids or set(line.category_ids) & set(coupon.category_ids)
    ]


def refusal(coupon: CouponTerms, basket: Basket) -> CouponRefusal | None:
    """Why this coupon does not count for this basket; None if it does."""
    if coupon.from_at and basket.at < coupon.from_at:
        return CouponRefusal.NOT_YET
    if coupon.until_at and basket.at >= coupon.until_at:
        return CouponRefusal.OVER
    if coupon.per_customer and not basket.knows_buyer:
        return CouponRefusal.MEMBERS
    if coupon.ranks and basket.rank not in coupon.ranks:
        return CouponRefusal.RANK
    if coupon.first_order_only and basket.orders_before:
        return CouponRefusal.FIRST_ONLY
    places = eligible(coupon, basket.lines)
    if not places:
        return CouponRefusal.NOT_THESE
    worth = sum(basket.lines[place].unit_yen * basket.lines[place].quantity for place in places)
    if worth < coupon.minimum_yen:
        return CouponRefusal.MINIMUM
    return None


def problem(coupon: CouponTerms, why: CouponRefusal) -> Problem:
    """The same as a sentence for the buyer."""
    text = why.label.format(code=coupon.code, minimum=coupon.minimum_yen)
    return Problem(code=why.value, text=text, about=coupon.code)


def sets(coupons: Sequence[CouponTerms]) -> list[tuple[CouponTerms, ...]]:
    """The ways in which these coupons may be used together: all that stack, or one of the others alone (併用)."""
    stacking = tuple(coupon for coupon in coupons if coupon.stacks)
    alone = [(coupon,) for coupon in coupons if not coupon.stacks]
    return [stacking, *alone] if stacking or not alone else [*alone]


def take(basket: Basket, coupons: Sequence[CouponTerms]) -> Taken:
    """Take goods coupons off the lines: per cents of what the lines cost before any coupon, then yen (割引).

    Over several tax rates a coupon is split by price ratio, the odd yen as `kernel.tax.after_discount` says
    (消費税法基本通達 1-8-5); within a rate by price ratio again. No line falls below zero.
    """
    left = [line.unit_yen * line.quantity for line in basket.lines]
    full = list(left)
    discounts = []
    for coupon in sorted(coupons, key=lambda one: (one.kind != CouponKind.PERCENT, one.code)):
        if coupon.kind == CouponKind.SHIPPING:
            continue
        places = eligible(coupon, basket.lines)
        wish = coupon.value
        if coupon.kind == CouponKind.PERCENT:
            wish = sum(full[place] for place in places) * coupon.value // 100
        yen = min(
            wish, sum(left[place] for place in places), wish if coupon.most_yen is None else coupon.most_yen
        )
        for place, part in zip(places, _split(yen, places, left, basket.lines), strict=True):
            left[place] -= part
        discounts.append(Discount(label=coupon.label, code=coupon.code, yen=yen))
    return Taken(
        by_line=tuple(before - after for before, after in zip(full, left, strict=True)),
        discounts=tuple(discounts),
    )


def _split(yen: int, places: Sequence[int], left: Sequence[int], lines: Sequence[BasketLine]) -> list[int]:
    gross: dict[int, int] = {}
    for place in places:
        gross[lines[place].tax_rate] = gross.get(lines[place].tax_rate, 0) + left[place]
    net = after_discount(gross, yen)
    parts: dict[int, int] = {}
    for rate, whole in gross.items():
        own = [place for place in places if lines[place].tax_rate == rate]
        parts |= dict(zip(own, spread(whole - net[rate], [left[place] for place in own]), strict=True))
    return [parts[place] for place in places]
