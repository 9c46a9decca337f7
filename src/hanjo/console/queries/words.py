"""How the values of an order are called on the pages (項目の呼び名)."""

from __future__ import annotations

from datetime import date
from typing import Any

from hanjo.orders.checks.windows import spoken
from hanjo.ui.formats import on_prose

FIELD_LABELS = {
    "name": "お名前",
    "kana": "フリガナ",
    "company": "会社名",
    "postal": "郵便番号",
    "prefecture": "都道府県",
    "city": "市区町村",
    "street": "町名・番地",
    "building": "建物",
    "phone": "電話",
    "wanted_on": "配達希望日",
    "window": "時間帯",
    "receipt_name": "領収書の宛名",
    "receipt_proviso": "領収書の但し書き",
    "no_slip": "金額の入った納品書",
    "is_gift": "ギフト",
    "noshi": "のし",
    "wrapping": "包装",
    "gift_message": "メッセージ",
    "service": "配送方法",
}


def field_word(key: str, value: Any) -> str:
    """A value of an order in people's words."""
    if key == "no_slip":
        return "入れない" if value else "入れる"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if value in (None, ""):
        return "（なし）"
    if key == "wanted_on":
        return on_prose(date.fromisoformat(value) if isinstance(value, str) else value)
    if key == "window":
        return spoken(str(value))
    if key == "postal" and len(str(value)) == 7:
        return f"〒{value[:3]}-{value[3:]}"
    return str(value)
