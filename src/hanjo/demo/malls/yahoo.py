"""The morning as Yahoo!ショッピング's pair of files, orders and items, joined by OrderId (Yahoo!)."""

from __future__ import annotations

from collections.abc import Iterable

from hanjo.demo.malls.sheet import written
from hanjo.demo.neutral import DemoLine, DemoOrder

# A store's own template: the usual columns and those that a careful shop adds (names as the mall's API has them).
ORDER_COLUMNS = """
OrderId Id OrderTime BillFirstName BillLastName BillFirstNameKana BillLastNameKana BillZipCode
BillPrefecture BillCity BillAddress1 BillAddress2 BillPhoneNumber BillMailAddress ShipNameKana ShipName
ShipZipCode ShipAddressFull ShipPrefecture ShipCity ShipAddress1 ShipAddress2 ShipPhoneNumber
ShipMethodName ShipCompanyCode ShipInvoiceNumber1 ShipInvoiceNumber2 ShipDate ShipRequestDate
ShipRequestTime ShipCharge PayCharge GiftWrapCharge Discount UsePoint Total Referer PayMethodName
CombinedPayMethodName OrderStatus ShipStatus PayStatus PayDate NeedGiftWrap NeedGiftWrapMessage
GiftWrapMessage BuyerComments Suspect ExcellentDelivery DeviceType
""".split()
ITEM_COLUMNS = """
OrderId Quantity ItemId SubCode Title ItemOptionName ItemOptionValue ItemOptionPrice SubCodeOption
InscriptionName InscriptionValue UnitPrice PriceType UnitGetPoint LineSubTotal LineGetPoint PointFspCode
CouponId CouponDiscount OriginalPrice IsGetPointFix GetPointType LineGetPointChargedToStore LeadTimeStart
LeadTimeEnd LeadTimeText GetPointFixDate ItemTaxRatio LineId
""".split()
WINDOWS = {
    "am": "午前中",
    "12-14": "12:00-14:00",
    "14-16": "14:00-16:00",
    "16-18": "16:00-18:00",
    "18-20": "18:00-20:00",
    "19-21": "19:00-21:00",
}


def yahoo_order_file(orders: Iterable[DemoOrder]) -> bytes:
    """The order file."""
    return written(ORDER_COLUMNS, (_order(order) for order in orders))


def yahoo_item_file(orders: Iterable[DemoOrder]) -> bytes:
    """The item file of the same orders."""
    rows = [_item(order, line, n) for order in orders for n, line in enumerate(order.lines, 1)]
    return written(ITEM_COLUMNS, rows)


def _order(order: DemoOrder) -> dict[str, object]:
    buyer, to = order.buyer, order.recipient
    unnamed = order.broken == "name"
    return {
        "OrderId": order.number,
        "Id": f"hanjo-{order.number}",
        "OrderTime": f"{order.ordered_at:%Y/%m/%d %H:%M:%S}",
        "BillFirstName": "" if unnamed else buyer.given,
        "BillLastName": "" if unnamed else buyer.family,
        "BillFirstNameKana": "" if unnamed else buyer.given_kana,
        "BillLastNameKana": "" if unnamed else buyer.family_kana,
        "BillZipCode": f"{buyer.postal[:3]}-{buyer.postal[3:]}",
        "BillPrefecture": buyer.prefecture,
        "BillCity": buyer.city,
        "BillAddress1": buyer.street,
        "BillAddress2": buyer.building,
        "BillPhoneNumber": buyer.phone,
        "BillMailAddress": buyer.email,
        "ShipNameKana": "" if unnamed else to.kana,
        "ShipName": "" if unnamed else to.name,
        "ShipZipCode": f"{to.postal[:3]}-{to.postal[3:]}",
        "ShipAddressFull": f"{to.prefecture}{to.city}{to.street} {to.building}".strip(),
        "ShipPrefecture": to.prefecture,
        "ShipCity": to.city,
        "ShipAddress1": to.street,
        "ShipAddress2": to.building,
        "ShipPhoneNumber": to.phone,
    } | _terms(order)


def _terms(order: DemoOrder) -> dict[str, object]:
    return {
        "ShipMethodName": order.method,
        "ShipRequestDate": f"{order.wanted_on:%Y/%m/%d}" if order.wanted_on else "",
        "ShipRequestTime": WINDOWS.get(order.window, order.window),
        "ShipCharge": order.shipping_yen,
        "PayCharge": order.cod_fee_yen,
        "GiftWrapCharge": order.wrapping_yen,
        "Discount": order.coupon_yen,
        "UsePoint": order.points_yen,
        "Total": order.payable_yen,
        "PayMethodName": order.pay,
        "OrderStatus": "4" if order.cancelled else "2",
        "ShipStatus": "1",
        "PayStatus": "1" if order.paid and order.pay != "商品代引" else "0",
        "PayDate": f"{order.ordered_at:%Y/%m/%d}" if order.paid and order.pay != "商品代引" else "",
        "NeedGiftWrap": "true" if order.gift else "false",
        "NeedGiftWrapMessage": "true" if order.gift_message else "false",
        "GiftWrapMessage": order.gift_message,
        "BuyerComments": order.remarks,
        "Suspect": "0",
        "ExcellentDelivery": "1" if order.prime else "0",
        "DeviceType": "3",
    }


def _item(order: DemoOrder, line: DemoLine, n: int) -> dict[str, object]:
    return {
        "OrderId": order.number,
        "Quantity": "１０個" if order.broken == "quantity" else line.quantity,
        "ItemId": line.parent,
        "SubCode": line.code if line.code != line.parent else "",
        "Title": line.name,
        "ItemOptionName": "種類" if line.options else "",
        "ItemOptionValue": line.options,
        "SubCodeOption": f"種類:{line.options}" if line.options else "",
        "UnitPrice": line.price_yen,
        "PriceType": "0",
        "LineSubTotal": line.total_yen,
        "CouponDiscount": 0,
        "OriginalPrice": line.price_yen,
        "ItemTaxRatio": line.tax_rate,
        "LineId": n,
    }
