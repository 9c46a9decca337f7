"""An order of the older Orders API v0 in the shape of 2026-01-01, so that one translator reads both (旧 API の受注).

Amazon marks the reads of v0 as deprecated. Shapes: Amazon's model ordersV0 of 2026-08-05.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hanjo.channels.malls.amazon.values import listed, part, text, whole

STATUSES = {
    "Pending": "PENDING", "PendingAvailability": "PENDING_AVAILABILITY", "Unshipped": "UNSHIPPED",
    "PartiallyShipped": "PARTIALLY_SHIPPED", "Shipped": "SHIPPED", "Canceled": "CANCELLED",
    "Unfulfillable": "UNFULFILLABLE", "InvoiceUnconfirmed": "SHIPPED",
}  # fmt: skip
METHODS = {"COD": "CashOnDelivery", "CVS": "ConvenienceStore"}
ADDRESS = {
    "name": "Name", "companyName": "CompanyName", "addressLine1": "AddressLine1", "addressLine2": "AddressLine2",
    "addressLine3": "AddressLine3", "city": "City", "stateOrRegion": "StateOrRegion", "postalCode": "PostalCode",
    "countryCode": "CountryCode", "phone": "Phone",
}  # fmt: skip
#: Item fields → the kind of proceeds, and whether it is taken off.
MONEY = (
    ("ItemPrice", "ITEM", 1), ("ShippingPrice", "SHIPPING", 1), ("ShippingDiscount", "DISCOUNT", -1),
    ("PromotionDiscount", "DISCOUNT", -1), ("CODFee", "COD_FEE", 1), ("CODFeeDiscount", "DISCOUNT", -1),
)  # fmt: skip


def modern(order: dict[str, Any], items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The order with its items as the newer interface would write it."""
    programs = [
        word
        for key, word in (("IsPrime", "PRIME"), ("IsBusinessOrder", "AMAZON_BUSINESS"))
        if order.get(key) is True
    ]
    made: dict[str, Any] = {
        "orderId": text(order, "AmazonOrderId"),
        "createdTime": text(order, "PurchaseDate"),
        "lastUpdatedTime": text(order, "LastUpdateDate"),
        "programs": programs,
        "buyer": {
            "buyerName": text(order, "BuyerInfo", "BuyerName"), "buyerEmail": text(order, "BuyerInfo", "BuyerEmail"),
        },
        "recipient": {"deliveryAddress": _address(order)},
        "proceeds": {"grandTotal": _money(order.get("OrderTotal"))},
        "payment": {"paymentExecutions": _paid(order)},
        "fulfillment": {
            "fulfillmentStatus": STATUSES.get(text(order, "OrderStatus"), text(order, "OrderStatus")),
            "fulfilledBy": "AMAZON" if order.get("FulfillmentChannel") == "AFN" else "MERCHANT",
            "fulfillmentServiceLevel": text(order, "ShipmentServiceLevelCategory"),
            "shipByWindow": _window(order, "EarliestShipDate", "LatestShipDate"),
            "deliverByWindow": _window(order, "EarliestDeliveryDate", "LatestDeliveryDate"),
        },
        "orderItems": [_item(item) for item in items],
    }  # fmt: skip
    return made


def _address(order: dict[str, Any]) -> dict[str, str]:
    where = order.get("ShippingAddress")
    return {ours: found for ours, theirs in ADDRESS.items() if (found := text(where, theirs))}


def _money(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or given.get("Amount") in (None, ""):
        return {}
    return {"amount": str(given["Amount"]), "currencyCode": str(given.get("CurrencyCode") or "JPY")}


def _paid(order: dict[str, Any]) -> list[dict[str, Any]]:
    parts = listed(order, "PaymentExecutionDetail") or [
        {"PaymentMethod": text(order, "PaymentMethod"), "Payment": order.get("OrderTotal")}
    ]
    return [
        {
            "paymentMethod": METHODS.get(text(one, "PaymentMethod"), text(one, "PaymentMethod")),
            "paymentAmount": _money(one.get("Payment")),
        }
        for one in parts
    ]


def _window(values: dict[str, Any], first: str, last: str) -> dict[str, str]:
    return {"earliestDateTime": text(values, first), "latestDateTime": text(values, last)}


def _item(item: dict[str, Any]) -> dict[str, Any]:
    quantity = whole(item, "QuantityOrdered")
    proceeds = [
        {"type": kind, "subtotal": {**given, "amount": f"-{given['amount']}"} if sign < 0 else given}
        for name, kind, sign in MONEY
        if (given := _money(item.get(name))) and float(given["amount"])
    ]
    if wrap := _money(part(item, "BuyerInfo", "GiftWrapPrice")):
        proceeds.append({"type": "GIFT_WRAP", "subtotal": wrap})
    made: dict[str, Any] = {
        "orderItemId": text(item, "OrderItemId"),
        "quantityOrdered": quantity,
        "product": {
            "asin": text(item, "ASIN"), "title": text(item, "Title"), "sellerSku": text(item, "SellerSKU"),
        },
        "proceeds": {"breakdowns": proceeds},
        "fulfillment": {
            "quantityFulfilled": whole(item, "QuantityShipped"),
            "quantityUnfulfilled": max(quantity - whole(item, "QuantityShipped"), 0),
            "shipping": {
                "scheduledDeliveryWindow": _window(item, "ScheduledDeliveryStartDate", "ScheduledDeliveryEndDate")
            },
        },
    }  # fmt: skip
    if text(item, "IsGift").casefold() == "true":
        made["fulfillment"]["packing"] = {
            "giftOption": {
                "giftMessage": text(item, "BuyerInfo", "GiftMessageText"),
                "giftWrapLevel": text(item, "BuyerInfo", "GiftWrapLevel"),
            }
        }
    if text(item, "BuyerRequestedCancel", "IsBuyerRequestedCancel").casefold() == "true":
        reason = text(item, "BuyerRequestedCancel", "BuyerCancelReason")
        made["cancellation"] = {"cancellationRequest": {"requester": "BUYER", "cancelReason": reason}}
    return made
