"""楽天's OrderModel into orders (楽天 API の受注取込).

The document is first spelt as rows of 通常購入データ, so that the one translator of those (`translate_file.py`)
understands both: an order is the same order whether it came by file or by interface. What only the interface says is
added here: 送付先 and goods that were taken out again, 最強翌日配送, ソーシャルギフト, whose money stands, and who
bears a coupon.
Source: getOrder, versions 7 to 10.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hanjo.channels.malls.documents import order, refused
from hanjo.channels.malls.rakuten.columns import COLUMNS
from hanjo.channels.malls.rakuten.translate_file import Translator
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.dates import parse_datetime
from hanjo.channels.terms import RawGroup, Row, Understood
from hanjo.kernel.text import tidy
from hanjo.orders.terms import OrderDraft

SHIPPED = ("500", "600", "700")  # 発送済, 支払手続き中, 支払手続き済
#: orderProgress
TAKEN, PROCESSED, READY, CANCELLING, CANCELLED = "100", "200", "300", "800", "900"
PREPAID = ("9", "13", "14")  # settlementMethodCode: 銀行振込, セブン前払, ローソン等前払
_ORDER = {
    "注文番号": "orderNumber", "ステータス": "orderProgress", "サブステータスID": "subStatusId",
    "サブステータス": "subStatusName", "注文日時": "orderDatetime", "キャンセル期限日": "cancelDueDate",
    "注文確認日時": "shopOrderCfmDatetime", "注文確定日時": "orderFixDatetime", "注文種別": "orderType",
    "複数送付先フラグ": "severalSenderFlag", "離島フラグ": "isolatedIslandFlag",
    "楽天確認中フラグ": "rakutenConfirmFlag",
    "商品合計金額": "goodsPrice", "送料合計": "postagePrice", "代引料合計": "deliveryPrice",
    "決済手数料": "paymentCharge", "合計金額": "totalPrice", "請求金額": "requestPrice",
    "クーポン利用総額": "couponAllTotalPrice", "店舗発行クーポン利用額": "couponShopPrice",
    "楽天発行クーポン利用額": "couponOtherPrice", "注文者負担金合計": "additionalFeeOccurAmountToUser",
    "お届け日指定": "deliveryDate", "お届け時間帯": "shippingTerm", "コメント": "remarks", "ひとことメモ": "memo",
    "ギフト配送希望": "giftCheckFlag", "あす楽希望フラグ": "asurakuFlag",
}  # fmt: skip
_PERSON = {
    "郵便番号1": "zipCode1", "郵便番号2": "zipCode2", "住所都道府県": "prefecture", "住所郡市区": "city",
    "住所それ以降の住所": "subAddress", "姓": "familyName", "名": "firstName", "姓カナ": "familyNameKana",
    "名カナ": "firstNameKana", "電話番号1": "phoneNumber1", "電話番号2": "phoneNumber2", "電話番号3": "phoneNumber3",
}  # fmt: skip
_PACKAGE = {
    "送付先ID": "basketId", "送付先送料": "postagePrice", "送付先代引料": "deliveryPrice", "のし": "noshi",
    "購入時配送会社": "defaultDeliveryCompanyCode",
}  # fmt: skip
_ITEM = {
    "商品明細ID": "itemDetailId", "商品名": "itemName", "商品番号": "itemNumber", "商品管理番号": "manageNumber",
    "単価": "price", "個数": "units", "税込別": "includeTaxFlag", "商品毎税込価格": "priceTaxIncl",
    "商品税率": "taxRate", "項目・選択肢": "selectedChoice",
}  # fmt: skip
_SKU = {"SKU管理番号": "variantId", "システム連携用SKU番号": "merchantDefinedSkuId", "SKU情報": "skuInfo"}
_OF_ROWS = Translator(COLUMNS, cancelled_states=(CANCELLING, CANCELLED))
_PLACE = {name: place for place, name in enumerate(COLUMNS)}


def understand(key: str, text: str) -> Understood:
    """What one OrderModel is. Never raises."""
    try:
        model = json.loads(text)
    except ValueError:
        return refused(
            key, "楽天の受注データが JSON として読めません。「取込」から、もう一度取り直してください。"
        )
    if not isinstance(model, dict) or not text_of(model, "orderNumber"):
        return refused(
            key, "楽天の受注データに注文番号（orderNumber）がありません。もう一度取り直してください。"
        )
    rows = tuple(Row(number, cells) for number, cells in enumerate(_rows(model), 1))
    if not rows:
        return refused(key, "楽天の受注データに商品の明細がありません。RMS で注文を開いて確かめてください。")
    number = text_of(model, "orderNumber")
    found = _OF_ROWS.understand(RawGroup(key=number, rows=rows))
    if found.draft is None:
        return refused(key, next(iter(found.reasons.values()), "楽天の受注データを読めません。"))
    shipped = text_of(model, "orderProgress") in SHIPPED
    return order(_whole(found.draft, model), shipped=shipped)


def _whole(draft: OrderDraft, model: Mapping[str, Any]) -> OrderDraft:
    """What the interface says beside the columns of the file."""
    progress, waiting = text_of(model, "orderProgress"), waits_for_receiver(model)
    extra = {**draft.extra, "pay_code": text_of(part(model, "SettlementModel"), "settlementMethodCode")}
    if waiting:
        extra["waits_for_receiver"] = True
    coupons = {"shop_yen": yen(model, "couponShopPrice"), "mall_yen": yen(model, "couponOtherPrice")}
    if any(coupons.values()):
        extra["coupons"] = coupons
    return replace(
        draft,
        is_prime=draft.is_prime or flag(model, "deliveryCertPrgFlag"),
        no_prices=flag(model, "socialGiftFlag"),  # the receiver is somebody else, always
        mall_is_checking=draft.mall_is_checking or waiting or progress in (TAKEN, PROCESSED),
        paid_at=_paid_at(model, progress),
        extra=extra,
    )


def _paid_at(model: Mapping[str, Any], progress: str) -> Any:
    """楽天 sets an order that is paid beforehand to 発送待ち when the money is there."""
    code = text_of(part(model, "SettlementModel"), "settlementMethodCode")
    fixed = text_of(model, "orderFixDatetime")
    if code not in PREPAID or progress not in (READY, *SHIPPED) or not fixed:
        return None
    try:
        return parse_datetime(fixed, "注文確定日時")
    except BadCell:
        return None


def waits_for_receiver(model: Mapping[str, Any]) -> bool:
    """ソーシャルギフト whose receiver has not answered: the address is a dummy, nothing may be shipped."""
    if not flag(model, "socialGiftFlag"):
        return False
    return any(
        not flag(part(package, "SocialGiftModel"), "inputFlag")
        or "入力待ち" in text_of(part(package, "SenderModel"), "familyName")
        for package in packages(model)
    )


def packages(model: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """送付先 that still count."""
    return [one for one in parts(model, "PackageModelList") if not flag(one, "packageDeleteFlag")]


def items(package: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Goods of a 送付先 that still count."""
    return [one for one in parts(package, "ItemModelList") if not flag(one, "deleteItemFlag")]


