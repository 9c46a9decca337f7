"""What stands once in a mapped document: amounts, wishes, addresses (注文全体の読み取り)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from hanjo.channels.malls.generic.mapping import GenericMapping
from hanjo.channels.malls.generic.values import FEW, Values, remember
from hanjo.channels.malls.verdicts import ADJUSTMENT, FEE, ZERO, BadRow
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading import BadCell
from hanjo.channels.reading.address import address_from
from hanjo.channels.reading.cells import parse_decimal, text
from hanjo.channels.reading.country import country_code
from hanjo.channels.reading.dates import parse_date, parse_datetime
from hanjo.kernel.text import tidy
from hanjo.orders.terms import Address, LineDraft, LineKind, OrderDraft

_TEXTS = (
    "buyer_email",
    "buyer_key",
    "pay_method",
    "shipping_method",
    "shop_note",
    "noshi",
    "gift_message",
    "receipt_name",
    "receipt_proviso",
)
_ADDRESS_PARTS = (
    "name",
    "kana",
    "company",
    "postal",
    "address",
    "prefecture",
    "city",
    "street",
    "building",
    "phone",
    "country",
)
_ADDRESS_FIELDS = tuple(f"{who}_{part}" for who in ("buyer", "recipient") for part in _ADDRESS_PARTS)
_MONEY = ("shipping", "fee", "wrapping", "discount", "points")
_GOODS = LineKind.GOODS


class Sums(NamedTuple):
    """What the lines of a document add up to."""

    goods: int
    fees: int
    discount: int
    foreign: Decimal

    @classmethod
    def of(
        cls, classes: bytes | bytearray, amounts: Sequence[Decimal], lines: Sequence[LineDraft], discount: int
    ) -> Sums:
        """Most documents have neither fees nor adjustments, and are added up without looking at each row."""
        total = sum([line.total_yen for line in lines])
        fees = sum([line.total_yen for line in lines if line.kind is not _GOODS]) if FEE in classes else 0
        if ADJUSTMENT in classes:
            amounts = [amount for amount, one in zip(amounts, classes, strict=True) if one != ADJUSTMENT]
        return cls(total - fees, fees, discount, sum(amounts, ZERO))


class Whole:
    """Makes drafts: the lines of a document, and what its first row says of the order as a whole."""

    def __init__(self, mapping: GenericMapping, values: Values, at: Mapping[str, int]) -> None:
        self._mapping = mapping
        self._values = values
        self._at = at
        self._address_at = [at[name] for name in _ADDRESS_FIELDS if name in at]
        self._buyers: dict[tuple[str, ...], tuple[Address, Address]] = {}
        self._priced = [name for name in _MONEY if name in at]

    def draft(
        self,
        key: str,
        moment: datetime,
        row: tuple[int, Sequence[str]],
        lines: Sequence[LineDraft],
        sums: Sums,
    ) -> OrderDraft:
        number, whole = row
        try:
            money = self._money(whole, sums)
            more = self._more(whole)
        except BadCell as bad:
            raise BadRow(number, str(bad)) from bad
        buyer, recipient = self._addresses(whole)
        return OrderDraft(
            external_number=key,
            ordered_at=moment,
            buyer=buyer,
            recipient=recipient,
            lines=tuple(lines),
            currency=self._mapping.currency,
            rate=None if self._values.yen else self._mapping.rate,
            **money,
            **more,
        )

    def _money(self, whole: Sequence[str], sums: Sums) -> dict[str, Any]:
        parts = dict.fromkeys(_MONEY, 0) | {name: self._yen_of(whole, name) for name in self._priced}
        parts["discount"] += sums.discount
        fee = sums.fees + parts["fee"]
        total = sums.goods + fee + parts["shipping"] + parts["wrapping"] - parts["discount"] - parts["points"]
        if self._written(whole, "total"):
            total = self._yen_of(whole, "total")
        money: dict[str, Any] = {
            "goods_yen": sums.goods,
            "fee_yen": fee,
            "shipping_yen": parts["shipping"],
            "wrapping_yen": parts["wrapping"],
            "discount_yen": parts["discount"],
            "points_yen": parts["points"],
            "total_yen": total,
        }
        if not self._values.yen:
            money["total_foreign"] = sums.foreign
        return money

    def _yen_of(self, whole: Sequence[str], name: str) -> int:
        written = self._written(whole, name)
        if not written:
            return 0
        amount = parse_decimal(written, self._values.column(name)) * self._mapping.rate
        rounded = int(amount.quantize(Decimal(1), ROUND_HALF_UP))
        return abs(rounded) if name in ("discount", "points") else rounded

    def _more(self, whole: Sequence[str]) -> dict[str, Any]:
        more: dict[str, Any] = {name: tidy(self._written(whole, name)) for name in _TEXTS if name in self._at}
        if "remarks" in self._at:
            more["remarks"] = self._written(whole, "remarks")
        if "window" in self._at:
            more["window"], more["window_raw"] = canonical_window(self._written(whole, "window"))
        if written := self._written(whole, "paid_at"):
            more["paid_at"] = parse_datetime(
                written, self._values.column("paid_at"), self._mapping.date_pattern, self._values.zone
            )
        for name in ("wanted_on", "ship_by_on"):
            if written := self._written(whole, name):
                more[name] = parse_date(written, self._values.column(name), self._mapping.date_pattern)
        if "ship_by_on" in more:  # a cell with a time of day means it; midnight is a day without one
            more["ship_by_at"] = parse_datetime(
                self._written(whole, "ship_by_on"),
                self._values.column("ship_by_on"),
                self._mapping.date_pattern,
            )
        return more

    def _addresses(self, whole: Sequence[str]) -> tuple[Address, Address]:
        stated = tuple([whole[place] for place in self._address_at])
        known = self._buyers.get(stated)
        if known is None:
            written = tuple(self._written(whole, name) for name in _ADDRESS_FIELDS)
            half = len(_ADDRESS_PARTS)
            buyer = _address(written[:half])
            recipient = _address(written[half:])
            both = (buyer, recipient if any(written[half:]) else buyer)
            known = remember(self._buyers, stated, both, FEW)
        return known

    def _written(self, whole: Sequence[str], name: str) -> str:
        place = self._at.get(name)
        return "" if place is None else text(whole[place])


def _address(parts: Sequence[str]) -> Address:
    part = dict(zip(_ADDRESS_PARTS, parts, strict=True))
    return address_from(
        name=tidy(part["name"]),
        kana=tidy(part["kana"]),
        company=tidy(part["company"]),
        postal=part["postal"],
        prefecture=part["prefecture"],
        city=part["city"],
        street=part["street"],
        building=part["building"],
        whole=part["address"],
        phone=part["phone"],
        country=country_code(part["country"]),
    )
