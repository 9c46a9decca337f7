"""Orders: count, search, one in detail, and what the store changes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from simulators.malls.world import Order, Person, Reply, Request
from simulators.malls.yahoo.said import Fault, answer, asked, iso, moment, xml

if TYPE_CHECKING:
    from simulators.malls.yahoo.mall import Yahoo

METHODS = {
    "card": ("payment_a1", "クレジットカード決済"), "cod": ("payment_d1", "商品代引"),
    "bank": ("payment_b1", "銀行振込"),
}  # fmt: skip
MOVES = {"1": "45", "2": "345", "3": "245", "5": "24", "4": ""}  # OrderStatus → what it may become
NODES = ("Pay", "Ship", "Detail")


def count(mall: Yahoo, request: Request) -> Reply:
    """How many orders are new."""
    if request.value("sellerId") != mall.seller_id:
        raise Fault(400, "od-00003", "sellerId")
    new = sum(order.state == "2" and not order.flags.get("seen") for order in mall.orders.values())
    return answer(xml("Result", {"Status": "OK", "Count": {"NewOrder": new, "NewReserve": 0}}))


def search(mall: Yahoo, request: Request) -> Reply:
    """Orders by the time at which they were placed; only the fields that were asked for."""
    body = _asked(mall, request)
    fields = [name for name in _text(body, "Search/Field").split(",") if name]
    if not fields:
        raise Fault(400, "od-00004", "Field is required")
    size, start = int(_text(body, "Search/Result") or 10), int(_text(body, "Search/Start") or 1)
    since, until = (_text(body, f"Search/Condition/OrderTime{side}") for side in ("From", "To"))
    if not since:
        raise Fault(400, "od-00005", "a condition is required")
    states = _text(body, "Search/Condition/OrderStatus").split(",")
    found = [
        order
        for order in mall.visible(moment(since), moment(until) + 1 if until else mall.now + 1, by="placed")
        if states == [""] or order.state in states
    ]
    if _text(body, "Search/Sort") == "-order_time":
        found.reverse()
    page: list[dict[str, Any]] = []
    for order in found[start - 1 : start - 1 + size]:
        flat = flat_of(mall, order)
        page.append({"Index": len(page) + 1, **{name: flat[name] for name in fields if name in flat}})
    inner = xml("TotalCount", len(found)) + "".join(xml("OrderInfo", one) for one in page)
    return answer(f"<Status>OK</Status><Search>{inner}</Search>", found=len(page))


def info(mall: Yahoo, request: Request) -> Reply:
    """One order; only the fields that were asked for."""
    body = _asked(mall, request)
    order = _order(mall, body)
    fields = set(_text(body, "Target/Field").split(","))
    if "OrderId" not in fields:
        raise Fault(400, "od-00004", "Field is required")
    order.flags["seen"] = True
    whole: dict[str, Any] = {}
    for name, value in flat_of(mall, order).items():
        if name in fields:
            node = _node(name)
            (whole.setdefault(node, {}) if node else whole)[name] = value
    whole["Item"] = [
        {name: value for name, value in item.items() if name in fields or name in ("LineId", "ItemOption")}
        for item in _items(order)
    ]
    return answer(xml("Result", {"Status": "OK", "OrderInfo": whole}))


def change_status(mall: Yahoo, request: Request) -> Reply:
    """The store moves an order on."""
    body = _asked(mall, request)
    order = _order(mall, body)
    wanted = _text(body, "Order/OrderStatus")
    if wanted not in MOVES.get(order.state, ""):
        raise Fault(400, "od-02001", f"OrderStatus {order.state} cannot become {wanted}")
    if wanted == "4" and not _text(body, "Order/CancelReason"):
        raise Fault(400, "od-02002", "CancelReason is required")
    if wanted == "4":
        mall.call_off(order)
    else:
        order.state = wanted
        mall.touch(order)
    return answer(xml("Result", {"Status": "OK"}))


def change_ship_status(mall: Yahoo, request: Request) -> Reply:
    """The store says how far the parcels are."""
    body = _asked(mall, request)
    order = _order(mall, body)
    ship = {part.tag: (part.text or "") for part in body.findall("Order/Ship/*")}
    if ship.get("ShipStatus") not in ("0", "1", "2", "3", "4") or not _text(body, "Target/IsPointFix"):
        raise Fault(400, "od-03001", "ShipStatus or IsPointFix")
    if order.cancelled:
        raise Fault(400, "od-03002", "the order is cancelled")
    if len(ship.get("ShipUrl", "")) > 100:
        raise Fault(400, "od-03003", "ShipUrl is too long")
    order.shipments = [ship]
    mall.touch(order)
    return answer(xml("Result", {"Status": "OK"}))


def flat_of(mall: Yahoo, order: Order) -> dict[str, Any]:
    """Every field of an order that is simulated, without its items."""
    method, name = METHODS.get(order.pay, ("payment_x", order.pay))
    sent = order.shipments[0] if order.shipments else {}
    return {
        "OrderId": order.number, "Version": order.version, "OrderTime": iso(order.placed),
        "LastUpdateTime": iso(order.changed), "OrderStatus": order.state, "IsSeen": bool(order.flags.get("seen")),
        "Suspect": "1" if order.flags.get("suspect") else "0", "BuyerComments": order.note,
        "SocialGiftType": order.flags.get("social_gift", "0"),
        "PayStatus": "1" if order.paid else "0", "PayMethod": method, "PayMethodName": name,
        "PayDate": iso(order.placed)[:10] if order.paid and order.pay != "cod" else "",
        **_person("Bill", order.buyer), "BillMailAddress": order.buyer.email,
        "ShipStatus": sent.get("ShipStatus", "1"), "ShipMethodName": "宅配便",
        "ShipCompanyCode": sent.get("ShipCompanyCode", ""), "ShipInvoiceNumber1": sent.get("ShipInvoiceNumber1", ""),
        "ShipInvoiceNumber2": sent.get("ShipInvoiceNumber2", ""), "ShipDate": sent.get("ShipDate", ""),
        "ShipRequestDate": order.wanted_on, "ShipRequestTime": order.window,
        "ExcellentDelivery": order.flags.get("excellent", "0"), "NeedGiftWrap": bool(order.flags.get("gift")),
        "GiftWrapMessage": order.flags.get("gift", ""),
        **({} if order.flags.get("social_gift") == "1" else _person("Ship", order.receiver)),
        "PayCharge": order.fee_yen, "ShipCharge": order.postage_yen, "GiftWrapCharge": 0,
        "Discount": order.discount_yen, "GiftCardDiscount": 0, "TotalMallCouponDiscount": 0,
        "UsePoint": order.points_yen, "TotalPrice": order.total_yen,
    }  # fmt: skip


def _node(name: str) -> str:
    if name in ("PayCharge", "ShipCharge", "GiftWrapCharge", "Discount", "GiftCardDiscount", "UsePoint",
                "TotalMallCouponDiscount", "TotalPrice"):  # fmt: skip
        return "Detail"
    if name.startswith("Ship") or name in ("NeedGiftWrap", "GiftWrapMessage", "ExcellentDelivery"):
        return "Ship"
    return "Pay" if name.startswith(("Pay", "Bill")) else ""


def _items(order: Order) -> list[dict[str, Any]]:
    return [
        {
            "LineId": at, "ItemId": line.code.partition(":")[0], "SubCode": line.code.partition(":")[2],
            "Title": line.title, "SubCodeOption": "", "ItemTaxRatio": line.tax_rate, "UnitPrice": line.price_yen,
            "Quantity": line.quantity, "CouponDiscount": 0,
        }
        for at, line in enumerate(order.lines, 1)
    ]  # fmt: skip


def _person(who: str, person: Person) -> dict[str, str]:
    return {
        f"{who}LastName": person.family, f"{who}FirstName": person.given, f"{who}LastNameKana": person.family_kana,
        f"{who}FirstNameKana": person.given_kana, f"{who}ZipCode": person.postal,
        f"{who}Prefecture": person.prefecture, f"{who}City": person.city, f"{who}Address1": person.street,
        f"{who}Address2": person.building, f"{who}PhoneNumber": person.phone,
    }  # fmt: skip


def _asked(mall: Yahoo, request: Request) -> ElementTree.Element:
    body = asked(request.body)
    if _text(body, "SellerId") != mall.seller_id:
        raise Fault(400, "od-00003", "SellerId")
    return body


def _order(mall: Yahoo, body: ElementTree.Element) -> Order:
    order = mall.orders.get(_text(body, "Target/OrderId"))
    if order is None or order.visible_at > mall.now or order.number in mall.untold:
        raise Fault(400, "od-01001", "OrderId is not found")
    return order


def _text(body: ElementTree.Element, path: str) -> str:
    return (body.findtext(path) or "").strip()
