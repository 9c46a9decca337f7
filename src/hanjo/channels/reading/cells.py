"""Values of cells: numbers, money, dates as Japanese files write them (セルの値).

Every function names the column in its refusal, because the person has to find the cell.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from hanjo.kernel.text import narrow

#: What 楽天 writes for an amount that is not decided yet.
UNDECIDED_YEN = -9999
_EXCEL_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_NUMBER = re.compile(r"^[+-]?\d{1,15}(?:\.\d{1,8})?$")
_MONEY_MARKS = re.compile(r"[¥\\円,\s]|JPY", re.IGNORECASE)
_MINUS = str.maketrans({"−": "-", "‐": "-", "–": "-", "—": "-", "―": "-", "▲": "-", "△": "-"})


class BadCell(ValueError):
    """A cell that does not hold what its column promises. Its text is the Japanese sentence."""

    def __init__(self, column: str, value: str, expected: str) -> None:
        self.column = column
        shown = value if len(value) <= 40 else value[:40] + "…"
        super().__init__(f"列「{column}」の値「{shown}」は{expected}。")


def text(value: str) -> str:
    """A cell's text without outer spaces and without the ="…" that keeps Excel from eating zeros."""
    value = value.strip()
    if value.startswith('="'):
        value = _EXCEL_TEXT.sub(r"\1", value).strip()
    return value


def _plain(value: str) -> str:
    """A number without marks: ￥１，９８０円 → 1980, ▲500 → -500, (500) → -500."""
    folded = unicodedata.normalize("NFKC", text(value)).translate(_MINUS)
    folded = _MONEY_MARKS.sub("", folded)
    if folded.startswith("(") and folded.endswith(")"):
        folded = "-" + folded[1:-1]
    return folded


def parse_decimal(value: str, column: str) -> Decimal:
    """An exact number: 1,980 / ￥１９８０ / 2.55."""
    plain = value if _NUMBER.match(value) and value.isascii() else _plain(value)
    if _NUMBER.match(plain):
        try:
            return Decimal(plain)
        except InvalidOperation:
            pass
    raise BadCell(column, value, "数として読めません（例: 1,980）")


def parse_int(value: str, column: str) -> int:
    """A whole number: 3 / ３ / 3.0."""
    number = parse_decimal(value, column)
    if number != number.to_integral_value():
        raise BadCell(column, value, "整数ではありません（例: 3）")
    if abs(number) >= 10**9:
        raise BadCell(column, value, "大きすぎます（9 桁まで）")
    return int(number)


def parse_yen(value: str, column: str, *, empty: int | None = None) -> int:
    """Whole yen: ¥1,980 / １９８０円 / 1980.00. `empty` stands for an empty cell, when one is allowed."""
    if empty is not None and not value.strip():
        return empty
    number = parse_decimal(value, column)
    if number != number.to_integral_value():
        raise BadCell(column, value, "円の金額として読めません（1 円未満があります）")
    if abs(number) >= 10**11:
        raise BadCell(column, value, "金額として大きすぎます")
    return int(number)


def is_undecided(value: str) -> bool:
    """Whether an amount is marked as not decided yet (-9999)."""
    return _plain(value) == str(UNDECIDED_YEN)


def parse_flag(value: str) -> bool:
    """Whether a flag is set: 1, はい, あり, true."""
    return narrow(value).casefold() in {
        "1",
        "true",
        "yes",
        "y",
        "はい",
        "あり",
        "有",
        "有り",
        "希望する",
        "あす楽",
        "on",
    }


def parse_percent(value: str, column: str) -> int:
    """A tax rate written as 0.1, 10 or 10%, in whole percent; refuses what no rate can be."""
    rate = parse_decimal(value.replace("%", "").replace("％", ""), column)
    percent = rate * 100 if 0 < rate < 1 else rate
    if not 0 <= percent <= 100:
        raise BadCell(column, value, "税率として読めません（0～100 で書いてください）")
    return int(percent)
