"""An order as OrderModel spells it. `Order.flags` says what is special: see `order_model`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from simulators.malls.world import Line, Order, Person

UNDECIDED = -9999
#: our word → settlementMethodCode, settlementMethod
METHODS = {
    "card": (1, "クレジットカード"),
    "cod": (2, "代金引換"),
    "points": (8, "全額ポイント払い"),
    "bank": (9, "銀行振込"),
    "konbini": (14, "ローソン、郵便局ATM等（前払）"),
    "later": (21, "後払い決済"),
}
DUMMY = Person(
    family="入力待ち", given="入力待ち", family_kana="ニュウリョクマチ", given_kana="ニュウリョクマチ",
    postal="9999999", prefecture="", city="", street="", phone="99999999999",
)  # fmt: skip


def order_model(order: Order, version: int, moment: Callable[[float], datetime]) -> dict[str, Any]:
    """Flags: undecided, gift, noshi, checking, fast, asuraku, island, subscription, social (receiver not known yet),
    shop_coupon, wrapping [(title, name, yen)], others [(receiver, [line ids])], gone [line ids]."""
    flags = order.flags
    undecided = bool(flags.get("undecided"))
    wrapping = [dict(zip(("title", "name", "price"), one, strict=True)) for one in flags.get("wrapping", ())]
    extra = sum(one["price"] for one in wrapping)
    goods, postage = order.goods_yen, UNDECIDED if undecided else order.postage_yen
    cod = order.fee_yen if order.pay == "cod" else 0
    shop = min(int(flags.get("shop_coupon", 0)), order.discount_yen)
    packages = _packages(order, undecided)
    model: dict[str, Any] = {
        "orderNumber": order.number,
        "orderProgress": int(order.state) if order.state.isdigit() else order.state,
        "subStatusId": None,
        "subStatusName": None,
        "orderDatetime": _at(order.placed, moment),
        "shopOrderCfmDatetime": _at(flags.get("confirmed_at"), moment),
        "orderFixDatetime": _at(flags.get("fixed_at"), moment),
        "shippingInstDatetime": _at(flags.get("shipped_at"), moment),
        "shippingCmplRptDatetime": _at(flags.get("reported_at"), moment),
        "cancelDueDate": None,
        "deliveryDate": order.wanted_on or None,
        "shippingTerm": _term(order.window),
        "remarks": _remarks(order),
        "giftCheckFlag": int(bool(flags.get("gift"))),
        "severalSenderFlag": int(len(packages) > 1),
        "equalSenderFlag": int(order.buyer == order.receiver),
        "isolatedIslandFlag": int(bool(flags.get("island"))),
        "rakutenMemberFlag": 1,
        "carrierCode": 11,
        "emailCarrierCode": 0,
        "orderType": 4 if flags.get("subscription") else 1,
        "reserveNumber": None,
        "reserveDeliveryCount": None,
        "cautionDisplayType": 0,
        "rakutenConfirmFlag": int(bool(flags.get("checking"))),
        "goodsPrice": goods,
        "postagePrice": postage,
        "deliveryPrice": cod,
        "paymentCharge": order.fee_yen - cod,
        "paymentChargeTaxRate": 0.1,
        "totalPrice": UNDECIDED if undecided else goods + order.postage_yen + extra,
        "requestPrice": UNDECIDED if undecided else order.total_yen + extra,
        "couponAllTotalPrice": order.discount_yen,
        "couponShopPrice": shop,
        "couponOtherPrice": order.discount_yen - shop,
        "additionalFeeOccurAmountToUser": 0,
        "additionalFeeOccurAmountToShop": 0,
        "asurakuFlag": int(bool(flags.get("asuraku"))),
        "drugFlag": 0,
        "dealFlag": 0,
        "membershipType": 0,
        "memo": None,
        "operator": None,
        "mailPlugSentence": None,
        "modifyFlag": 0,
        "receiptIssueCount": 0,
        "receiptIssueHistoryList": [],
        "OrdererModel": _person(order.buyer) | {"emailAddress": _masked(order), "sex": "女"},
        "SettlementModel": _settlement(order),
        "DeliveryModel": {"deliveryName": flags.get("delivery", "宅配便"), "deliveryClass": 1},
        "PointModel": {"usedPoint": order.points_yen},
        "WrappingModel1": _wrapping(wrapping[:1]),
        "WrappingModel2": _wrapping(wrapping[1:2]),
        "PackageModelList": packages,
        "CouponModelList": _coupons(order, shop),
        "ChangeReasonModelList": [],
        "TaxSummaryModelList": _taxes(order),
        "DueDateModelList": [],
    }
    if version < 8:
        model["goodsTax"] = 0
    if version >= 8:
        model |= {"deliveryCertPrgFlag": int(bool(flags.get("fast"))), "oneDayOperationFlag": 0}
    if version >= 10:
        model["socialGiftFlag"] = int("social" in flags)
    if version < 7:
        for item in (item for package in packages for item in package["ItemModelList"]):
            del item["SkuModelList"]
    return model


def _packages(order: Order, undecided: bool) -> list[dict[str, Any]]:
    base = 70_000_000 + 10 * int(order.number[-7:])
    away = {
        line_id: place for place, (_, ids) in enumerate(order.flags.get("others", ()), 1) for line_id in ids
    }
    waiting = order.flags.get("social") == "waiting"
    receivers = [DUMMY if waiting else order.receiver, *(one for one, _ in order.flags.get("others", ()))]
    return [
        _package(order, base + place, receiver, [x for x in order.lines if away.get(x.id, 0) == place], undecided)
        for place, receiver in enumerate(receivers)
    ]  # fmt: skip


def _package(
    order: Order, basket: int, receiver: Person, lines: Sequence[Line], undecided: bool
) -> dict[str, Any]:
    first = basket % 10 == 0
    postage = 0 if not first else UNDECIDED if undecided else order.postage_yen
    goods = sum(line.price_yen * line.quantity for line in lines)
    cod = order.fee_yen if order.pay == "cod" and first else 0
    package: dict[str, Any] = {
        "basketId": basket,
        "postagePrice": postage,
        "postageTaxRate": 0.1,
        "deliveryPrice": cod,
        "deliveryTaxRate": 0.1,
        "goodsPrice": goods,
        "totalPrice": UNDECIDED if undecided else goods + max(postage, 0) + cod,
        "noshi": order.flags.get("noshi"),
        "packageDeleteFlag": 0,
        "SenderModel": _person(receiver) | {"isolatedIslandFlag": int(bool(order.flags.get("island")))},
        "ItemModelList": [_item(line, order) for line in lines],
        "ShippingModelList": [
            {key: one.get(key) for key in ("shippingDetailId", "shippingNumber", "deliveryCompany", "shippingDate")}
            for one in order.shipments
            if one["basketId"] == basket
        ],
        "DeliveryCvsModel": None,
        "defaultDeliveryCompanyCode": "1001",
        "dropOffFlag": 0,
        "dropOffLocation": None,
    }  # fmt: skip
    if "social" in order.flags:
        known = order.flags["social"] != "waiting"
        package["SocialGiftModel"] = {
            "sgMngNumber": f"SG{order.number[-10:]}", "inputDueDate": None, "inputFlag": int(known),
            "inputCompDatetime": None, "receiverEmailAddress": None,
        }  # fmt: skip
    return package


def _item(line: Line, order: Order) -> dict[str, Any]:
    return {
        "itemDetailId": 1000 * int(order.number[-7:]) + int(line.id),
        "itemName": line.title,
        "itemId": 10_000_000 + int(line.id),
        "itemNumber": None,
        "manageNumber": line.code.lower(),
        "price": line.price_yen,
        "units": line.quantity,
        "includePostageFlag": 0,
        "includeTaxFlag": 1,
        "includeCashOnDeliveryPostageFlag": 0,
        "selectedChoice": None,
        "pointRate": 1,
        "pointType": 0,
        "inventoryType": 2,
        "delvdateInfo": None,
        "restoreInventoryFlag": 0,
        "dealFlag": 0,
        "drugFlag": 0,
        "deleteItemFlag": int(line.id in order.flags.get("gone", ())),
        "taxRate": line.tax_rate / 100,
        "priceTaxIncl": line.price_yen,
        "isSingleItemShipping": 0,
        "SkuModelList": [{"variantId": line.code, "merchantDefinedSkuId": line.code, "skuInfo": None}],
    }


def _person(person: Person) -> dict[str, Any]:
    phone = person.phone
    return {
        "zipCode1": person.postal[:3],
        "zipCode2": person.postal[3:],
        "prefecture": person.prefecture,
        "city": person.city,
        "subAddress": " ".join(filter(None, (person.street, person.building))),
        "familyName": person.family,
        "firstName": person.given,
        "familyNameKana": person.family_kana,
        "firstNameKana": person.given_kana,
        "phoneNumber1": phone[:3],
        "phoneNumber2": phone[3:7],
        "phoneNumber3": phone[7:],
    }


def _masked(order: Order) -> str:
    """The same buyer has the same masked address, whatever their own is."""
    return f"{hashlib.sha256(order.buyer.email.encode()).hexdigest()[:16]}@masked.example.jp"


def _settlement(order: Order) -> dict[str, Any]:
    code, name = METHODS.get(order.pay, (6, order.pay))
    card = order.pay == "card"
    return {
        "settlementMethodCode": code,
        "settlementMethod": name,
        "rpaySettlementFlag": 1,
        "cardName": "VISA" if card else None,
        "cardNumber": "XXXX-XXXX-XXXX-0000" if card else None,
        "cardOwner": "MIHON" if card else None,
        "cardYm": None,
        "cardPayType": 0 if card else None,
        "cardInstallmentDesc": None,
    }


def _wrapping(found: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    if not found:
        return None
    more = {"includeTaxFlag": 1, "deleteWrappingFlag": 0, "taxRate": 0.1, "taxPrice": 0}
    return {**found[0], **more}


def _coupons(order: Order, shop: int) -> list[dict[str, Any]]:
    parts = (("ショップ", 1, shop), ("サービス", 3, order.discount_yen - shop))
    return [
        {
            "couponCode": f"SAMP-LE0{code}", "itemId": 0, "couponName": "見本クーポン", "couponSummary": "",
            "couponCapital": name, "couponCapitalCode": code, "expiryDate": None, "couponPrice": yen,
            "couponUnit": 1, "couponTotalPrice": yen, "itemDetailId": None,
        }
        for name, code, yen in parts if yen
    ]  # fmt: skip


def _taxes(order: Order) -> list[dict[str, Any]]:
    gross: dict[int, int] = {}
    for line in order.lines:
        gross[line.tax_rate] = gross.get(line.tax_rate, 0) + line.price_yen * line.quantity
    extra = order.postage_yen + order.fee_yen
    gross[10] = gross.get(10, 0) + extra
    return [
        {
            "taxRate": rate / 100, "reqPrice": yen, "reqPriceTax": yen * rate // (100 + rate), "totalPrice": yen,
            "paymentCharge": 0, "couponPrice": 0, "point": 0,
        }
        for rate, yen in sorted(gross.items(), reverse=True) if yen
    ]  # fmt: skip


def _remarks(order: Order) -> str:
    wish = " ".join(filter(None, (order.wanted_on, order.window)))
    head = f"[配送日時指定:]\n{wish}\n" if wish else ""
    return f"{head}[備考:]\n{order.note}" if order.note else head.strip()


def _term(window: str) -> int:
    if window == "am":
        return 1
    return int(window.replace("-", "")) if window else 0


def _at(at: float | None, moment: Callable[[float], datetime]) -> str | None:
    return None if at is None else f"{moment(at):%Y-%m-%dT%H:%M:%S}+0900"
