"""What an app may change besides counts: parcels, cancellations, prices, texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulators.malls.shopify import values
from simulators.malls.world import Goods, Order

if TYPE_CHECKING:
    from simulators.malls.shopify.mall import Shopify


def create_fulfillment(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """A parcel left: pieces of open work are done, never more than are left."""
    taken: dict[str, int] = {}
    order: Order | None = None
    for wanted in given["lineItemsByFulfillmentOrder"]:
        number = int(wanted["fulfillmentOrderId"].rpartition("/")[2]) - 6_000_000_000_000
        order = mall.by_id.get(values.gid("Order", 5_000_000_000_000 + number))
        if order is None:
            return _no_parcel("Fulfillment order does not exist.")
        if order.cancelled or order.flags.get("on_hold"):
            return _no_parcel("Fulfillment order is not in a fulfillable state.")
        ids = {
            values.gid("FulfillmentOrderLineItem", values.line_number(order, line) + 1_000_000): line
            for line in order.lines
        }
        if not wanted.get("fulfillmentOrderLineItems"):
            taken |= {line: left for line, left in order.flags["left"].items() if left}
        for item in wanted.get("fulfillmentOrderLineItems") or []:
            if item["id"] not in ids:
                return _no_parcel("Fulfillment order line item does not exist.")
            taken[ids[item["id"]].id] = item["quantity"]
    if order is None or not taken:
        return _no_parcel("Fulfillment order has no line items that can be fulfilled.")
    if any(pieces < 1 or pieces > order.flags["left"][line] for line, pieces in taken.items()):
        return _no_parcel("Invalid fulfillment order line item quantity requested.")
    for line, pieces in taken.items():
        order.flags["left"][line] -= pieces
    info = given.get("trackingInfo") or {}
    numbers = info.get("numbers") or [number for number in [info.get("number")] if number]
    serial = 9_000_000_000_000 + sum(len(one.shipments) for one in mall.orders.values())
    made = {
        "id": values.gid("Fulfillment", serial), "company": info.get("company"), "numbers": numbers,
        "at": mall.now, "lines": taken, "mailed": bool(given.get("notifyCustomer")),
    }  # fmt: skip
    order.shipments.append(made)
    mall.touch(order)
    return {"fulfillment": values.fulfillment_value(made), "userErrors": []}


def _no_parcel(message: str) -> dict[str, Any]:
    return {"fulfillment": None, "userErrors": [{"field": ["fulfillment"], "message": message}]}


def cancel_order(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """The shop calls an order off; the work is done in the background."""
    order = mall.by_id.get(given["orderId"])
    wrong = ""
    if order is None:
        wrong, code = "Order does not exist", "NOT_FOUND"
    elif order.cancelled:
        wrong, code = "Cannot cancel an order that has already been canceled", "INVALID"
    elif order.shipments:
        wrong, code = "Cannot cancel an order with fulfillments", "INVALID"
    if order is None or wrong:
        errors = [{"code": code, "field": ["orderId"], "message": wrong}]
        return {"job": None, "orderCancelUserErrors": errors, "userErrors": []}
    found = order

    def work() -> None:
        if found.cancelled:
            return
        found.cancelled = True
        found.flags |= {"cancel_reason": given["reason"], "cancelled_at": mall.now}
        if given["restock"]:
            for line in found.lines:
                mall.goods[line.code].shown += line.quantity
        mall.touch(found)

    return {"job": {"id": mall.later(work), "done": False}, "orderCancelUserErrors": [], "userErrors": []}


def update_variants(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """New prices of a product's variants."""
    by_variant = {
        one.ref["variant"]: one for one in mall.goods.values() if one.ref["product"] == given["productId"]
    }
    for at, wanted in enumerate(given["variants"]):
        if wanted.get("id") not in by_variant:
            error = {"code": "PRODUCT_VARIANT_DOES_NOT_EXIST", "field": ["variants", str(at), "id"],
                     "message": "Product variant does not exist"}  # fmt: skip
            return {"productVariants": None, "userErrors": [error]}
    for wanted in given["variants"]:
        goods = by_variant[wanted["id"]]
        if wanted.get("price") is not None:
            goods.price_yen = round(float(wanted["price"]))
        goods.jan = wanted.get("barcode") or goods.jan
    made = [values.variant_value(by_variant[wanted["id"]]) for wanted in given["variants"]]
    return {"productVariants": made, "userErrors": []}


def update_product(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """A new title or text."""
    found = [one for one in mall.goods.values() if one.ref["product"] == given.get("id")]
    if not found:
        return {"product": None, "userErrors": [{"field": ["id"], "message": "Product does not exist"}]}
    for one in found:
        one.title = given.get("title") or one.title
        one.ref["text"] = given.get("descriptionHtml") or one.ref.get("text", "")
    return {"product": values.variant_value(found[0])["product"], "userErrors": []}


def set_product(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """A new product with its variants."""
    variants = given.get("variants") or []
    if not given.get("title") or not variants:
        error = {"code": "BLANK", "field": ["input", "title"], "message": "Title can't be blank"}
        return {"product": None, "userErrors": [error]}
    made = [
        Goods(
            code=one.get("sku") or given["title"], title=given["title"], price_yen=round(float(one.get("price") or 0)),
            jan=one.get("barcode") or "", ref={"text": given.get("descriptionHtml") or ""},
            shown=sum(row["quantity"] for row in one.get("inventoryQuantities") or []),
        )
        for one in variants
    ]  # fmt: skip
    mall.stock_up(made)
    return {"product": values.variant_value(made[0])["product"], "userErrors": []}
