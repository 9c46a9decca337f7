"""A shop's orders and goods in the shapes that its interface answers."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from simulators.malls.graphql import Trouble
from simulators.malls.world import Goods, Line, Order, Person

LOCATION = "gid://shopify/Location/70000000001"
LARGEST_PAGE = 250
PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 "
    "石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 "
    "岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
GATEWAYS = {"card": "shopify_payments", "cod": "Cash on Delivery (COD)", "bank": "Bank Deposit"}

Value = dict[str, Any]


def moment(at: float) -> str:
    """A time as the interface writes it, to the second."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def money(yen: int) -> Value:
    """An amount in the shop's money; yen have no decimals but are written with one."""
    amount = {"amount": f"{yen}.0", "currencyCode": "JPY"}
    return {"shopMoney": amount, "presentmentMoney": amount}


def gid(kind: str, number: object) -> str:
    """An id."""
    return f"gid://shopify/{kind}/{number}"


def cursor(place: str) -> str:
    """A place in a list, unreadable on purpose."""
    return base64.urlsafe_b64encode(place.encode()).decode()


def connection(rows: Sequence[tuple[str, Value]], given: Value, *, what: str) -> Value:
    """A page of a list whose rows are sorted by their place."""
    size = given.get("first") or given.get("last")
    if not size:
        raise Trouble(f"you must provide one of first or last on {what}", code="BAD_USER_INPUT")
    if not 0 < size <= LARGEST_PAGE:
        raise Trouble(f"first on {what} must be between 1 and {LARGEST_PAGE}", code="BAD_USER_INPUT")
    after = base64.urlsafe_b64decode(given["after"].encode()).decode() if given.get("after") else ""
    rest = [row for row in rows if row[0] > after]
    page = rest[:size]
    info = {
        "hasNextPage": len(rest) > len(page),
        "hasPreviousPage": len(rest) < len(rows),
        "startCursor": cursor(page[0][0]) if page else None,
        "endCursor": cursor(page[-1][0]) if page else None,
    }
    return {
        "nodes": [value for _, value in page],
        "edges": [{"cursor": cursor(place), "node": value} for place, value in page],
        "pageInfo": info,
    }


def listed(values: Sequence[Value], what: str) -> Callable[[Value], Value]:
    """A list inside an order, paged by place."""
    rows = [(f"{at:08}", value) for at, value in enumerate(values)]
    return lambda given: connection(rows, given, what=what)


def address(person: Person, at: str) -> Value:
    """Where somebody lives."""
    number = PREFECTURES.index(person.prefecture) + 1 if person.prefecture in PREFECTURES else 0
    return {
        "__typename": "MailingAddress", "id": gid("MailingAddress", at), "firstName": person.given,
        "lastName": person.family, "name": f"{person.family} {person.given}", "company": None,
        "address1": person.street, "address2": person.building or None, "city": person.city,
        "province": person.prefecture, "provinceCode": f"JP-{number:02}" if number else None,
        "zip": f"{person.postal[:3]}-{person.postal[3:]}", "countryCodeV2": "JP",
        "phone": f"+81{person.phone[1:]}" if person.phone.startswith("0") else person.phone,
    }  # fmt: skip


def line_value(order: Order, line: Line, goods: Goods) -> Value:
    """A line of an order."""
    total = line.price_yen * line.quantity
    return {
        "__typename": "LineItem", "id": gid("LineItem", line_number(order, line)), "title": line.title or line.code,
        "variantTitle": order.flags.get("variant_title"), "name": line.title or line.code, "sku": line.code,
        "quantity": line.quantity, "currentQuantity": 0 if order.cancelled else line.quantity,
        "requiresShipping": True, "isGiftCard": False, "customAttributes": [],
        "originalUnitPriceSet": money(line.price_yen), "discountedTotalSet": money(total),
        "taxLines": [
            {"title": "消費税", "rate": line.tax_rate / 100, "ratePercentage": float(line.tax_rate),
             "priceSet": money(tax_yen(line))}
        ],
        "variant": variant_value(goods),
    }  # fmt: skip


def tax_yen(line: Line) -> int:
    """The tax that lies in a line's price."""
    return line.price_yen * line.quantity * line.tax_rate // (100 + line.tax_rate)


def line_number(order: Order, line: Line) -> int:
    """The number in a line's id."""
    return 14_000_000_000_000 + int(order.flags["serial"]) * 1000 + int(line.id)


