"""スマレジ's transactions as receipts (スマレジの取引). Pure.

What a transaction did to the shelves is decided by its division (取引区分), and the client writes it beside the
transaction (`EFFECT`), since which divisions take pieces is a setting: the published list names the divisions and
not what each does to stock. A transaction that was cancelled keeps its number and has no effect any more, so its
pieces come back. Every number is a text.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from hanjo.channels.malls import documents
from hanjo.channels.malls.said import Unfit, moment, parts, whole, words
from hanjo.channels.malls.tills import Receipt
from hanjo.channels.terms import Understood
from hanjo.kernel.clock import JST
from hanjo.kernel.text import narrow

EFFECT = "hanjo_effect"  # left, back, none
RETURN_LINES = "hanjo_return_lines"
DIVISIONS = {
    "1": "通常", "2": "入金", "3": "出金", "4": "取消", "5": "返品", "6": "仮売上", "7": "売上確定", "8": "点検",
    "9": "精算", "10": "取り置き", "11": "取り置き取消", "12": "取り置き引渡", "13": "受注", "14": "打消取消",
    "15": "取り置き引渡取消", "16": "取り置き打消取消",
}  # fmt: skip
SIGNS = {"left": 1, "back": -1, "none": 0}


def document_text(
    told: Mapping[str, Any],
    *,
    sales: Collection[str],
    returns: Collection[str],
    return_lines: Collection[str],
) -> str:
    """A transaction in one spelling, with what it did to the shelves; who bought and who sold is not kept."""
    kept = {key: value for key, value in told.items() if not key.startswith(("customer", "staff"))}
    division = words(told, "transactionHeadDivision")
    kept[EFFECT] = "left" if division in sales else "back" if division in returns else "none"
    kept[RETURN_LINES] = sorted(return_lines)
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def receipt(text: str) -> Receipt | None:
    """What is gone from the shelves because of a transaction as it stands; None when it cannot be read.

    Codes stand in it with nothing, too, where they have no effect: what had left before is then put back.
    """
    try:
        return _receipt(json.loads(text))
    except (Unfit, ValueError, TypeError, ArithmeticError):
        return None


def _receipt(told: Any) -> Receipt:
    key, at = words(told, "transactionHeadId"), moment(told, "transactionDateTime")
    if not key:
        raise Unfit("取引 ID がありません")
    sign = SIGNS.get(words(told, EFFECT), 0)
    listed = told.get(RETURN_LINES)
    back = {one for one in listed if isinstance(one, str)} if isinstance(listed, list) else set()
    pieces: dict[str, int] = {}
    for line in parts(told, "details"):
        code, count = narrow(words(line, "productCode")) or words(line, "productId"), whole(line, "quantity")
        if not code and words(line, "productId") == "":
            continue  # sold by its department alone (部門売り): no goods are named
        if count is None:
            raise Unfit(f"商品 {code} の数量がありません")
        turned = -1 if words(line, "transactionDetailDivision") in back else 1
        effect = -abs(count) if sign < 0 else count * sign * turned
        pieces[code] = pieces.get(code, 0) + effect
    day = f"{at.astimezone(JST):%Y-%m-%d} の" if at else ""
    return Receipt(key=key, pieces=pieces, at=at, named=f"{day}スマレジの取引 {key}")


def understand(key: str, text: str) -> Understood:
    """A transaction is no order: it is kept, and set aside with what it was; never raises."""
    try:
        told = json.loads(text)
        made = _receipt(told)
    except Unfit as error:
        reason = f"スマレジの取引を読めません: {error}。スマレジの管理画面で取引を確かめてください。"
        return documents.refused(key, reason)
    except (ValueError, TypeError, ArithmeticError, AttributeError):
        return documents.refused(key, "スマレジの取引を読めません。もう一度取り込んでください。")
    division = words(told, "transactionHeadDivision")
    name = DIVISIONS.get(division)
    if name is None:
        reason = f"スマレジの取引区分「{division}」は分からないため、在庫は動かしていません。"
    elif not any(made.pieces.values()):
        reason = f"スマレジの取引（{name}）です。在庫は出ていません。"
    else:
        reason = f"店頭の取引（{name}）です。注文にはせず、店舗の在庫だけを動かします。"
    return documents.set_aside(made.key, reason)
