"""Consumption tax: once per rate per document (消費税).

Source: 消費税法基本通達 1-8-15 (rounding once per invoice per rate), 1-8-5 (discounts over mixed rates by
price ratio). Rates by date: 2019-10-01 standard 10 %, reduced 8 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hanjo.kernel.money import spread
from hanjo.kernel.word import Word


class Rounding(Word):
    """How a document rounds its tax (端数処理)."""

    FLOOR = "floor", "切り捨て"
    HALF_UP = "half_up", "四捨五入"
    CEIL = "ceil", "切り上げ"


@dataclass(frozen=True, kw_only=True)
class TaxTotal:
    """What a document says about one rate: the total with tax and the tax in it, in yen."""

    rate: int
    gross_yen: int
    tax_yen: int


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Divide yen with the shop's rounding; negative amounts mirror positive ones."""
    if numerator < 0:
        return -divide(-numerator, denominator, rounding)
    if rounding == Rounding.CEIL:
        return -(-numerator // denominator)
    if rounding == Rounding.HALF_UP:
        return (2 * numerator + denominator) // (2 * denominator)
    return numerator // denominator


def tax_in(gross_yen: int, rate: int, rounding: Rounding = Rounding.FLOOR) -> int:
    """Tax contained in a tax-inclusive amount (内税額). `rate` is a percentage: 10, 8 or 0."""
    return divide(gross_yen * rate, 100 + rate, rounding)


def tax_on(net_yen: int, rate: int, rounding: Rounding = Rounding.FLOOR) -> int:
    """Tax to be added to a tax-exclusive amount (外税額). `rate` is a percentage: 10, 8 or 0."""
    return divide(net_yen * rate, 100, rounding)


def after_discount(gross_by_rate: Mapping[int, int], discount_yen: int) -> dict[int, int]:
    """Spread a discount over rates by price ratio; of equal remainders the higher rate gets the extra yen *left*.

    The bucket of the higher rate keeps the odd yen: 165 (10 %) and 755 (8 %) less 92 give 148 and 680.
    """
    rates = sorted(gross_by_rate)
    shares = spread(discount_yen, [gross_by_rate[rate] for rate in reversed(rates)])
    cut = dict(zip(reversed(rates), shares, strict=True))
    return {rate: gross_by_rate[rate] - cut[rate] for rate in rates}


def totals(
    gross_by_rate: Mapping[int, int], *, discount_yen: int = 0, rounding: Rounding = Rounding.FLOOR
) -> list[TaxTotal]:
    """Tax-inclusive totals of a document by rate, higher rate first (税率別合計)."""
    net = after_discount(gross_by_rate, discount_yen) if discount_yen else dict(gross_by_rate)
    return [
        TaxTotal(rate=rate, gross_yen=net[rate], tax_yen=tax_in(net[rate], rate, rounding))
        for rate in sorted(net, reverse=True)
    ]
