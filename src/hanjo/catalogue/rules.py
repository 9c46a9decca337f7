"""What a row of the catalogue must be like, and how it differs from what is stored. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from hanjo.catalogue.terms import Change, ProductRow, TaxClass, Temperature
from hanjo.kernel import text

PRODUCT_DEFAULTS: dict[str, Any] = {
    "name": "", "kana": "", "category": "", "brand": "", "description": "", "tax_class": "standard",
    "temperature": "normal", "is_alcohol": False, "made_to_order": False, "on_sale_on": None,
}  # fmt: skip
SKU_DEFAULTS: dict[str, Any] = {
    "option1": "", "option2": "", "jan": None, "price_yen": 0, "list_price_yen": None, "cost_yen": 0,
    "weight_g": 0, "length_mm": 0, "width_mm": 0, "height_mm": 0, "mail_size": False, "is_active": True,
    "position": 0,
}  # fmt: skip
LABELS = {
    "sku_code": "SKUコード", "product_code": "商品コード", "name": "商品名", "kana": "カナ", "category": "カテゴリ",
    "brand": "ブランド", "description": "説明", "tax_class": "税区分", "temperature": "温度帯", "is_alcohol": "酒類",
    "made_to_order": "取り寄せ", "on_sale_on": "発売日", "option1": "規格1", "option2": "規格2", "jan": "JAN",
    "price_yen": "販売価格", "list_price_yen": "定価", "cost_yen": "原価", "weight_g": "重量g", "length_mm": "長さmm",
    "width_mm": "幅mm", "height_mm": "高さmm", "mail_size": "メール便可", "is_active": "販売中", "position": "表示順",
    "components": "セット内訳",
}  # fmt: skip
LONGEST = {
    "sku_code": 64, "product_code": 64, "name": 255, "kana": 255, "category": 80, "brand": 80,
    "description": 20_000, "option1": 60, "option2": 60,
}  # fmt: skip
MOST = {
    "price_yen": 999_999_999, "list_price_yen": 999_999_999, "cost_yen": 999_999_999, "weight_g": 1_000_000,
    "length_mm": 20_000, "width_mm": 20_000, "height_mm": 20_000, "position": 1_000_000,
}  # fmt: skip
WORDS = {"tax_class": {word.value for word in TaxClass}, "temperature": {word.value for word in Temperature}}
MOST_COMPONENTS = 100
MOST_IN_BUNDLE = 9_999


def check_digit(body: str) -> int:
    """The last digit of a GTIN (JAN・UPC・ITF) from the digits before it.

    Source: GS1 general specifications, weights 3, 1, 3, 1 … from the right.
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -total % 10


def is_gtin(code: str) -> bool:
    """Whether a code of 8, 12, 13 or 14 digits carries the right check digit."""
    return (
        len(code) in {8, 12, 13, 14}
        and code.isascii()
        and code.isdigit()
        and check_digit(code[:-1]) == int(code[-1])
    )


def is_in_store(jan: str) -> bool:
    """Whether a code is private to one shop (インストアコード: 20–29, 02); malls must never be told such a code."""
    return len(jan) in {8, 13} and (jan[0] == "2" or (len(jan) == 13 and jan.startswith("02")))


def jan_of(typed: str) -> str:
    """The JAN as it is stored: narrow digits; a UPC of 12 digits gets its leading zero."""
    code = text.narrow(typed).replace("-", "").replace(" ", "")
    return "0" + code if len(code) == 12 and code.isdigit() else code


def why_not_jan(jan: str) -> str:
    """Why a code cannot be the JAN of one SKU; empty when it can."""
    if not (jan.isascii() and jan.isdigit()):
        return f"JAN「{jan[:40]}」は数字ではありません"
    if len(jan) == 14:
        return f"JAN「{jan}」は 14 桁です。箱（ITF）のコードではなく、商品 1 個の JAN を入れてください"
    if len(jan) not in {8, 13}:
        return f"JAN「{jan[:40]}」は {len(jan)} 桁です（8 桁か 13 桁）"
    if not is_gtin(jan):
        return f"JAN「{jan}」は検査数字が合いません（正しい末尾は {check_digit(jan[:-1])}）"
    return ""


_NAMES = {"name", "brand", "category", "option1", "option2"}
_tidy = lru_cache(8_192)(text.tidy)  # names, brands and options repeat from row to row


