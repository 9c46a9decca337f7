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
from decimal import Decimal

from hanjo.channels.malls.generic.mapping import FIELDS, ONLINE_RETAIL, REQUIRED, GenericMapping
from hanjo.channels.malls.generic.values import MOST, Figures, Values, remember
from hanjo.channels.malls.generic.whole import Sums, Whole
from hanjo.channels.malls.verdicts import (
    ADJUSTMENT,
    CANCELLATION,
    FEE,
    GOODS,
    BadRow,
    amount_of,
    refuse,
)
from hanjo.channels.reading import BadCell, ByColumn
from hanjo.channels.reading.cells import parse_percent, text
from hanjo.channels.reading.headers import as_headers
from hanjo.channels.terms import Cancellation, CancelledLine, Format, RawGroup, Understood
from hanjo.kernel.text import tidy
from hanjo.orders.terms import LineDraft, LineKind, OrderDraft

FORMAT = Format.GENERIC
required_columns = REQUIRED
_BY_RULE = "調整の行（金額 0 で顧客番号なし）として分けました。"
_BY_NUMBER = "調整の伝票（番号が {prefix} で始まる）として分けました。"
_BY_SIGN = "取消伝票でないのに数量が負のため、調整の行として分けました。"
_BY_NOTHING = "数量が 0 のため、調整の行として分けました。"
_BY_PRICE = "単価が負のため、値引きの行として分け、注文の値引きに入れました。"
_HOT = ("quantity", "unit_price", "code", "name")  # asked of every row
_GOODS = LineKind.GOODS


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
        self._values = Values(mapping)
        self._whole = Whole(mapping, self._values, self._at)
        self._plain = not {"tax_rate", "options", "line_key"} & self._at.keys()
        self._known_lines: dict[tuple[str, ...], tuple[LineDraft, int, Decimal]] = {}

    def understand(self, group: RawGroup) -> Understood:
        """One document: a draft, a cancellation, or neither."""
        rows: Sequence[tuple[int, Sequence[str]]] = group.rows
        if self._extends:
            rows = [(number, [*cells, *self._stated]) for number, cells in rows]
        try:
            if group.broken:
                raise BadRow(*next(iter(group.broken.items())))
            if not group.key:
                raise BadRow(rows[0][0], self._values.empty("order_number"))
            prefix = self._mapping.cancellation_prefix
            if prefix and group.key.startswith(prefix):
                return self._cancellation(group.key, rows)
            return self._order(group, rows)
        except BadRow as bad:
            quantity, price = self._at["quantity"], self._at["unit_price"]
            return refuse(
                group, bad.number, bad.reason, [amount_of(cells, quantity, price) for _, cells in rows]
            )

    def _order(self, group: RawGroup, rows: Sequence[tuple[int, Sequence[str]]]) -> Understood:
        key, values, moment = group.key, self._values, self._moment(*rows[0])
        by_number = next((p for p in self._mapping.adjustment_prefixes if key.startswith(p)), "")
        all_sold = self._sold(group) if self._plain and not by_number else None
        if all_sold is not None:
            drafts, kinds, sums = all_sold
            return Understood(
                key=key,
                numbers=[row[0] for row in rows],
                classes=kinds,
                amounts=sums,
                draft=self._draft(key, moment, rows[0], drafts, Sums.of(kinds, sums, drafts, 0)),
            )
        at_quantity, at_price, at_code, at_name = (self._at[name] for name in _HOT)
        at_line = self._at.get("line_key")
        known_figures, known_codes, known_names = values.known_figures, values.known_codes, values.known_names
        classes, amounts, lines = bytearray(), [], []
        reasons: dict[int, str] = {}
        discount = 0
        plain = "tax_rate" not in self._at and "options" not in self._at
        for number, cells in rows:
            written = (cells[at_quantity], cells[at_price])
            figures = known_figures.get(written) or values.figures(number, written)
            quantity, price, amount, unit_yen, total_yen, foreign, sold = figures
            code, kind = known_codes.get(cells[at_code]) or values.code(
                number, cells[at_code], cells[at_name]
            )
            amounts.append(amount)
            if by_number or not sold:
                reason = (by_number and _BY_NUMBER.format(prefix=by_number)) or self._aside(
                    number, cells, figures
                )
                if reason:
                    classes.append(ADJUSTMENT)
                    reasons[number] = reason
                    discount += 0 if by_number or quantity <= 0 or price >= 0 else -total_yen
                    continue
            classes.append(GOODS if kind is _GOODS else FEE)
            line = LineDraft(
                key=cells[at_line].strip() if at_line is not None else "",
                code=code,
                name=known_names.get(cells[at_name]) or values.name(cells[at_name]) or code,
                quantity=quantity,
                unit_price_yen=unit_yen,
                total_yen=total_yen,
                kind=kind,
                unit_price_foreign=foreign,
            )
            lines.append(line if plain else self._with_more(line, number, cells))
        if at_line is not None and len({line.key for line in lines}) < len(lines):
            lines = [replace(line, key=str(place)) for place, line in enumerate(lines, 1)]
        return Understood(
            key=key,
            numbers=[row[0] for row in rows],
            classes=bytes(classes),
            amounts=amounts,
            reasons=reasons,
            draft=self._draft(key, moment, rows[0], lines, Sums.of(classes, amounts, lines, discount))
            if lines
            else None,
        )

    def _sold(self, group: RawGroup) -> tuple[tuple[LineDraft, ...], bytes, tuple[Decimal, ...]] | None:
        """The lines of a document in which every row is sold goods or a fee; None when one needs a closer look.

        Rows that say the same become one and the same line, so that most rows cost a look into a dictionary.
        """
        columns = [*group.columns, *((one,) * len(group.rows) for one in self._stated)]
        said = list(zip(*[columns[self._at[name]] for name in _HOT], strict=True))
        found = list(map(self._known_lines.get, said))
        if None in found:
            for place, known in enumerate(found):
                if known is None and (made := self._sold_line(group.rows[place][0], said[place])) is None:
                    return None
                found[place] = known or made
        drafts, kinds, amounts = zip(*found, strict=True)
        return drafts, bytes(kinds), amounts

    def _sold_line(self, number: int, said: tuple[str, ...]) -> tuple[LineDraft, int, Decimal] | None:
        quantity, price, written_code, written_name = said
        values = self._values
        figures = values.known_figures.get((quantity, price)) or values.figures(number, (quantity, price))
        if not figures.sold:
            return None
        code, kind = values.known_codes.get(written_code) or values.code(number, written_code, written_name)
        line = LineDraft(
            key="",
            code=code,
            name=values.known_names.get(written_name) or values.name(written_name) or code,
            quantity=figures.quantity,
            unit_price_yen=figures.unit_yen,
            total_yen=figures.total_yen,
            kind=kind,
            unit_price_foreign=figures.foreign,
        )
        return remember(
            self._known_lines, said, (line, GOODS if kind is _GOODS else FEE, figures.amount), MOST
        )

    def _aside(self, number: int, cells: Sequence[str], figures: Figures) -> str:
        """Why a row without a sale in it is an adjustment; empty when it is goods that cost nothing."""
        if figures.quantity < 0:
            if self._mapping.negative_adjusts:
                return _BY_SIGN
            raise BadRow(
                number, str(BadCell(self._values.column("quantity"), str(figures.quantity), "負の数です"))
            )
        if figures.quantity == 0:
            return _BY_NOTHING
        if figures.price < 0:
            return _BY_PRICE
        at_buyer = self._at.get("buyer_key")
        nobody = at_buyer is None or not cells[at_buyer].strip()
        return _BY_RULE if nobody and self._mapping.free_without_customer_adjusts else ""

    def _cancellation(self, key: str, rows: Sequence[tuple[int, Sequence[str]]]) -> Understood:
        at_quantity, at_price, at_code, at_name = (self._at[name] for name in _HOT)
        values, moment = self._values, self._moment(*rows[0])
        lines, amounts = [], []
        for number, cells in rows:
            written = (cells[at_quantity], cells[at_price])
            figures = values.known_figures.get(written) or values.figures(number, written)
            code, _kind = values.code(number, cells[at_code], cells[at_name])
            amounts.append(figures.amount)
            if figures.quantity:
                lines.append(
                    CancelledLine(
                        code=code,
                        quantity=abs(figures.quantity),
                        unit_price=figures.price,
                        row=number,
                        name=values.name(cells[at_name]),
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

    def _moment(self, number: int, cells: Sequence[str]) -> datetime:
        place = self._at.get("ordered_at")
        return self._values.moment(number, "" if place is None else self._first(cells)[place])

    def _with_more(self, line: LineDraft, number: int, cells: Sequence[str]) -> LineDraft:
        whole = self._first(cells)
        rate = self._tax_rate(number, self._written(whole, "tax_rate"))
        return replace(line, options=tidy(self._written(whole, "options")), tax_rate=rate)

    def _tax_rate(self, number: int, written: str) -> int | None:
        if not written.strip():
            return None
        try:
            return parse_percent(written, self._values.column("tax_rate"))
        except BadCell as bad:
            raise BadRow(number, str(bad)) from bad

    def _draft(
        self,
        key: str,
        moment: datetime,
        row: tuple[int, Sequence[str]],
        lines: Sequence[LineDraft],
        sums: Sums,
    ) -> OrderDraft:
        return self._whole.draft(key, moment, (row[0], self._first(row[1])), lines, sums)

    def _written(self, whole: Sequence[str], name: str) -> str:
        place = self._at.get(name)
        return "" if place is None else text(whole[place])

    def _first(self, cells: Sequence[str]) -> Sequence[str]:
        return cells if self._extends or not self._stated else [*cells, *self._stated]
