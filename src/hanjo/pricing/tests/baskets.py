"""Baskets and terms made up for these tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hanjo.pricing.rules import quote
from hanjo.pricing.terms import Basket, BasketLine, CouponTerms, Fare, Quote, Stop, Terms

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
FREE = Terms(
    fares=tuple(Fare(yen=0, temperature=one) for one in ("normal", "chilled", "frozen")), version="test"
)
TOKYO = Stop(prefecture="東京都", postal="1000001")


def line(key: str, yen: int, quantity: int = 1, rate: int = 10, **more: Any) -> BasketLine:
    values: dict[str, Any] = {"sku_id": 1, "product_id": 1, "name": key, "regular_yen": yen, **more}
    return BasketLine(key=key, quantity=quantity, unit_yen=yen, tax_rate=rate, **values)


def coupon(code: str, kind: str, value: int, **more: Any) -> CouponTerms:
    return CouponTerms(code=code, label=f"{code}の割引", kind=kind, value=value, **more)


def price(*lines: BasketLine, terms: Terms = FREE, **more: Any) -> Quote:
    more.setdefault("stops", (TOKYO,))
    return quote(Basket(lines=lines, at=NOON, **more), terms)


def buckets(made: Quote) -> dict[int, tuple[int, int]]:
    return {rate: (gross, tax) for rate, gross, tax in made.taxes}