@lru_cache(4_096)
def _katakana(kana: str) -> str:
    return text.tidy(text.katakana(kana))


def cleaned(row: ProductRow) -> ProductRow:
    """The row as it is stored: codes narrow, names tidy, kana in katakana."""
    values: dict[str, Any] = dict(row)
    for name in ("sku_code", "product_code"):
        if name in values:
            values[name] = text.narrow(values[name])
    for name in values.keys() & _NAMES:
        values[name] = _tidy(values[name])
    if values.get("kana"):
        values["kana"] = _katakana(values["kana"])
    if "jan" in values:
        values["jan"] = jan_of(values["jan"]) or None if values["jan"] else None
    if not values.get("product_code"):
        values.pop("product_code", None)
    return values  # type: ignore[return-value]  # the same keys as came in


def reasons(row: ProductRow) -> list[str]:
    """Everything that is wrong with a cleaned row by itself, in words for the person who wrote it."""
    found = _codes(row)
    for name, value in row.items():
        if isinstance(value, str):
            if len(value) > LONGEST.get(name, len(value)):
                found.append(f"{LABELS[name]}が長すぎます（{len(value)} 文字、{LONGEST[name]} 文字まで）")
            if name in WORDS and value not in WORDS[name]:
                found.append(f"{LABELS[name]}「{value}」は選べない値です")
        elif name in MOST and isinstance(value, int) and not 0 <= value <= MOST[name]:
            found.append(f"{LABELS[name]}「{value}」は 0 から {MOST[name]:,} までの数にしてください")
    if row.get("jan"):
        found += filter(None, [why_not_jan(row["jan"] or "")])
    if row.get("description") and "\0" in row["description"]:
        found.append("説明に使えない制御文字が入っています")
    day = row.get("on_sale_on")
    if day and not date(1990, 1, 1) <= day <= date(2100, 12, 31):
        found.append(f"発売日「{day}」は 1990 年から 2100 年までの日付にしてください")
    if "components" in row:
        found += _parts(row)
    return found


def _codes(row: ProductRow) -> list[str]:
    sku = row.get("sku_code", "")
    if not sku:
        return ["SKUコードがありません"]
    return [
        f"{LABELS[name]}「{code[:40]}」に空白や制御文字が入っています"
        for name, code in (("sku_code", sku), ("product_code", row.get("product_code", "")))
        if code and not (code.isascii() and code.isprintable() and " " not in code) and _has_gap(code)
    ]


def _has_gap(code: str) -> bool:
    return any(sign.isspace() or not sign.isprintable() for sign in code)


def _parts(row: ProductRow) -> list[str]:
    parts = row["components"]
    codes = [code for code, _ in parts]
    found = []
    if not parts:
        found.append("セット内訳がありません")
    if len(parts) > MOST_COMPONENTS:
        found.append(f"セット内訳は {MOST_COMPONENTS} 種類までです")
    if len(set(codes)) < len(codes):
        found.append("セット内訳に同じ SKU が 2 回あります")
    if row.get("sku_code") in codes:
        found.append("セット内訳に自分自身が入っています")
    if any(not 1 <= quantity <= MOST_IN_BUNDLE for _, quantity in parts):
        found.append(f"セット内訳の数量は 1 から {MOST_IN_BUNDLE:,} までにしてください")
    return found


def differences(
    stored: Mapping[str, Any], stated: Mapping[str, Any], names: Mapping[str, Any]
) -> list[Change]:
    """Which of the named values a row states differently from what is stored, before and after."""
    return [
        Change(name, stored[name], stated[name])
        for name in names
        if name in stated and stated[name] != stored[name]
    ]


def full_name(name: str, option1: str, option2: str) -> str:
    """The name of a SKU as slips and boards show it: 商品名（赤・M）."""
    options = "・".join(option for option in (option1, option2) if option)
    return f"{name}（{options}）" if options else name


def search_texts(products: Sequence[Sequence[str]]) -> list[str]:
    """For each product one line per searchable word, in one width, case and kana script.

    A hit never spans two words, because each has a line of its own. All words are folded in one go: NUL, which no
    word holds, keeps them apart.
    """
    words = dict.fromkeys(part for parts in products for part in parts if part)
    if not words:
        return [""] * len(products)
    folded = dict(zip(words, text.search_key("\0".join(words)).split("\0"), strict=True))
    return ["\n".join(dict.fromkeys([folded[part] for part in parts if part])) for parts in products]
