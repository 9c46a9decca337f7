"""The columns of a product file: Japanese headers, and how a cell becomes a value and a value a cell.

A blank cell states nothing: what is stored stays. `（なし）` empties a value. Cells that a spreadsheet would take
for a formula (they begin with = + - @, a tab or a return, or with an apostrophe before one of these) are written
with one more apostrophe in front, and the apostrophe is taken off again when the file comes back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from hanjo.catalogue import rules
from hanjo.catalogue.terms import ProductRow, TaxClass, Temperature
from hanjo.kernel import text
from hanjo.kernel.text import guarded, plain

Parse = Callable[[str], Any]
NOTHING = {"（なし）", "(なし)"}
MOST_SEEN = 2_000
_NUMBER = re.compile(r"[¥\\]?(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]+)(?:\.0+)?(?:円|g|mm)?")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ].*)?")
_PART = re.compile(r"(.+?)(?:[*×xX＊]([0-9]+))?")
_ROUNDED = re.compile(r"[0-9]\.[0-9]+E\+[0-9]+", re.IGNORECASE)
_YES = {
    "1",
    "○",
    "〇",
    "◯",
    "はい",
    "有",
    "有り",
    "あり",
    "可",
    "true",
    "yes",
    "y",
    "販売中",
    "酒類",
    "該当",
    "on",
}
_NO = {
    "0",
    "×",
    "✕",
    "いいえ",
    "無",
    "無し",
    "不可",
    "false",
    "no",
    "n",
    "販売停止",
    "停止",
    "非該当",
    "off",
    "-",
}
_TAX = {
    "10": "standard", "10%": "standard", "標準": "standard", "標準税率": "standard", "8": "reduced", "8%": "reduced",
    "軽減": "reduced", "軽減税率": "reduced", "8%(軽減)": "reduced", "8%軽減": "reduced", "非課税": "exempt",
    "0": "exempt", "0%": "exempt", **{word.value: word.value for word in TaxClass},
}  # fmt: skip
_TEMPERATURE = {
    "常温": "normal", "通常": "normal", "普通": "normal", "冷蔵": "chilled", "クール": "chilled",
    "クール冷蔵": "chilled", "冷凍": "frozen", "クール冷凍": "frozen",
    **{word.value: word.value for word in Temperature},
}  # fmt: skip


class BadCell(ValueError):
    """A cell that cannot become a value; the text says why."""


def _words(cell: str) -> str:
    return "" if cell in NOTHING else plain(cell)


def code(cell: str) -> str:
    """A code as it will be stored."""
    return text.narrow(_words(cell))


def _number(cell: str) -> int:
    found = _NUMBER.fullmatch(cell) or _NUMBER.fullmatch(text.narrow(cell.lstrip("'")).replace(" ", ""))
    if found is None:
        raise BadCell(f"「{cell[:30]}」は整数ではありません")
    return int(found[1].replace(",", "")[:18])


def _maybe_number(cell: str) -> int | None:
    return None if cell in NOTHING else _number(cell)


def _flag(cell: str) -> bool:
    if cell == "1":
        return True
    if cell == "0":
        return False
    word = text.narrow(cell).casefold()
    if word in _YES or cell in _YES:
        return True
    if word in _NO or cell in _NO or cell in NOTHING:
        return False
    raise BadCell(f"「{cell[:30]}」は 1（はい）か 0（いいえ）にしてください")


def _choice(words: dict[str, str], examples: str) -> Parse:
    def parse(cell: str) -> str:
        found = words.get(cell) or words.get(text.narrow(cell).replace(" ", "").casefold())
        if found is None:
            raise BadCell(f"「{cell[:30]}」は選べません（{examples}）")
        return found

    return parse


def _jan(cell: str) -> str | None:
    if cell in NOTHING:
        return None
    if _ROUNDED.fullmatch(cell):
        raise BadCell(f"「{cell}」は表計算ソフトで桁が落ちています。列を「文字列」にして入れ直してください")
    return cell.lstrip("'").removesuffix(".0")


def _day(cell: str) -> date | None:
    if cell in NOTHING:
        return None
    found = _DAY.fullmatch(cell) or _DAY.fullmatch(text.narrow(cell))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise BadCell(f"「{cell[:30]}」は日付ではありません（例: 2026-11-21）")


def _recipe(cell: str) -> tuple[tuple[str, int], ...]:
    parts = []
    for part in plain(cell).replace("＋", "+").split("+"):
        found = _PART.fullmatch(part.strip())
        if found is None:
            raise BadCell(f"「{cell[:60]}」は読めません（例: CODE1*2+CODE2*1）")
        parts.append((text.narrow(found[1]), int((found[2] or "1")[:9])))
    return tuple(parts)


COLUMNS: dict[str, tuple[str, Parse]] = {
    "商品コード": ("product_code", _words), "商品名": ("name", _words), "カナ": ("kana", _words),
    "カテゴリ": ("category", _words), "ブランド": ("brand", _words),
    "税区分": ("tax_class", _choice(_TAX, "10%・8%・非課税")),
    "温度帯": ("temperature", _choice(_TEMPERATURE, "常温・冷蔵・冷凍")),
    "SKUコード": ("sku_code", _words), "規格1": ("option1", _words), "規格2": ("option2", _words), "JAN": ("jan", _jan),
    "販売価格": ("price_yen", _number), "定価": ("list_price_yen", _maybe_number), "原価": ("cost_yen", _number),
    "重量g": ("weight_g", _number), "長さmm": ("length_mm", _number), "幅mm": ("width_mm", _number),
    "高さmm": ("height_mm", _number), "メール便可": ("mail_size", _flag), "酒類": ("is_alcohol", _flag),
    "取り寄せ": ("made_to_order", _flag), "発売日": ("on_sale_on", _day), "販売中": ("is_active", _flag),
    "セット内訳": ("components", _recipe), "説明": ("description", _words), "表示順": ("position", _number),
}  # fmt: skip
HEADERS = {field: header for header, (field, _) in COLUMNS.items()}
_SPELLINGS = {text.search_key(header): header for header in COLUMNS} | {
    text.search_key(spelling): header
    for spelling, header in {
        "品番": "商品コード", "商品番号": "商品コード", "SKU": "SKUコード", "SKU番号": "SKUコード", "JANコード": "JAN",
        "フリガナ": "カナ", "商品名カナ": "カナ",
        "売価": "販売価格", "価格": "販売価格", "仕入値": "原価", "重量": "重量g",
        "重量(g)": "重量g", "長さ": "長さmm", "幅": "幅mm", "高さ": "高さmm",
        "メール便": "メール便可", "セット": "セット内訳",
        "カテゴリー": "カテゴリ", "商品説明": "説明", "並び順": "表示順",
    }.items()
}  # fmt: skip


def header_of(cell: str) -> str:
    """Our header for a cell of the first row, however it is spelled; empty when we know none."""
    return _SPELLINGS.get(text.search_key(plain(cell)), "")


def reader(headers: Sequence[str]) -> Callable[[Sequence[str]], tuple[ProductRow, list[str]]]:
    """How to turn the cells of this file into a row and the reasons why some of them cannot be read."""
    plan: list[tuple[int, str, str, Parse, dict[str, Any] | None]] = [
        (place, header, *COLUMNS[header], {} if COLUMNS[header][1] is not _words else None)
        for place, header in enumerate(headers)
        if header in COLUMNS
    ]

    def read(cells: Sequence[str]) -> tuple[ProductRow, list[str]]:
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for place, header, field, parse, seen in plan:
            cell = cells[place]
            if not cell:
                continue
            if seen is not None and cell in seen:  # prices, classes and sizes repeat all the time
                values[field] = seen[cell]
                continue
            try:
                values[field] = value = parse(cell)
                if seen is not None and len(seen) < MOST_SEEN:
                    seen[cell] = value
            except BadCell as error:
                wrong.append(f"{header}{error}")
        if "sku_code" not in values and "product_code" in values:
            values["sku_code"] = values["product_code"]
        return values, wrong  # type: ignore[return-value]  # COLUMNS names the keys of ProductRow

    return read


def cell_of(field: str, value: Any) -> str:
    """A value as it stands in a file."""
    if value is None:
        return ""
    if value is True:
        return "1"
    if value is False:
        return "0"
    if field == "tax_class":
        return TaxClass(value).label
    if field == "temperature":
        return Temperature(value).label
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return guarded(str(value))


def shown(field: str, value: object) -> str:
    """A value as a preview shows it."""
    if value in ("", None, ()):
        return "（なし）"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int) and field.endswith("_yen"):
        return f"{value:,}円"
    return cell_of(field, value).removeprefix("'")[:200]


def label(field: str) -> str:
    """The Japanese name of a value."""
    return rules.LABELS[field]
