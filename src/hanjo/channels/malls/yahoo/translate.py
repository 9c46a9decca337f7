"""An order of Yahoo!'s orderInfo into an order of ours (Yahoo! の受注・API).

The fields have the names of the CSV's columns, so the CSV's translator does the work: file and interface cannot
differ. Here they are only taken out of their nodes (Pay, Ship, Detail …) and laid into rows.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hanjo.channels.malls.documents import order as taken
from hanjo.channels.malls.documents import refused, set_aside
from hanjo.channels.malls.port import Goods
from hanjo.channels.malls.yahoo.translate_file import Translator
from hanjo.channels.malls.yahoo.values import listed, text
from hanjo.channels.reading.dates import parse_datetime
from hanjo.channels.terms import RawGroup, Row, Understood
from hanjo.kernel.clock import JST

ORDER = tuple(
    """OrderId OrderTime OrderStatus ShipName ShipNameKana ShipZipCode ShipPrefecture ShipCity ShipAddress1 ShipAddress2
    ShipPhoneNumber BillName BillNameKana BillZipCode BillPrefecture BillCity BillAddress1 BillAddress2
    BillPhoneNumber BillMailAddress ShipMethodName PayMethodName ShipCharge PayCharge GiftWrapCharge Discount
    TotalMallCouponDiscount GiftCardDiscount UsePoint TotalPrice PayDate PayStatus ShipStatus ShipRequestDate
    ShipRequestTime BuyerComments SellerComments Notes NeedGiftWrap GiftWrapMessage ReceiptName ExcellentDelivery
    Suspect""".split()
)
ITEM = tuple(
    """OrderId Quantity ItemId SubCode Title ItemOptionName ItemOptionValue SubCodeOption InscriptionValue UnitPrice
    CouponDiscount ItemTaxRatio LineId""".split()
)
#: What orderInfo is asked for: there is no word for "everything", and what is not asked for does not come.
FIELDS = tuple(
    """OrderId Version ParentOrderId IsSplit OrderTime LastUpdateTime OrderStatus IsSeen Suspect BuyerComments
    SellerComments Notes CancelReason SocialGiftType FraudHoldStatus IsMultiShip PayStatus SettleStatus PayType PayKind
    PayMethod PayMethodName PayDate NeedReceipt BillFirstName BillFirstNameKana BillLastName BillLastNameKana
    BillZipCode BillPrefecture BillCity BillAddress1 BillAddress2 BillPhoneNumber BillMailAddress ShipStatus ShipMethod
    ShipMethodName ShipRequestDate ShipRequestTime ShipNotes ShipCompanyCode ShipInvoiceNumber1 ShipInvoiceNumber2
    ShipDate ArrivalDate NeedGiftWrap GiftWrapType GiftWrapMessage ExcellentDelivery ShippingDeadline ShipFirstName
    ShipFirstNameKana ShipLastName ShipLastNameKana ShipZipCode ShipPrefecture ShipCity ShipAddress1 ShipAddress2
    ShipPhoneNumber PayCharge ShipCharge GiftWrapCharge Discount GiftCardDiscount UsePoint TotalPrice
    TotalMallCouponDiscount LineId ItemId Title SubCode SubCodeOption ItemOption Inscription ItemTaxRatio UnitPrice
    Quantity CouponDiscount ReleaseDate""".split()
)
NODES = ("Pay", "Ship", "Seller", "Buyer", "Detail")
YES = ("1", "2", "true")  # ExcellentDelivery 2 is 翌日優良配送
CANCELLED, COMPLETED, SENT = "4", "5", ("3", "4")  # OrderStatus; ShipStatus 出荷済・着荷済
_SENT = "Yahoo! ではもう出荷済みか完了のため、出荷する受注としては取り込んでいません。"
_UNTOLD = "Yahoo! が注文の詳細を返しませんでした（{code}）。注文の画面を確かめ、番号を指定して取り込み直してください。"
_NO_RECEIVER = "ソーシャルギフトの受取人がまだ住所を入力していません。入力が済むと自動で取り込みます。"


def understand(key: str, document: str) -> Understood:
    """What one order is. Never raises: what cannot be read is refused with the reason."""
    try:
        values = json.loads(document)
        return _understood(key, values if isinstance(values, dict) else {})
    except (ValueError, TypeError, ArithmeticError, AttributeError, LookupError) as error:
        return refused(key, f"Yahoo! の注文を読めません: {error}。注文の画面を確かめてください。")


def _understood(key: str, order: dict[str, Any]) -> Understood:
    flat = flattened(order)
    number = flat.get("OrderId", "")
    if not number:
        return refused(key, "Yahoo! の注文番号（OrderId）がありません。取り込み直してください。")
    if isinstance(order.get("Error"), dict):
        return refused(number, _UNTOLD.format(code=text(order, "Error", "Code") or "理由なし"))
    cancelled = flat.get("OrderStatus") == CANCELLED
    if waits_for_receiver(flat) and not cancelled:
        return set_aside(number, _NO_RECEIVER)
    if not cancelled and (flat.get("ShipStatus") in SENT or flat.get("OrderStatus") == COMPLETED):
        return set_aside(number, _SENT)
    items = [_item(number, item) for item in listed(order, "Item")]
    if not items:
        return refused(number, "Yahoo! の注文に商品（Item）がありません。取り込み直してください。")
    width = len(ORDER)
    rows = [Row(1, [*(flat.get(name, "") for name in ORDER), *[""] * len(ITEM)])]
    rows += [
        Row(at, [*[""] * width, *(item.get(name, "") for name in ITEM)]) for at, item in enumerate(items, 2)
    ]
    found = Translator((*ORDER, *ITEM)).understand(RawGroup(key=number, rows=tuple(rows)))
    if found.draft is None:
        reason = next((verdict.reason for verdict in found.verdicts if verdict.reason), "")
        return refused(number, reason or "Yahoo! の注文を読めません。注文の画面を確かめてください。")
    extra = {
        "fraud_hold": flat.get("FraudHoldStatus", ""), "social_gift": flat.get("SocialGiftType", ""),
        "release_date": flat.get("ReleaseDate", ""), "parent_order": flat.get("ParentOrderId", ""),
    }  # fmt: skip
    known = {name: value for name, value in extra.items() if value and value != "0"}
    deadline = (
        parse_datetime(flat["ShippingDeadline"], "ShippingDeadline") if flat.get("ShippingDeadline") else None
    )
    draft = replace(
        found.draft,
        extra={**found.draft.extra, **known},
        ship_by_on=deadline.astimezone(JST).date() if deadline else None,
        ship_by_at=deadline,
    )
    return taken(draft)


def flattened(order: dict[str, Any]) -> dict[str, str]:
    """Every field of an order but its items, whichever node it stands in."""
    flat = {name: text(order, name) for name in order if name not in NODES}
    for node in NODES:
        inner = order.get(node)
        flat |= {name: text(inner, name) for name in inner} if isinstance(inner, dict) else {}
    for who in ("Ship", "Bill"):
        for tail in ("", "Kana"):
            parts = (flat.get(f"{who}LastName{tail}", ""), flat.get(f"{who}FirstName{tail}", ""))
            flat.setdefault(f"{who}Name{tail}", " ".join(filter(None, parts)))
    flat["ExcellentDelivery"] = "1" if flat.get("ExcellentDelivery") in YES else "0"
    return flat


def waits_for_receiver(flat: dict[str, str]) -> bool:
    """A gift that was sent as a link: who gets it has not said yet where they live."""
    return flat.get("SocialGiftType") == "1" and not flat.get("ShipPrefecture")


def _item(number: str, item: dict[str, Any]) -> dict[str, str]:
    row = {name: text(item, name) for name in ITEM}
    options = listed(item, "ItemOption")
    row["OrderId"] = number
    row["ItemOptionName"] = ":".join(text(one, "Name").replace(":", "：") for one in options)
    row["ItemOptionValue"] = ":".join(text(one, "Value").replace(":", "：") for one in options)
    row["InscriptionValue"] = " ".join(
        filter(None, (text(one, "Value") for one in listed(item, "Inscription")))
    )
    return row


def lacking(goods: Goods) -> list[str]:
    """What Yahoo! needs before this can be sold there (出品の準備)."""
    found = []
    if not goods.title:
        found.append("商品名")
    if not goods.price_yen or goods.price_yen <= 0:
        found.append("販売価格")
    if not goods.category.isdigit():
        found.append("プロダクトカテゴリ（数字）")
    if not goods.more.get("path"):
        found.append("ストアカテゴリ（パス）")
    return found
