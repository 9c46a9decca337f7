"""What a basket costs: the only place where shop money is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hanjo.kernel.money import spread
from hanjo.kernel.speech import say
from hanjo.kernel.tax import Rounding, after_discount, tax_in, totals
from hanjo.pricing.rules import coupons, shipping
from hanjo.pricing.terms import (
    Basket,
    CouponKind,
    CouponRefusal,
    CouponTerms,
    Discount,
    Parcel,
    Problem,
    Quote,
    QuoteLine,
    Share,
    Terms,
)


def quote(basket: Basket, terms: Terms) -> Quote:
    """Say what a basket costs, line by line and parcel by parcel, and what about it cannot be (見積り).

    Pure and total: any basket has an answer. Goods at today's price; coupons over the goods; shipping per parcel
    by the free line after coupons; shipping coupons; the fee of the way to pay; points over what is then to pay;
    tax once per rate from what is left (消費税法基本通達 1-8-15). Coupons that do not go together: those are used
    that leave the buyer the least to pay. The order in which coupons were given does not matter.
    """
    given = sorted({coupon.code: coupon for coupon in basket.coupons}.values(), key=lambda one: one.code)
    refused = {coupon.code: coupons.refusal(coupon, basket) for coupon in given}
    usable = [coupon for coupon in given if refused[coupon.code] is None]
    tries = [(chosen, _with(basket, chosen, terms)) for chosen in coupons.sets(usable)]
    chosen, best = min(tries, key=lambda one: (one[1].total_yen, -len(one[0]), [c.code for c in one[0]]))
    problems = [coupons.problem(one, why) for one in given if (why := refused[one.code])]
    problems += [coupons.problem(one, CouponRefusal.ALONE) for one in usable if one not in chosen]
    worth = {discount.code: discount.yen for discount in best.discounts}
    problems += [
        coupons.problem(one, CouponRefusal.NOTHING_LEFT) for one in chosen if not worth.get(one.code)
    ]
    useful = tuple(discount for discount in best.discounts if discount.yen)
    return replace(best, discounts=useful, problems=(*best.problems, *problems))


@dataclass(kw_only=True)
class _Part:
    """What is to pay for one destination, while it is being computed."""

    goods: dict[int, int]
    goods_yen: int = 0
    wrapping: int = 0
    posted: int = 0  # shipping before its coupons
    shipping: int = 0
    fee: int = 0
    cut: int = 0
    points: int = 0
    earned: int = 0
    bases: int = 0

    def rest(self, rate: int, *, all_of_it: bool) -> dict[int, int]:
        """What is to pay by rate, before points."""
        gross = dict(self.goods)
        if all_of_it and (extra := self.wrapping + self.shipping + self.fee):
            gross[rate] = gross.get(rate, 0) + extra
        return gross


def _with(basket: Basket, chosen: Sequence[CouponTerms], terms: Terms) -> Quote:
    taken = coupons.take(basket, chosen)
    lines = _lines(basket, taken.by_line)
    parts = _parts(basket, lines, terms)
    shipped = shipping.ship(basket, {place: sum(p.goods.values()) for place, p in parts.items()}, terms)
    off = _ship_coupons(chosen, shipped.parcels)
    for parcel, part in zip(shipped.parcels, _per_parcel(off, shipped.parcels), strict=True):
        parts[parcel.destination].posted += parcel.shipping_yen
        parts[parcel.destination].shipping += parcel.shipping_yen - part
        parts[parcel.destination].cut += part
    problems = list(shipped.problems) + _fee(basket, parts, terms)
    problems += _points(basket, parts, terms)
    shares = tuple(_share(place, part, terms) for place, part in parts.items())
    gross: dict[int, int] = {}
    for share in shares:
        for rate, yen, _ in share.taxes:
            gross[rate] = gross.get(rate, 0) + yen
    return Quote(
        lines=lines,
        parcels=shipped.parcels,
        goods_yen=sum(line.subtotal_yen for line in lines),
        wrapping_yen=sum(share.wrapping_yen for share in shares),
        shipping_yen=sum(parcel.shipping_yen for parcel in shipped.parcels),
        fee_yen=sum(share.fee_yen for share in shares),
        discounts=(*taken.discounts, *off),
        points_used=sum(share.points_used for share in shares),
        points_earned=sum(share.points_earned for share in shares),
        total_yen=sum(share.total_yen for share in shares),
        taxes=_taxes(gross, terms),
        shares=shares,
        to_free_shipping_yen=shipped.to_free_yen,
        problems=tuple(problems),
        terms_version=terms.version,
    )


def _lines(basket: Basket, cuts: Sequence[int]) -> tuple[QuoteLine, ...]:
    return tuple(
        QuoteLine(
            key=line.key,
            unit_yen=line.unit_yen,
            was_yen=line.was_yen if line.was_yen and line.was_yen > line.unit_yen else None,
            quantity=line.quantity,
            subtotal_yen=line.unit_yen * line.quantity,
            discount_yen=cut,
            tax_rate=line.tax_rate,
            destination=line.destination,
        )
        for line, cut in zip(basket.lines, cuts, strict=True)
    )


def _parts(basket: Basket, lines: Sequence[QuoteLine], terms: Terms) -> dict[int, _Part]:
    parts = {place: _Part(goods={}) for place in sorted({line.destination for line in lines})}
    for line, wish in zip(lines, basket.lines, strict=True):
        part = parts[line.destination]
        net = line.subtotal_yen - line.discount_yen
        part.goods_yen += line.subtotal_yen
        part.goods[line.tax_rate] = part.goods.get(line.tax_rate, 0) + net
        part.wrapping += wish.wrapping_yen * wish.quantity
        part.cut += line.discount_yen
        base = net if terms.points.with_tax else net - tax_in(net, line.tax_rate)
        part.bases += base * wish.point_times
    return parts


def _ship_coupons(chosen: Sequence[CouponTerms], parcels: Sequence[Parcel]) -> tuple[Discount, ...]:
    """What coupons take off the shipping: a value of 0 takes all of it (送料無料)."""
    left = sum(parcel.shipping_yen for parcel in parcels)
    found = []
    for coupon in sorted(chosen, key=lambda one: one.code):
        if coupon.kind == CouponKind.SHIPPING:
            yen = min(left, coupon.value or left)
            left -= yen
            found.append(Discount(label=coupon.label, code=coupon.code, yen=yen))
    return tuple(found)


def _per_parcel(off: Sequence[Discount], parcels: Sequence[Parcel]) -> list[int]:
    return spread(sum(one.yen for one in off), [parcel.shipping_yen for parcel in parcels])


def _fee(basket: Basket, parts: Mapping[int, _Part], terms: Terms) -> list[Problem]:
    """The fee of the way to pay, on the first destination, where the buyer is."""
    problems = []
    if len(parts) > 1 and basket.pay_kind in terms.single_stop_kinds:
        text = say("このお支払い方法は、お届け先が 1 か所のときだけ使えます。")
        problems.append(Problem(code="pay_single_stop", text=text, about=basket.pay_kind))
    brackets = [bracket for bracket in terms.brackets if bracket.pay_kind == basket.pay_kind]
    if not brackets or not parts:
        return problems
    amount = sum(sum(part.goods.values()) + part.wrapping + part.shipping for part in parts.values())
    fitting = [one for one in brackets if one.to_yen is None or amount <= one.to_yen]
    if not fitting:
        most = max(one.to_yen or 0 for one in brackets)
        text = say("このお支払い方法は、{most:,}円までのご注文で使えます。", most=most)
        return [*problems, Problem(code="pay_too_much", text=text, about=basket.pay_kind)]
    best = min(fitting, key=lambda one: (one.to_yen is None, one.to_yen or 0))
    next(iter(parts.values())).fee = best.yen
    return problems


def _points(basket: Basket, parts: Mapping[int, _Part], terms: Terms) -> list[Problem]:
    """Points over what is to pay, and points that this earns (ポイント)."""
    rule = terms.points
    payable = [
        sum(part.rest(terms.standard_rate, all_of_it=rule.covers_all).values()) for part in parts.values()
    ]
    whole = sum(payable)
    used = min(max(basket.points, 0), whole * min(rule.cap_percent, 100) // 100)
    problems = []
    if basket.points > 0 and used < rule.minimum:
        text = say("ポイントは {minimum:,} ポイントから使えます。", minimum=rule.minimum)
        problems.append(Problem(code="points_minimum", text=text))
        used = 0
    for part, share in zip(parts.values(), spread(used, payable), strict=True):
        part.points = share
    rate = rule.rates.get(basket.rank, rule.rate)
    bases = [part.bases for part in parts.values()]
    paid = whole - used if rule.on_paid else whole
    earned = sum(bases) * rate * paid // (10_000 * whole) if whole else 0
    for part, share in zip(parts.values(), spread(earned, bases), strict=True):
        part.earned = share
    return problems


def _share(place: int, part: _Part, terms: Terms) -> Share:
    gross = _after_points(part, terms)
    return Share(
        destination=place,
        goods_yen=part.goods_yen,
        wrapping_yen=part.wrapping,
        shipping_yen=part.posted,
        fee_yen=part.fee,
        discount_yen=part.cut,
        points_used=part.points,
        points_earned=part.earned,
        total_yen=sum(gross.values()),
        taxes=_taxes(gross, terms),
    )


def _after_points(part: _Part, terms: Terms) -> dict[int, int]:
    gross = part.rest(terms.standard_rate, all_of_it=True)
    paid = part.rest(terms.standard_rate, all_of_it=terms.points.covers_all)
    if not part.points:
        return gross
    left = after_discount(paid, part.points)
    return {rate: yen - (paid.get(rate, 0) - left.get(rate, 0)) for rate, yen in gross.items()}


def _taxes(gross: Mapping[int, int], terms: Terms) -> tuple[tuple[int, int, int], ...]:
    rows = totals(gross, rounding=Rounding(terms.rounding))
    return tuple((row.rate, row.gross_yen, row.tax_yen) for row in rows)
