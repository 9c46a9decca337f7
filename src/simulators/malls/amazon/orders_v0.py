"""Orders API v0: reads that Amazon marks as deprecated, and the shipment confirmation that lives on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from simulators.malls.amazon import orders
from simulators.malls.amazon.said import Fault, invalid, iso, listed, moment, money_v0, sealed, told, unsealed
from simulators.malls.world import Order, Reply, Request

if TYPE_CHECKING:
    from simulators.malls.amazon.mall import Amazon

STATES = {
    "PENDING_AVAILABILITY": "PendingAvailability", "PENDING": "Pending", "UNSHIPPED": "Unshipped",
    "PARTIALLY_SHIPPED": "PartiallyShipped", "SHIPPED": "Shipped", "CANCELLED": "Canceled",
    "UNFULFILLABLE": "Unfulfillable",
}  # fmt: skip
METHODS = {"cod": "COD", "konbini": "CVS"}


def search(mall: Amazon, request: Request, _: str) -> Reply:
    """Orders created or updated in a time; people only with a restricted token."""
    if not request.value("MarketplaceIds"):
        raise invalid("MarketplaceIds is required")
    created, updated = request.value("CreatedAfter"), request.value("LastUpdatedAfter")
    if bool(created) == bool(updated):
        raise invalid("either CreatedAfter or LastUpdatedAfter must be given")
    latest = mall.now - orders.MARGIN
    end = request.value("CreatedBefore" if created else "LastUpdatedBefore")
    until = moment(end) if end else latest
    if until > latest:
        raise invalid("the end must lie two minutes back")
    states = listed(request.value("OrderStatuses")) or list(STATES.values())
    hands = listed(request.value("FulfillmentChannels")) or ["MFN", "AFN"]
    size = int(request.value("MaxResultsPerPage", "100"))
    found = [
        order
        for order in mall.visible(
            moment(created or updated), until + 1e-6, by="placed" if created else "changed"
        )
        if STATES[order.state] in states and ("AFN" if order.flags.get("fba") else "MFN") in hands
    ]
    start = int(unsealed(token)) if (token := request.value("NextToken")) else 0
    payload: dict[str, Any] = {
        "Orders": [shape(mall, order, _may_see(mall, request)) for order in found[start : start + size]]
    }
    if start + size < len(found):
        payload["NextToken"] = sealed(start + size)
    return told({"payload": {**payload, ("CreatedBefore" if created else "LastUpdatedBefore"): iso(until)}})


def get(mall: Amazon, request: Request, number: str) -> Reply:
    """One order."""
    return told({"payload": shape(mall, _order(mall, number), _may_see(mall, request))})


def items(mall: Amazon, request: Request, number: str) -> Reply:
    """The items of an order; without prices while it waits for its payment."""
    order = _order(mall, number)
    lines = []
    for at, line in enumerate(order.lines):
        sent = orders.sent_of(order, line.id)
        values: dict[str, Any] = {
            "ASIN": f"B0{orders.hash_of(line.code) % 10**8:08d}", "OrderItemId": line.id, "SellerSKU": line.code,
            "Title": line.title, "QuantityOrdered": line.quantity, "QuantityShipped": sent, "IsGift": "false",
        }  # fmt: skip
        if order.state not in orders.HIDDEN:
            values["ItemPrice"] = money_v0(line.price_yen * line.quantity)
            if at == 0 and order.postage_yen:
                values["ShippingPrice"] = money_v0(order.postage_yen)
            if at == 0 and order.fee_yen:
                values["CODFee"] = money_v0(order.fee_yen)
            if at == 0 and order.discount_yen:
                values["PromotionDiscount"] = money_v0(order.discount_yen)
        if reason := order.flags.get("asked_to_cancel"):
            values["BuyerRequestedCancel"] = {"IsBuyerRequestedCancel": "true", "BuyerCancelReason": reason}
        if (gift := order.flags.get("gift")) and _may_see(mall, request):
            values["IsGift"] = "true"
            values["BuyerInfo"] = {
                "GiftMessageText": gift.get("giftMessage"),
                "GiftWrapLevel": gift.get("giftWrapLevel"),
            }
        lines.append(values)
    return told({"payload": {"AmazonOrderId": number, "OrderItems": lines}})


def ship(mall: Amazon, request: Request, number: str) -> Reply:
    """A parcel of an order left."""
    order = _order(mall, number)
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise invalid("not JSON") from error
    parcel = body.get("packageDetail") or {}
    needed = ("packageReferenceId", "carrierCode", "trackingNumber", "shipDate", "orderItems")
    lacking = [name for name in needed if not parcel.get(name)]
    if lacking or body.get("marketplaceId") != mall.marketplace:
        raise invalid(f"missing: {', '.join(lacking) or 'marketplaceId'}")
    if not str(parcel["packageReferenceId"]).isdigit():
        raise invalid("packageReferenceId must be a positive number")
    if parcel["carrierCode"] == "Other" and not parcel.get("carrierName"):
        raise invalid("carrierName is required when carrierCode is Other")
    moment(parcel["shipDate"])
    if order.state in ("CANCELLED", *orders.HIDDEN):
        raise Fault(400, "InvalidInput", "Invalid Input", f"Order is {order.state}")
    sent = {str(one["orderItemId"]): int(one["quantity"]) for one in parcel["orderItems"]}
    kept = [one for one in order.shipments if one["reference"] != str(parcel["packageReferenceId"])]
    for line in order.lines:
        before = sum(int(one["items"].get(line.id, 0)) for one in kept)
        if before + sent.get(line.id, 0) > line.quantity:
            raise Fault(400, "InvalidInput", "Invalid Input", f"{line.id}: more than was ordered")
    if unknown := set(sent) - {line.id for line in order.lines}:
        raise Fault(400, "InvalidInput", "Invalid Input", f"unknown orderItemId: {unknown.pop()}")
    order.shipments = [*kept, _parcel(mall, parcel, sent)]  # the same reference again corrects the package
    whole = all(orders.sent_of(order, line.id) == line.quantity for line in order.lines)
    order.state = "SHIPPED" if whole else "PARTIALLY_SHIPPED"
    mall.touch(order)
    return Reply(204)


def _parcel(mall: Amazon, parcel: dict[str, Any], sent: dict[str, int]) -> dict[str, Any]:
    return {
        "reference": str(parcel["packageReferenceId"]),
        "items": sent,
        "shape": {
            "packageReferenceId": str(parcel["packageReferenceId"]), "createdTime": iso(mall.now),
            "packageStatus": {"status": "SHIPPED"}, "carrier": parcel.get("carrierName") or parcel["carrierCode"],
            "shipTime": parcel["shipDate"], "trackingNumber": parcel["trackingNumber"],
            "packageItems": [{"orderItemId": line, "quantity": pieces} for line, pieces in sent.items()],
        },
    }  # fmt: skip


def _order(mall: Amazon, number: str) -> Order:
    order = mall.orders.get(number)
    if order is None or order.visible_at > mall.now:
        raise Fault(404, "NotFound", f"Order {number} was not found.")
    return order


def _may_see(mall: Amazon, request: Request) -> bool:
    return request.headers.get("x-amz-access-token", "") in mall.restricted


def shape(mall: Amazon, order: Order, sees: bool) -> dict[str, Any]:
    """An order in the older spelling."""
    day = 86_400
    shipped = sum(orders.sent_of(order, line.id) for line in order.lines)
    found: dict[str, Any] = {
        "AmazonOrderId": order.number, "PurchaseDate": iso(order.placed), "LastUpdateDate": iso(order.changed),
        "OrderStatus": STATES[order.state], "FulfillmentChannel": "AFN" if order.flags.get("fba") else "MFN",
        "SalesChannel": "Amazon.co.jp", "MarketplaceId": mall.marketplace, "OrderType": "StandardOrder",
        "ShipmentServiceLevelCategory": "Standard", "PaymentMethod": METHODS.get(order.pay, "Other"),
        "NumberOfItemsShipped": shipped,
        "NumberOfItemsUnshipped": sum(line.quantity for line in order.lines) - shipped,
        "EarliestShipDate": iso(order.placed), "LatestShipDate": iso(order.placed + mall.ship_days * day),
        "IsPrime": "PRIME" in order.flags.get("programs", ()), "IsBusinessOrder": False,
    }  # fmt: skip
    if order.state in orders.HIDDEN:
        return found
    found["OrderTotal"] = money_v0(order.total_yen + order.points_yen)
    if order.pay == "cod":
        found["PaymentExecutionDetail"] = [{"Payment": money_v0(order.total_yen), "PaymentMethod": "COD"}]
    if sees:
        person = order.receiver
        found["ShippingAddress"] = {
            "Name": f"{person.family} {person.given}", "AddressLine1": f"{person.city}{person.street}",
            "AddressLine2": person.building, "StateOrRegion": person.prefecture,
            "PostalCode": f"{person.postal[:3]}-{person.postal[3:]}", "CountryCode": "JP", "Phone": person.phone,
        }  # fmt: skip
        found["BuyerInfo"] = {
            "BuyerName": f"{order.buyer.family} {order.buyer.given}",
            "BuyerEmail": f"{order.number[-7:]}@marketplace.example",
        }
    return found
