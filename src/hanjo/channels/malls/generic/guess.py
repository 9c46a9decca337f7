"""A first proposal of a mapping, and what it would do (列の対応の下書きと試し読み)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.channels.malls.generic import translate
from hanjo.channels.malls.generic.mapping import FIELDS, GenericMapping
from hanjo.channels.reading import BadCell
from hanjo.channels.reading.dates import AUTO, FORMATS, parse_datetime
from hanjo.channels.reading.headers import Headers, as_headers, fold
from hanjo.channels.terms import RawGroup, Row, RowVerdict
from hanjo.orders.terms import OrderDraft

#: Usual column names of each field; the first that is there is taken.
_USUAL: dict[str, str] = {
    "order_number": "注文番号 受注番号 注文No 受注No 注文ID 受注ID 伝票番号 オーダー番号 "
    "order_number order-id orderid order_id InvoiceNo invoice name",
    "ordered_at": "注文日時 受注日時 注文日 受注日 購入日時 日付 "
    "ordered_at order_date created_at InvoiceDate purchase-date date",
    "line_key": "明細番号 明細ID 行番号 商品明細ID line_id",
    "code": "SKU 商品コード 品番 商品番号 商品管理番号 JANコード JAN sku StockCode item_code code",
    "name": "商品名 品名 アイテム名 商品 Description product-name product_name title item",
    "options": "選択肢 規格 オプション バリエーション 項目・選択肢 option",
    "quantity": "数量 個数 注文数 購入数 数 Quantity qty",
    "unit_price": "単価 単価(税込) 販売価格 価格 税込単価 商品単価 UnitPrice unit_price price",
    "tax_rate": "税率 消費税率 tax_rate",
    "buyer_key": "顧客番号 会員番号 会員ID 顧客ID CustomerID customer_id",
    "buyer_email": "メールアドレス メール Eメール E-mail email 注文者メールアドレス",
    "buyer_name": "注文者名 注文者氏名 購入者名 お名前 氏名 顧客名 customer_name",
    "buyer_kana": "注文者フリガナ フリガナ カナ",
    "buyer_postal": "注文者郵便番号 郵便番号 〒 zip postal_code",
    "buyer_address": "注文者住所 住所 ご住所 address",
    "buyer_prefecture": "注文者都道府県 都道府県",
    "buyer_city": "注文者市区町村 市区町村",
    "buyer_street": "注文者番地 番地 住所1",
    "buyer_building": "注文者建物 建物名 住所2",
    "buyer_phone": "注文者電話番号 電話番号 TEL 電話 phone",
    "buyer_country": "国 国名 Country country",
    "recipient_name": "お届け先名 お届け先氏名 送付先氏名 配送先名 届け先名 受取人名",
    "recipient_kana": "お届け先フリガナ 送付先フリガナ",
    "recipient_postal": "お届け先郵便番号 送付先郵便番号 配送先郵便番号",
    "recipient_address": "お届け先住所 送付先住所 配送先住所",
    "recipient_prefecture": "お届け先都道府県 送付先都道府県 配送先都道府県",
    "recipient_city": "お届け先市区町村 送付先市区町村",
    "recipient_street": "お届け先番地 送付先番地 お届け先住所1",
    "recipient_building": "お届け先建物名 お届け先住所2",
    "recipient_phone": "お届け先電話番号 送付先電話番号 配送先電話番号 お届け先TEL",
    "shipping": "送料 送料(税込) 配送料 shipping",
    "fee": "手数料 代引手数料 決済手数料",
    "wrapping": "ラッピング料 包装料",
    "discount": "値引き 値引 割引 クーポン クーポン割引額 discount",
    "points": "ポイント利用 利用ポイント ポイント利用額",
    "total": "合計 合計金額 請求金額 お支払い合計 支払合計 total",
    "pay_method": "支払方法 お支払い方法 決済方法 payment_method",
    "paid_at": "入金日 入金日時 paid_at",
    "shipping_method": "配送方法 発送方法",
    "wanted_on": "お届け希望日 配達希望日 配送希望日 お届け日指定 希望日",
    "window": "お届け時間帯 配達希望時間 配送時間帯 お届け希望時間 時間帯",
    "ship_by_on": "出荷期限 発送期限 出荷予定日",
    "remarks": "備考 お客様備考 コメント ご要望 通信欄 remarks note",
    "shop_note": "社内メモ ショップメモ メモ ひとことメモ",
    "noshi": "のし 熨斗",
    "gift_message": "メッセージ ギフトメッセージ",
    "receipt_name": "領収書宛名 領収書の宛名",
    "receipt_proviso": "領収書但し書き 領収書の但し書き 但し書き 但書",
}
_PREVIEWED = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What a mapping would make of the first rows."""

    drafts: tuple[OrderDraft, ...]
    verdicts: tuple[RowVerdict, ...]
    problems: tuple[str, ...]  # of the mapping itself


def guess_mapping(headers: Sequence[str], sample_rows: Sequence[Row], name: str = "new") -> GenericMapping:
    """A proposal from column names and the first values; may still lack what `problems()` lists."""
    found = as_headers(headers)
    columns: dict[str, str] = {}
    taken: set[int] = set()
    for key in FIELDS:
        place = _usual_column(found, _USUAL.get(key, ""), taken)
        if place is not None:
            columns[key] = found.names[place]
            taken.add(place)
    place = found.at(columns.get("ordered_at", ""))
    values = [row.cells[place] for row in sample_rows if place is not None and place < len(row.cells)]
    return GenericMapping(name=name, columns=columns, date_pattern=guess_date_pattern(values))


def _usual_column(found: Headers, usual: str, taken: set[int]) -> int | None:
    for word in usual.split():
        place = found.at(word)
        if place is not None and place not in taken:
            return place
    folded = [fold(word) for word in usual.split() if not word.isascii() and len(word) > 2]
    for place, header in enumerate(found.names):
        if place not in taken and any(fold(header).startswith(word) for word in folded):
            return place
    return None


def guess_date_pattern(values: Sequence[str]) -> str:
    """The first pattern that reads every value, so that 13/1/26 decides between month and day."""
    filled = [value for value in values if value.strip()]
    for pattern in (AUTO, *(one for one in FORMATS if one != AUTO)):
        try:
            for value in filled:
                parse_datetime(value, "", pattern)
        except BadCell:
            continue
        return pattern
    return AUTO


def preview(headers: Sequence[str], sample_rows: Sequence[Row], mapping: GenericMapping) -> Preview:
    """The drafts and the verdict of each of the first rows; a mapping with problems makes none."""
    problems = (
        *mapping.problems(),
        *(f"列「{column}」はこのファイルにありません。" for column in translate.missing(headers, mapping)),
    )
    if problems:
        return Preview(drafts=(), verdicts=(), problems=problems)
    key_of = translate.group_key(headers, mapping)
    translator = translate.Translator(headers, mapping=mapping)
    groups: dict[str, list[Row]] = {}
    for row in sample_rows[:_PREVIEWED]:
        groups.setdefault(key_of(row.cells), []).append(row)
    understood = [translator.understand(RawGroup(key=key, rows=tuple(rows))) for key, rows in groups.items()]
    verdicts = sorted(
        (one for each in understood for one in each.verdicts), key=lambda verdict: verdict.number
    )
    return Preview(
        drafts=tuple(each.draft for each in understood if each.draft is not None),
        verdicts=tuple(verdicts),
        problems=(),
    )
