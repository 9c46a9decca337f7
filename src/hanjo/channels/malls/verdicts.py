"""Small parts that every translator shares: verdicts over a group, and the refusal of a whole order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hanjo.channels.reading.cells import BadCell, parse_decimal
from hanjo.channels.terms import ROW_CLASSES, RawGroup, RowClass, Understood

GOODS, FEE, CANCELLATION, ADJUSTMENT, REFUSED = range(len(ROW_CLASSES))
assert ROW_CLASSES == (
    RowClass.GOODS,
    RowClass.FEE,
    RowClass.CANCELLATION,
    RowClass.ADJUSTMENT,
    RowClass.REFUSED,
)
ZERO = Decimal(0)


class BadRow(Exception):
    """A row that costs its order: its number and the precise reason in Japanese."""

    def __init__(self, number: int, reason: str) -> None:
        self.number = number
        self.reason = reason
        super().__init__(reason)


def refuse(group: RawGroup, number: int, reason: str, amounts: Sequence[Decimal], **more: str) -> Understood:
    """Every row of the group refused: the offending one with its reason, the others naming it."""
    reasons = {
        row.number: f"同じ注文の {number} 行目を読めないため、この注文は取り込んでいません。"
        for row in group.rows
    }
    reasons |= group.broken
    reasons[number] = reason
    return all_of(group, REFUSED, amounts, reasons, waits_for=more.get("waits_for", ""))


def all_of(
    group: RawGroup, code: int, amounts: Sequence[Decimal], reasons: Mapping[int, str], waits_for: str = ""
) -> Understood:
    """Every row of the group in one class, without a draft."""
    return Understood(
        key=group.key,
        numbers=[row.number for row in group.rows],
        classes=bytes([code]) * len(group.rows),
        amounts=amounts,
        reasons=reasons,
        waits_for=waits_for,
    )


def amount_of(cells: Sequence[str], quantity: int | None, price: int | None) -> Decimal:
    """Quantity × unit price of a row that may be unreadable: 0 when it is, or when it has no such columns."""
    if quantity is None or price is None or max(quantity, price) >= len(cells):
        return ZERO
    try:
        return parse_decimal(cells[quantity], "") * parse_decimal(cells[price], "")
    except BadCell:
        return ZERO
