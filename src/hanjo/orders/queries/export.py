"""Orders as a table of text, for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from hanjo.kernel.clock import JST
from hanjo.orders.terms import MoneyState, Stage

HEADERS = [
    "受注番号", "店舗", "モール注文番号", "注文日時", "ステージ", "入金状況", "注文者", "注文者電話", "メール",
    "お届け先", "郵便番号", "都道府県", "市区町村", "町名番地", "建物", "電話", "支払方法", "配送方法",
    "配達希望日", "時間帯", "出荷期限", "出荷日時", "送料", "手数料", "包装料", "値引き", "ポイント", "合計",
    "担当", "タグ", "備考", "社内メモ", "明細", "商品コード", "SKU", "商品名", "選択肢", "数量", "取消数量",
    "単価", "金額", "税率",
]  # fmt: skip

_ROWS = """
    SELECT o.number, o.channel, o.external_number, o.ordered_at, o.stage, o.money_state, o.buyer_name, o.buyer_phone,
           o.buyer_email, o.name, o.postal, o.prefecture, o.city, o.street, o.building, o.phone, o.pay_method,
           coalesce(nullif(o.service, ''), o.shipping_method), o.wanted_on, o."window", o.ship_by_on, o.shipped_at,
           o.shipping_yen, o.fee_yen, o.wrapping_yen, o.discount_yen, o.points_yen, o.total_yen, o.assignee,
           array_to_string(o.tags, '、'), o.remarks, o.shop_note,
           l.position + 1, l.code, s.code, l.name, l.options, l.quantity, l.cancelled_quantity, l.unit_price_yen,
           l.total_yen, l.tax_rate
    FROM orders_order o LEFT JOIN orders_orderline l ON l.order_id = o.id LEFT JOIN catalogue_sku s ON s.id = l.sku_id
    WHERE o.number = ANY(%s) OR %s ORDER BY o.ordered_at, o.id, l.position, l.id
"""
_WORDS: dict[int, dict[str, str]] = {4: dict(Stage.choices()), 5: dict(MoneyState.choices())}


def export_rows(numbers: Sequence[str] | None = None) -> Iterator[list[str]]:
    """Every line of every order, headers first; memory stays flat (受注の書き出し)."""
    yield list(HEADERS)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS, [list(numbers or []), numbers is None])
        while rows := cursor.fetchmany(2_000):
            for row in rows:
                yield [_cell(place, value) for place, value in enumerate(row)]


def _cell(place: int, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(JST):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return _WORDS.get(place, {}).get(value, str(value))
