"""EC-CUBE's documents into orders (EC-CUBE の受注, API). Pure.

A document is written as the rows of the shop's own order CSV and understood by the same translator, so that an
order that comes by both ways is one order: same number (注文番号), same line keys (注文詳細ID), same codes. What the
interface says more clearly is used: the tax that the shop itself computed, and what the buyer wrote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hanjo.channels.malls import documents
from hanjo.channels.malls.eccube.translate_file import COLUMNS, ITEM, Translator
from hanjo.channels.terms import RawGroup, Row, RowClass, Understood
from hanjo.kernel.clock import JST
from hanjo.orders.terms import OrderDraft

EXCLUDED = "1"  # 税抜
SHIPPED = "5"  # 発送済み
BAD = "EC-CUBE の注文を読めません: {why}"
#: Carriers as buyers know them; EC-CUBE keeps a text.
CARRIERS = {"yamato": "ヤマト運輸", "sagawa": "佐川急便", "japanpost": "日本郵便"}


def understand(key: str, text: str) -> Understood:
    """What one document is; never raises."""
    try:
        told = json.loads(text)
        if not isinstance(told, Mapping):
            return documents.refused(
                key, BAD.format(why="注文の形をしていません。管理画面で確かめてください。")
            )
        return _order(key, told)
    except (ValueError, TypeError, ArithmeticError) as error:
        return documents.refused(key, BAD.format(why=f"{type(error).__name__}。管理画面で確かめてください。"))


def _order(key: str, told: Mapping[str, Any]) -> Understood:
    items = listed(told, "OrderItems")
    if not number_of(told) or not items:
        return documents.refused(
            key, BAD.format(why="注文番号か明細がありません。管理画面で確かめてください。")
        )
    included = _prices_with_tax(items)
    shippings = {words(one, "id"): one for one in listed(told, "Shippings")}
    rows = [_row(told, item, shippings, included=included is True) for item in items]
    group = RawGroup(key=number_of(told), rows=tuple(Row(at, row) for at, row in enumerate(rows, 1)))
    made = Translator(COLUMNS, tax_included=included).understand(group)
    if made.draft is None:
        reason = next(iter(made.reasons.values()), "理由が分かりません。")
        if {one.row_class for one in made.verdicts} == {RowClass.ADJUSTMENT}:
            return documents.set_aside(key, reason)
        at = next(
            (
                verdict.number
                for verdict in made.verdicts
                if verdict.reason and "同じ注文の" not in verdict.reason
            ),
            1,
        )
        return documents.refused(key, BAD.format(why=made.reasons.get(at, reason)))
    shipped = words(part(told, "OrderStatus"), "id") == SHIPPED
    return documents.order(_with_words(made.draft, told), shipped=shipped)


def _with_words(draft: OrderDraft, told: Mapping[str, Any]) -> OrderDraft:
    said = "\n".join(filter(None, (words(told, "message"), draft.remarks)))
    return replace(draft, remarks=said) if said != draft.remarks else draft


def number_of(told: Mapping[str, Any]) -> str:
    """注文番号, or the id where the shop numbers nothing: as in its CSV."""
    return words(told, "order_no") or words(told, "id")


def _prices_with_tax(items: Sequence[Mapping[str, Any]]) -> bool | None:
    """Whether each price can be given with tax: every item of goods says how it is written."""
    goods = [one for one in items if words(part(one, "OrderItemType"), "id") in ("", ITEM)]
    stated = [words(part(one, "TaxDisplayType"), "id") in ("1", "2") for one in goods]
    return True if goods and all(stated) else None


def _row(
    told: Mapping[str, Any],
    item: Mapping[str, Any],
    shippings: Mapping[str, Mapping[str, Any]],
    *,
    included: bool,
) -> list[str]:
    """One item as a row of the CSV. 送料 stands twice there: the order's, then the shipment's."""
    price = number(item, "price")
    if included and words(part(item, "TaxDisplayType"), "id") == EXCLUDED:
        price = plain(float(price or 0) + float(number(item, "tax") or 0))
    shipping = shippings.get(words(part(item, "Shipping"), "id")) or next(iter(shippings.values()), {})
    kind = part(item, "OrderItemType")
    cells = {
        "注文ID": words(told, "id"), "注文番号": number_of(told), "会員ID": words(part(told, "Customer"), "id"),
        **_person(told, ""), "メールアドレス": words(told, "email"), "ショップ用メモ欄": words(told, "note"),
        "小計": number(told, "subtotal"), "値引き": number(told, "discount"),
        "送料": number(told, "delivery_fee_total"),
        "税金": number(told, "tax"), "合計": number(told, "total"), "支払合計": number(told, "payment_total"),
        "対応状況(ID)": words(part(told, "OrderStatus"), "id"),
        "対応状況(名称)": words(part(told, "OrderStatus"), "name"),
        "支払方法(名称)": words(told, "payment_method"), "受注日": moment(told, "order_date"),
        "入金日": moment(told, "payment_date"), "注文詳細ID": words(item, "id"), "商品名": words(item, "product_name"),
        "商品コード": words(item, "product_code"), "規格名1": words(item, "class_name1"),
        "規格名2": words(item, "class_name2"), "規格分類名1": words(item, "class_category_name1"),
        "規格分類名2": words(item, "class_category_name2"), "価格": price, "個数": number(item, "quantity"),
        "税率": number(item, "tax_rate"), "明細区分(ID)": words(kind, "id"), "明細区分(名称)": words(kind, "name"),
        "出荷ID": words(shipping, "id"), **_person(shipping, "配送先_"),
        "配送業者(名称)": words(shipping, "shipping_delivery_name"),
        "お届け時間(名称)": words(shipping, "shipping_delivery_time"),
        "お届け希望日": moment(shipping, "shipping_delivery_date"), "発送日": moment(shipping, "shipping_date"),
        "出荷伝票番号": words(shipping, "tracking_number"), "配達用メモ": words(shipping, "note"),
    }  # fmt: skip
    return [cells.get(name, "") for name in COLUMNS]


def _person(told: Mapping[str, Any], prefix: str) -> dict[str, str]:
    pref = part(told, "Pref")
    columns = {
        "お名前(姓)": "name01", "お名前(名)": "name02", "お名前(セイ)": "kana01", "お名前(メイ)": "kana02",
        "会社名": "company_name", "郵便番号": "postal_code",
        "住所1": "addr01", "住所2": "addr02", "TEL": "phone_number",
    }  # fmt: skip
    return {f"{prefix}{name}": words(told, column) for name, column in columns.items()} | {
        f"{prefix}都道府県(ID)": words(pref, "id"), f"{prefix}都道府県(名称)": words(pref, "name"),
    }  # fmt: skip


# --- reading without trusting -------------------------------------------------------------------------------


def words(told: Any, name: str) -> str:
    """A text; empty when it is not there or no text."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return found.strip() if isinstance(found, str) else ""


def part(told: Any, name: str) -> Mapping[str, Any]:
    """An entity inside; empty when it is not there."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def listed(told: Any, name: str) -> list[Mapping[str, Any]]:
    """The entities of a list."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def number(told: Mapping[str, Any], name: str) -> str:
    """A number as the CSV writes it; empty when it is not there."""
    found = told.get(name)
    return plain(found) if isinstance(found, (int, float)) and not isinstance(found, bool) else ""


def plain(value: float) -> str:
    """1500.0 → 1500."""
    return str(int(value)) if value == int(value) else str(value)


def moment(told: Mapping[str, Any], name: str) -> str:
    """A time as the CSV writes it: in Tokyo."""
    try:
        found = datetime.fromisoformat(words(told, name))
    except ValueError:
        return ""
    return f"{found.astimezone(JST):%Y-%m-%d %H:%M:%S}" if found.tzinfo else f"{found:%Y-%m-%d %H:%M:%S}"