def order_value(order: Order, goods: dict[str, Goods], fulfilment: list[Value]) -> Value:
    """An order, its lists as functions of their paging."""
    lines = [line_value(order, line, goods[line.code]) for line in order.lines]
    shipping = {
        "id": gid("ShippingLine", order.flags["serial"]), "title": order.flags.get("shipping_title", "通常配送"),
        "code": "standard", "originalPriceSet": money(order.postage_yen),
        "discountedPriceSet": money(order.postage_yen),
    }  # fmt: skip
    attributes = [("配送希望日", order.wanted_on), ("配送時間帯", order.window)]
    tax = sum(tax_yen(line) for line in order.lines)
    return {
        "__typename": "Order", "id": order_id(order), "name": order.number, "email": order.buyer.email, "phone": None,
        "note": order.note or None, "tags": order.flags.get("tags", []), "test": bool(order.flags.get("test")),
        "createdAt": moment(order.placed), "processedAt": moment(order.placed), "updatedAt": moment(order.changed),
        "cancelledAt": moment(order.flags["cancelled_at"]) if order.cancelled else None,
        "cancelReason": order.flags.get("cancel_reason", "CUSTOMER") if order.cancelled else None,
        "displayFinancialStatus": financial_status(order), "displayFulfillmentStatus": fulfilment_status(order),
        "currencyCode": "JPY", "taxesIncluded": True, "paymentGatewayNames": [GATEWAYS.get(order.pay, order.pay)],
        "customAttributes": [{"key": key, "value": value} for key, value in attributes if value],
        "totalPriceSet": money(order.total_yen),
        "currentTotalPriceSet": money(0 if order.cancelled else order.total_yen),
        "totalShippingPriceSet": money(order.postage_yen),
        "totalDiscountsSet": money(order.discount_yen + order.points_yen), "totalTaxSet": money(tax),
        "customer": customer_value(order),
        "shippingAddress": address(order.receiver, f"{order.flags['serial']}1"),
        "billingAddress": address(order.buyer, f"{order.flags['serial']}2"),
        "lineItems": listed(lines, "LineItemConnection"), "shippingLines": listed([shipping], "ShippingLineConnection"),
        "fulfillmentOrders": listed(fulfilment, "FulfillmentOrderConnection"),
        "fulfillments": lambda given: [fulfillment_value(one) for one in order.shipments][: given.get("first") or None],
    }  # fmt: skip


def customer_value(order: Order) -> Value:
    """Who bought."""
    buyer = order.buyer
    return {
        "__typename": "Customer", "id": gid("Customer", 8_000_000_000_000 + int(order.flags["serial"])),
        "firstName": buyer.given, "lastName": buyer.family, "displayName": f"{buyer.family} {buyer.given}",
    }  # fmt: skip


def order_id(order: Order) -> str:
    """An order's id."""
    return gid("Order", 5_000_000_000_000 + int(order.flags["serial"]))


def financial_status(order: Order) -> str:
    """How the money stands."""
    if order.cancelled:
        return "REFUNDED" if order.paid else "VOIDED"
    return "PAID" if order.paid else str(order.flags.get("financial", "PENDING"))


def fulfilment_status(order: Order) -> str:
    """How far the goods are."""
    if order.state:
        return order.state
    if order.flags.get("on_hold"):
        return "ON_HOLD"
    left = sum(order.flags["left"].values())
    if left == 0:
        return "FULFILLED"
    return "PARTIALLY_FULFILLED" if order.shipments else "UNFULFILLED"


def fulfillment_value(made: dict[str, Any]) -> Value:
    """A parcel that was reported."""
    info = [{"company": made["company"], "number": number, "url": None} for number in made["numbers"]]
    return {"__typename": "Fulfillment", "id": made["id"], "status": "SUCCESS", "createdAt": moment(made["at"]),
            "trackingInfo": lambda given: info[: given.get("first") or None]}  # fmt: skip


def fulfilment_orders(order: Order, goods: dict[str, Goods]) -> list[Value]:
    """What is still to be sent, as one piece of work."""
    left = order.flags["left"]
    status = "CANCELLED" if order.cancelled else "CLOSED" if not sum(left.values()) else "OPEN"
    if order.flags.get("on_hold"):
        status = "ON_HOLD"
    items = [
        {
            "__typename": "FulfillmentOrderLineItem",
            "id": gid("FulfillmentOrderLineItem", line_number(order, line) + 1_000_000),
            "remainingQuantity": left[line.id], "totalQuantity": line.quantity,
            "lineItem": line_value(order, line, goods[line.code]),
        }
        for line in order.lines
    ]  # fmt: skip
    return [{
        "__typename": "FulfillmentOrder", "id": gid("FulfillmentOrder", 6_000_000_000_000 + int(order.flags["serial"])),
        "status": status, "lineItems": listed(items, "FulfillmentOrderLineItemConnection"),
    }]  # fmt: skip


def item_value(goods: Goods) -> Value:
    """What is counted of a variant."""
    level = {
        "id": gid("InventoryLevel", goods.ref["inventory_item"].rpartition("/")[2]), "location": location_value(),
        "quantities": lambda given: [{"name": name, "quantity": goods.shown} for name in given["names"]],
    }  # fmt: skip
    return {
        "__typename": "InventoryItem", "id": goods.ref["inventory_item"], "sku": goods.code,
        "tracked": goods.ref.get("tracked") != "false",
        "inventoryLevel": lambda given: level if given["locationId"] == LOCATION else None,
    }  # fmt: skip


def variant_value(goods: Goods) -> Value:
    """A variant of a product."""
    return {
        "__typename": "ProductVariant", "id": goods.ref["variant"], "sku": goods.code, "barcode": goods.jan or None,
        "title": "Default Title", "displayName": f"{goods.title} - Default Title", "price": f"{goods.price_yen}",
        "inventoryQuantity": goods.shown, "taxable": True, "inventoryItem": item_value(goods),
        "product": {"__typename": "Product", "id": goods.ref["product"], "title": goods.title, "status": "ACTIVE",
                    "descriptionHtml": goods.ref.get("text", "")},
    }  # fmt: skip


def location_value() -> Value:
    """The one place where goods lie."""
    return {
        "__typename": "Location",
        "id": LOCATION,
        "name": "本店倉庫",
        "isActive": True,
        "fulfillsOnlineOrders": True,
    }
