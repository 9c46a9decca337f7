"""The answer of `rules.quote`: what a basket costs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True, slots=True)
class QuoteLine:
    """One line with its money; `discount_yen` is its share of the coupons."""

    key: str
    unit_yen: int
    was_yen: int | None
    quantity: int
    subtotal_yen: int
    discount_yen: int
    tax_rate: int
    destination: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """What travels together and what that costs. Not `known`: the lowest there is, until the prefecture is named."""

    destination: int
    temperature: str
    keys: tuple[str, ...]
    mail: bool
    shipping_yen: int
    why: str
    known: bool = True
    free: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Discount:
    """What one coupon takes off."""

    label: str
    code: str
    yen: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that cannot be, in the buyer's words. `about`: a coupon's code, a line's key or a destination."""

    code: str
    text: str
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """The part of a quote that belongs to one destination; the shares add up to the quote.

    `taxes`: rate, amount with tax, tax in it, rounded for this share as a document of its own.
    """

    destination: int
    goods_yen: int
    wrapping_yen: int
    shipping_yen: int
    fee_yen: int
    discount_yen: int
    points_used: int
    points_earned: int
    total_yen: int
    taxes: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """What a basket costs, to be shown, agreed to and frozen on the order (見積り).

    `taxes`: rate, amount with tax, tax in it, higher rate first. `discounts` hold goods and shipping coupons;
    total = goods + wrapping + shipping + fee − discounts − points.
    """

    lines: tuple[QuoteLine, ...]
    parcels: tuple[Parcel, ...]
    goods_yen: int
    wrapping_yen: int
    shipping_yen: int
    fee_yen: int
    discounts: tuple[Discount, ...]
    points_used: int
    points_earned: int
    total_yen: int
    taxes: tuple[tuple[int, int, int], ...]
    shares: tuple[Share, ...]
    to_free_shipping_yen: int | None
    problems: tuple[Problem, ...]
    terms_version: str

    @property
    def discount_yen(self) -> int:
        """What all coupons take off together."""
        return sum(discount.yen for discount in self.discounts)

    @property
    def shipping_is_known(self) -> bool:
        """Tell whether every parcel has its real fee; otherwise the total is a “from”."""
        return all(parcel.known for parcel in self.parcels)

    def as_json(self) -> dict[str, Any]:
        """The quote as plain values, to be kept with an order."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]  # tuples become lists once

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The quote as it was kept."""
        rest: dict[str, Any] = {name: values[name] for name in _PLAIN}
        return cls(
            lines=tuple(QuoteLine(**line) for line in values["lines"]),
            parcels=tuple(Parcel(**{**p, "keys": tuple(p["keys"])}) for p in values["parcels"]),
            discounts=tuple(Discount(**one) for one in values["discounts"]),
            problems=tuple(Problem(**one) for one in values["problems"]),
            shares=tuple(Share(**{**one, "taxes": _taxes(one["taxes"])}) for one in values["shares"]),
            taxes=_taxes(values["taxes"]),
            **rest,
        )

    def digest(self) -> str:
        """What makes two quotes the same: a fingerprint over every value in it."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_PLAIN = (
    "goods_yen wrapping_yen shipping_yen fee_yen points_used points_earned total_yen to_free_shipping_yen"
    " terms_version"
).split()


def _taxes(rows: list[list[int]]) -> tuple[tuple[int, int, int], ...]:
    return tuple((row[0], row[1], row[2]) for row in rows)
