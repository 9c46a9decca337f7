"""Orders out of any table, by a mapping (汎用取込).

Every row gets one class, asked in the order that `GenericMapping` states. A document with only adjustments makes no
draft; a cancellation document makes a `Cancellation`; one unreadable cell costs its document only. Amounts are
quantity × unit price in the file's currency, exact; yen are unit price × rate rounded half up, per unit.

Files of this kind have hundreds of thousands of rows, so what repeats (numbers, names, dates) is understood once and
remembered, within bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from hanjo.channels.malls.generic.mapping import FIELDS, ONLINE_RETAIL, REQUIRED, GenericMapping
from hanjo.channels.malls.verdicts import (
    ADJUSTMENT,
    CANCELLATION,
    FEE,
    GOODS,
    ZERO,
    BadRow,
    amount_of,
    refuse,
)
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading import BadCell, ByColumn
from hanjo.channels.reading.address import address_from
from hanjo.channels.reading.cells import parse_decimal, parse_int, text
from hanjo.channels.reading.country import country_code
from hanjo.channels.reading.dates import parse_date, parse_datetime
from hanjo.channels.reading.headers import as_headers
from hanjo.channels.terms import Cancellation, CancelledLine, Format, RawGroup, Understood
from hanjo.kernel.clock import JST
from hanjo.kernel.text import narrow, tidy
from hanjo.orders.terms import Address, LineDraft, LineKind, OrderDraft

FORMAT = Format.GENERIC
required_columns = REQUIRED
_REMEMBERED = 50_000
_BY_RULE = "調整の行（金額 0 で顧客番号なし）として分けました。"
_BY_NUMBER = "調整の伝票（番号が {prefix} で始まる）として分けました。"
_BY_SIGN = "取消伝票でないのに数量が負のため、調整の行として分けました。"
_HOT = ("quantity", "unit_price", "code", "name")  # asked of every row
_TEXTS = (
    "buyer_email",
    "buyer_key",
    "pay_method",
    "shipping_method",
    "shop_note",
    "noshi",
    "gift_message",
    "receipt_name",
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
K = TypeVar("K")
V = TypeVar("V")
_MONEY = ("shipping", "fee", "wrapping", "discount", "points")
_GOODS = LineKind.GOODS
_POSITIONS = tuple(map(str, range(1, 2001)))


def recognise(headers: Sequence[str], mapping: GenericMapping = ONLINE_RETAIL) -> int:
    """How surely a table fits a mapping, 0 to 100: all its columns must be there."""
    found = as_headers(headers)
    share = found.share(mapping.columns.values())
    return round(90 * share) if share == 1 else 0


def missing(headers: Sequence[str], mapping: GenericMapping) -> list[str]:
    """The columns that the mapping needs and the table does not have."""
    found = as_headers(headers)
    return [column for column in mapping.columns.values() if column and found.at(column) is None]


def group_key(headers: Sequence[str], mapping: GenericMapping) -> ByColumn:
    """Rows of one order number belong together."""
    column = as_headers(headers).at(mapping.columns["order_number"])
    return ByColumn(column if column is not None else 0)


class _Figures(NamedTuple):
    """Quantity and price of a row, understood once for each spelling."""

    quantity: int
    price: Decimal
    amount: Decimal
    unit_yen: int
    total_yen: int
    foreign: Decimal | None


class Translator:
    """Understands the documents of one table by one mapping."""

    def __init__(self, headers: Sequence[str], *, mapping: GenericMapping) -> None:
        self._mapping = mapping
        found = as_headers(headers)
        self._at: dict[str, int] = {}
        self._stated: list[str] = []  # constants, as if they were further cells of every row
        for name in FIELDS:
            place = found.at(mapping.columns.get(name, ""))
            if place is None and (name in mapping.constants or name in _HOT):
                place = len(found) + len(self._stated)
                self._stated.append(mapping.constants.get(name, ""))
            if place is not None:
                self._at[name] = place
        asked = (*_HOT, "buyer_key", "line_key")
        self._extends = any(self._at.get(name, 0) >= len(found) for name in asked)
        self._address_at = [self._at[name] for name in _ADDRESS_FIELDS if name in self._at]
        self._zone = JST if mapping.time_zone == "Asia/Tokyo" else ZoneInfo(mapping.time_zone)
        self._fees = frozenset(mapping.fee_codes)
        self._yen = mapping.currency == "JPY"
        self._figures: dict[tuple[str, str], _Figures] = {}
        self._codes: dict[str, tuple[str, LineKind]] = {}
        self._names: dict[str, str] = {}
        self._moments: dict[str, datetime] = {}
        self._buyers: dict[tuple[str, ...], tuple[Address, Address]] = {}

    def understand(self, group: RawGroup) -> Understood:
        """One document: a draft, a cancellation, or neither."""
        rows: Sequence[tuple[int, Sequence[str]]] = group.rows
        if self._extends:
            rows = [(number, [*cells, *self._stated]) for number, cells in rows]
        try:
            if group.broken:
                raise BadRow(*next(iter(group.broken.items())))
            if not group.key:
                raise BadRow(rows[0][0], self._empty("order_number"))
            prefix = self._mapping.cancellation_prefix
            if prefix and group.key.startswith(prefix):
                return self._cancellation(group.key, rows)
            return self._order(group.key, rows)
        except BadRow as bad:
            quantity, price = self._at["quantity"], self._at["unit_price"]
            return refuse(
                group, bad.number, bad.reason, [amount_of(cells, quantity, price) for _, cells in rows]
            )

    def _order(self, key: str, rows: Sequence[tuple[int, Sequence[str]]]) -> Understood:
        moment = self._moment(*rows[0])
        by_number = next((p for p in self._mapping.adjustment_prefixes if key.startswith(p)), "")
        free_adjusts = self._mapping.free_without_customer_adjusts
        negative_adjusts = self._mapping.negative_adjusts
        at_quantity, at_price, at_code, at_name = (self._at[name] for name in _HOT)
        at_buyer, at_line = self._at.get("buyer_key"), self._at.get("line_key")
        known_figures, known_codes, known_names = self._figures, self._codes, self._names
        classes, amounts, lines = bytearray(), [], []
        reasons: dict[int, str] = {}
        plain = "tax_rate" not in self._at and "options" not in self._at
        for place, (number, cells) in enumerate(rows):
            written = (cells[at_quantity], cells[at_price])
            figures = known_figures.get(written) or self._figures_of(number, written)
            quantity, price, amount, unit_yen, total_yen, foreign = figures
            code, kind = known_codes.get(cells[at_code]) or self._code_of(number, cells)
            amounts.append(amount)
            if by_number:
                reasons[number] = _BY_NUMBER.format(prefix=by_number)
            elif quantity < 0 and negative_adjusts:
                reasons[number] = _BY_SIGN
            elif free_adjusts and not price and (at_buyer is None or not cells[at_buyer].strip()):
                reasons[number] = _BY_RULE
            else:
                classes.append(GOODS if kind is _GOODS else FEE)
                line = LineDraft(
                    key=(at_line is not None and cells[at_line].strip())
                    or (_POSITIONS[place] if place < 2000 else str(place + 1)),
                    code=code,
                    name=known_names.get(cells[at_name]) or self._name_of(cells[at_name]) or code,
                    quantity=quantity,
                    unit_price_yen=unit_yen,
                    total_yen=total_yen,
                    kind=kind,
                    unit_price_foreign=foreign,
                )
                lines.append(line if plain else self._with_more(line, number, cells))
                continue
            classes.append(ADJUSTMENT)
        return Understood(
            key=key,
            numbers=[row[0] for row in rows],
            classes=bytes(classes),
            amounts=amounts,
            reasons=reasons,
            draft=self._draft(key, moment, rows[0], lines) if lines else None,
        )

    def _cancellation(self, key: str, rows: Sequence[tuple[int, Sequence[str]]]) -> Understood:
        at_quantity, at_price, at_code, at_name = (self._at[name] for name in _HOT)
        moment = self._moment(*rows[0])
        lines, amounts = [], []
        for number, cells in rows:
            written = (cells[at_quantity], cells[at_price])
            figures = self._figures.get(written) or self._figures_of(number, written)
            code, _kind = self._codes.get(cells[at_code]) or self._code_of(number, cells)
            amounts.append(figures.amount)
            if figures.quantity:
                lines.append(
                    CancelledLine(
                        code=code,
                        quantity=abs(figures.quantity),
                        unit_price=figures.price,
                        row=number,
                        name=self._name_of(cells[at_name]),
                    )
                )
        return Understood(
            key=key,
            numbers=[row[0] for row in rows],
            classes=bytes([CANCELLATION]) * len(rows),
            amounts=amounts,
            cancellation=Cancellation(
                external_number=key,
                made_at=moment,
                buyer_key=self._written(self._first(rows[0][1]), "buyer_key"),
                lines=tuple(lines),
            ),
        )

    # -- values, each spelling understood once

    def _figures_of(self, number: int, written: tuple[str, str]) -> _Figures:
        try:
            quantity = parse_int(written[0], self._column("quantity"))
            price = parse_decimal(written[1], self._column("unit_price"))
        except BadCell as bad:
            raise BadRow(number, str(bad)) from bad
        if self._yen and price != price.to_integral_value():
            raise BadRow(
                number,
                str(
                    BadCell(
                        self._column("unit_price"),
                        written[1],
                        "円の金額として読めません（1 円未満があります）",
                    )
                ),
            )
        unit_yen = int((price * self._mapping.rate).quantize(Decimal(1), ROUND_HALF_UP))
        foreign = None if self._yen else price
        figures = _Figures(quantity, price, price * quantity, unit_yen, unit_yen * quantity, foreign)
        return _remember(self._figures, written, figures)

    def _code_of(self, number: int, cells: Sequence[str]) -> tuple[str, LineKind]:
        written = cells[self._at["code"]]
        code = text(written) if written.isascii() else narrow(text(written))
        if not code:
            if self._mapping.columns.get("code"):
                raise BadRow(number, self._empty("code"))
            code = self._name_of(cells[self._at["name"]])
            if not code:
                raise BadRow(number, self._empty("name"))
            return code, _GOODS
        is_fee = code in self._fees or code.startswith(self._mapping.fee_prefixes)
        return _remember(self._codes, written, (code, LineKind.FEE if is_fee else _GOODS))

    def _name_of(self, written: str) -> str:
        return _remember(self._names, written, tidy(written))

    def _moment(self, number: int, cells: Sequence[str]) -> datetime:
        written = self._first(cells)[self._at["ordered_at"]] if "ordered_at" in self._at else ""
        known = self._moments.get(written)
        if known is not None:
            return known
        try:
            moment = parse_datetime(
                written, self._column("ordered_at"), self._mapping.date_pattern, self._zone
            )
        except BadCell as bad:
            raise BadRow(number, str(bad)) from bad
        return _remember(self._moments, written, moment)

    def _with_more(self, line: LineDraft, number: int, cells: Sequence[str]) -> LineDraft:
        whole = self._first(cells)
        rate = self._tax_rate(number, self._written(whole, "tax_rate"))
        return replace(line, options=tidy(self._written(whole, "options")), tax_rate=rate)

    def _tax_rate(self, number: int, written: str) -> int | None:
        if not written.strip():
            return None
        try:
            rate = parse_decimal(written.replace("%", "").replace("％", ""), self._column("tax_rate"))
        except BadCell as bad:
            raise BadRow(number, str(bad)) from bad
        return int(rate * 100 if 0 < rate < 1 else rate)

    # -- the order as a whole

    def _draft(
        self, key: str, moment: datetime, row: tuple[int, Sequence[str]], lines: Sequence[LineDraft]
    ) -> OrderDraft:
        number, cells = row
        whole = self._first(cells)
        try:
            money = self._money(whole, lines)
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
            rate=None if self._yen else self._mapping.rate,
            **money,
            **more,
        )

    def _money(self, whole: Sequence[str], lines: Sequence[LineDraft]) -> dict[str, Any]:
        goods = sum([line.total_yen for line in lines if line.kind is _GOODS])
        fees = sum([line.total_yen for line in lines if line.kind is not _GOODS])
        parts = {name: self._yen_of(whole, name) for name in _MONEY}
        fee = fees + parts["fee"]
        total = goods + fee + parts["shipping"] + parts["wrapping"] - parts["discount"] - parts["points"]
        if self._written(whole, "total"):
            total = self._yen_of(whole, "total")
        money: dict[str, Any] = {
            "goods_yen": goods,
            "fee_yen": fee,
            "shipping_yen": parts["shipping"],
            "wrapping_yen": parts["wrapping"],
            "discount_yen": parts["discount"],
            "points_yen": parts["points"],
            "total_yen": total,
        }
        if not self._yen:
            money["total_foreign"] = sum(
                [
                    line.unit_price_foreign * line.quantity
                    for line in lines
                    if line.unit_price_foreign is not None
                ],
                ZERO,
            )
        return money

    def _yen_of(self, whole: Sequence[str], name: str) -> int:
        written = self._written(whole, name)
        if not written:
            return 0
        amount = parse_decimal(written, self._column(name)) * self._mapping.rate
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
                written, self._column("paid_at"), self._mapping.date_pattern, self._zone
            )
        for name in ("wanted_on", "ship_by_on"):
            if written := self._written(whole, name):
                more[name] = parse_date(written, self._column(name), self._mapping.date_pattern)
        return more

    def _addresses(self, whole: Sequence[str]) -> tuple[Address, Address]:
        stated = tuple([whole[place] for place in self._address_at])
        known = self._buyers.get(stated)
        if known is None:
            written = tuple(self._written(whole, name) for name in _ADDRESS_FIELDS)
            half = len(_ADDRESS_PARTS)
            buyer = _address(written[:half])
            recipient = _address(written[half:])
            known = _remember(self._buyers, stated, (buyer, recipient if any(written[half:]) else buyer))
        return known

    def _written(self, whole: Sequence[str], name: str) -> str:
        place = self._at.get(name)
        return "" if place is None else text(whole[place])

    def _first(self, cells: Sequence[str]) -> Sequence[str]:
        return cells if self._extends or not self._stated else [*cells, *self._stated]

    def _column(self, name: str) -> str:
        return self._mapping.columns.get(name) or FIELDS[name]

    def _empty(self, name: str) -> str:
        return f"列「{self._column(name)}」が空です。値を入れてから取り込んでください。"


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


def _remember(known: dict[K, V], written: K, value: V) -> V:
    """Keep what was understood; forget everything when it grows beyond bounds."""
    if len(known) >= _REMEMBERED:
        known.clear()
    known[written] = value
    return value
