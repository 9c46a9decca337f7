"""The settlement report V2: what Amazon pays out, to the yen (入金明細).

Tab separated, 24 columns; the first row is the summary, the others add up to it. Some files begin with the company's
name and blank lines before the header.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hanjo.channels.reading.cells import BadCell, parse_decimal

FIRST = "settlement-id"


class BadSettlement(ValueError):
    """A file that is no settlement, or one whose rows do not add up. Its text is the Japanese sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One amount of a settlement."""

    transaction: str  # Order, Refund, other-transaction …
    kind: str  # ItemPrice, ItemFees, Promotion …
    what: str  # Principal, Commission …
    amount: Decimal
    order_number: str = ""
    line: str = ""
    sku: str = ""
    posted: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """One payout with everything it is made of."""

    number: str
    begins: str
    ends: str
    deposited: str
    currency: str
    total: Decimal
    entries: tuple[Entry, ...]

    def by_kind(self) -> dict[str, Decimal]:
        """What was earned and what was kept, by kind."""
        sums: dict[str, Decimal] = {}
        for entry in self.entries:
            sums[entry.kind] = sums.get(entry.kind, Decimal(0)) + entry.amount
        return sums


def read(body: bytes) -> Settlement:
    """The settlement in a report. Refuses with BadSettlement what does not add up."""
    rows = _rows(body)
    summary = next(rows, None)
    if summary is None:
        raise BadSettlement("入金明細に行がありません。ファイルを確かめてください。")
    entries = tuple(_entry(row) for row in rows)
    total = _amount(summary, "total-amount")
    if (found := sum((entry.amount for entry in entries), Decimal(0))) != total:
        raise BadSettlement(
            f"明細の合計 {found} が入金額 {total} と合いません。ファイルを取り直してください。"
        )
    return Settlement(
        number=summary.get(FIRST, ""),
        begins=summary.get("settlement-start-date", ""),
        ends=summary.get("settlement-end-date", ""),
        deposited=summary.get("deposit-date", ""),
        currency=summary.get("currency", ""),
        total=total,
        entries=entries,
    )


def _rows(body: bytes) -> Iterator[Mapping[str, str]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp932", errors="replace")
    names: list[str] = []
    for line in text.splitlines():
        cells = line.split("\t")
        if not names:
            names = [cell.strip() for cell in cells] if cells[0].strip() == FIRST else []
        elif any(cells):
            yield dict(zip(names, (cell.strip() for cell in cells), strict=False))
    if not names:
        raise BadSettlement("入金明細（V2）の見出しがありません。レポートの種類を確かめてください。")


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(
        transaction=row.get("transaction-type", ""),
        kind=row.get("amount-type", ""),
        what=row.get("amount-description", ""),
        amount=_amount(row, "amount"),
        order_number=row.get("order-id", ""),
        line=row.get("order-item-code", ""),
        sku=row.get("sku", ""),
        posted=row.get("posted-date-time") or row.get("posted-date", ""),
    )


def _amount(row: Mapping[str, str], name: str) -> Decimal:
    try:
        return parse_decimal(row.get(name, ""), name)
    except BadCell as error:
        raise BadSettlement(str(error)) from error