# --- the document as rows ------------------------------------------------------------------------------------


def _rows(model: Mapping[str, Any]) -> Iterator[list[str]]:
    head = _order(model)
    live = packages(model)
    if not any(items(one) for one in live):  # an order of which everything was taken out
        live = parts(model, "PackageModelList")
    for package in live:
        receiver = _spelt(part(package, "SenderModel"), _PERSON, "送付先")
        if flag(part(package, "SenderModel"), "isolatedIslandFlag"):
            receiver["離島フラグ"] = "1"
        for item in items(package) or parts(package, "ItemModelList"):
            sku = next(iter(parts(item, "SkuModelList")), {})
            yield _row(head | receiver | _spelt(package, _PACKAGE) | _spelt(item, _ITEM) | _spelt(sku, _SKU))


def _order(model: Mapping[str, Any]) -> dict[str, str]:
    buyer, settlement = part(model, "OrdererModel"), part(model, "SettlementModel")
    cells = _spelt(model, _ORDER) | _spelt(buyer, _PERSON, "注文者")
    cells["お届け時間帯"] = _term(cells["お届け時間帯"])
    cells |= {
        "注文者メールアドレス": text_of(buyer, "emailAddress"),
        "支払方法名": text_of(settlement, "settlementMethod"),
        "配送方法": text_of(part(model, "DeliveryModel"), "deliveryName"),
        "ポイント利用額": text_of(part(model, "PointModel"), "usedPoint"),
    }
    for place in (1, 2):
        wrapping = part(model, f"WrappingModel{place}")
        if not flag(wrapping, "deleteWrappingFlag"):
            cells |= {
                f"ラッピング名{place}": text_of(wrapping, "name"),
                f"ラッピング料金{place}": text_of(wrapping, "price"),
            }
    for tax in parts(model, "TaxSummaryModelList"):
        rate = _percent(text_of(tax, "taxRate"))
        if f"{rate}%請求金額" in _PLACE:
            cells |= {
                f"{rate}%請求金額": text_of(tax, "reqPrice"),
                f"{rate}%請求額に対する税額": text_of(tax, "reqPriceTax"),
            }
    return cells


def _term(written: str) -> str:
    """h1h2 as a number has lost its first zero: 812 is 0812."""
    return written.zfill(4) if len(written) == 3 and written.isdigit() else written


def _percent(written: str) -> str:
    try:
        return f"{int(Decimal(written) * 100)}"
    except (ArithmeticError, ValueError):
        return ""


def _spelt(values: Mapping[str, Any], names: Mapping[str, str], before: str = "") -> dict[str, str]:
    return {before + column: text_of(values, name) for column, name in names.items()}


def _row(cells: Mapping[str, str]) -> list[str]:
    row = [""] * len(COLUMNS)
    for name, value in cells.items():
        row[_PLACE[name]] = value
    return row


# --- values of a document, whatever they are -----------------------------------------------------------------


def text_of(values: Mapping[str, Any], name: str) -> str:
    """A value as text; nothing, and what is no single value, is empty."""
    value = values.get(name)
    if value is None or isinstance(value, dict | list):
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object inside a document; an empty one when there is none."""
    found = values.get(name)
    return found if isinstance(found, dict) else {}


def parts(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """A list of objects inside a document."""
    found = values.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def flag(values: Mapping[str, Any], name: str) -> bool:
    """Whether a flag is 1."""
    return text_of(values, name) == "1"


def yen(values: Mapping[str, Any], name: str) -> int:
    """An amount; 0 when it is not there or not decided (-9999)."""
    written = tidy(text_of(values, name))
    return max(int(written), 0) if written.lstrip("-").isdigit() and len(written) < 12 else 0
