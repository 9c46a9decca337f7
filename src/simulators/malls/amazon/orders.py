"""Orders API 2026-01-01: searchOrders and getOrder."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from simulators.malls.amazon.said import Fault, invalid, iso, listed, moment, money, sealed, told, unsealed
from simulators.malls.world import Line, Order, Person, Reply, Request

if TYPE_CHECKING:
    from simulators.malls.amazon.mall import Amazon

STATUSES = (
    "PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED", "UNFULFILLABLE",
)  # fmt: skip
PARTS = (
    "BUYER", "RECIPIENT", "PROCEEDS", "EXPENSE", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES", "TAX",
    "PAYMENT", "FULFILLMENT_ORDERS",
)  # fmt: skip
HIDDEN = ("PENDING", "PENDING_AVAILABILITY")
METHODS = {"cod": "CashOnDelivery", "konbini": "ConvenienceStore", "invoice": "Invoice"}
TIMES = ("createdAfter", "createdBefore", "lastUpdatedAfter", "lastUpdatedBefore")
MARGIN = 120  # an end of a search lies this far back


def search(mall: Amazon, request: Request, _: str) -> Reply:
    """Orders created or updated in a time, page by page."""
    asked = {name: request.value(name) for name in TIMES}
    by, since, until = _times(mall, request)
    wanted = _wanted(request)
    size = int(request.value("maxResultsPerPage", "100"))
    if not 1 <= size <= 100:
        raise invalid("maxResultsPerPage must be between 1 and 100")
    parts = _parts(request)
    found = [
        order
        for order in mall.visible(since, until + 1e-6, by=by)
        if order.state in wanted[0] and _fulfilled_by(order) in wanted[1]
    ]
    filters = [asked, sorted(wanted[0]), sorted(wanted[1])]
    start = 0
    if token := request.value("paginationToken"):
        kept = unsealed(token)
        if kept["filters"] != filters:
            raise invalid("paginationToken does not belong to this search")
        last = (kept["at"], kept["number"])
        start = sum((float(getattr(order, by)), order.number) <= last for order in found)
    page = found[start : start + size]
    answer: dict[str, Any] = {"orders": [shape(mall, order, parts) for order in page]}
    if start + size < len(found):
        at = {"filters": filters, "at": float(getattr(page[-1], by)), "number": page[-1].number}
        answer["pagination"] = {"nextToken": sealed(at)}
    return told({**answer, ("createdBefore" if by == "placed" else "lastUpdatedBefore"): iso(until)})


def get(mall: Amazon, request: Request, number: str) -> Reply:
    """One order."""
    order = mall.orders.get(number)
    if order is None or order.visible_at > mall.now:
        raise Fault(404, "NotFound", f"Order {number} was not found.")
    return told({"order": shape(mall, order, _parts(request))})


def _times(mall: Amazon, request: Request) -> tuple[str, float, float]:
    created, updated = request.value("createdAfter"), request.value("lastUpdatedAfter")
    if bool(created) == bool(updated):
        raise invalid("exactly one of createdAfter and lastUpdatedAfter must be given")
    own, other = ("createdBefore", "lastUpdatedBefore") if created else ("lastUpdatedBefore", "createdBefore")
    if request.value(other):
        raise invalid(f"{other} cannot be given here")
    since = moment(created or updated)
    latest = mall.now - MARGIN
    until = moment(request.value(own)) if request.value(own) else latest
    if until > latest or (request.value(own) and until < since):
        raise invalid(f"{own} must lie after the beginning and at least two minutes back")
    return ("placed" if created else "changed"), since, until


def _wanted(request: Request) -> tuple[Collection[str], Collection[str]]:
    states = listed(request.value("fulfillmentStatuses")) or list(STATUSES)
    hands = listed(request.value("fulfilledBy")) or ["MERCHANT", "AMAZON"]
    if unknown := [one for one in states if one not in STATUSES] + [
        one for one in hands if one not in ("MERCHANT", "AMAZON")
    ]:
        raise invalid(f"unknown value: {unknown[0]}")
    if len(listed(request.value("marketplaceIds"))) > 50:
        raise invalid("at most 50 marketplaceIds")
    return states, hands


def _parts(request: Request) -> list[str]:
    parts = listed(request.value("includedData"))
    if unknown := [one for one in parts if one not in PARTS]:
        raise invalid(f"unknown includedData: {unknown[0]}")
    return parts


def _fulfilled_by(order: Order) -> str:
    return "AMAZON" if order.flags.get("fba") else "MERCHANT"


def shape(mall: Amazon, order: Order, parts: Collection[str]) -> dict[str, Any]:
    """An order with the data sets that were asked for; one that waits for its payment hides the people."""
    hidden = order.state in HIDDEN
    found: dict[str, Any] = {
        "orderId": order.number,
        "createdTime": iso(order.placed),
        "lastUpdatedTime": iso(order.changed),
        "salesChannel": {
            "channelName": "AMAZON", "marketplaceId": mall.marketplace, "marketplaceName": "Amazon.co.jp",
        },
        "orderItems": [_item(order, line, at, parts) for at, line in enumerate(order.lines)],
    }  # fmt: skip
    if programs := order.flags.get("programs"):
        found["programs"] = list(programs)
    if "BUYER" in parts and not hidden:
        name = f"{order.buyer.family} {order.buyer.given}"
        found["buyer"] = {"buyerName": name, "buyerEmail": f"{order.number[-7:]}@marketplace.example"}
    if "RECIPIENT" in parts and not hidden:
        found["recipient"] = {"deliveryAddress": _address(order.receiver)}
    if "PROCEEDS" in parts and not hidden:
        found["proceeds"] = {"grandTotal": money(order.total_yen + order.points_yen)}
    if "PAYMENT" in parts and not hidden:
        paid = [
            {"paymentMethod": METHODS.get(order.pay, "CreditCard"), "paymentAmount": money(order.total_yen)}
        ]
        if order.points_yen:
            paid.append({"paymentMethod": "GiftCertificate", "paymentAmount": money(order.points_yen)})
        found["payment"] = {"paymentExecutions": paid}
    if "FULFILLMENT" in parts:
        found["fulfillment"] = _fulfillment(mall, order)
    if "PACKAGES" in parts and order.shipments:
        found["packages"] = [dict(one["shape"]) for one in order.shipments]
    return found


def _fulfillment(mall: Amazon, order: Order) -> dict[str, Any]:
    day = 86_400
    return {
        "fulfillmentStatus": order.state,
        "fulfilledBy": _fulfilled_by(order),
        "fulfillmentServiceLevel": order.flags.get("service", "STANDARD"),
        "shipByWindow": {
            "earliestDateTime": iso(order.placed), "latestDateTime": iso(order.placed + mall.ship_days * day),
        },
        "deliverByWindow": {
            "earliestDateTime": iso(order.placed + (mall.ship_days + 1) * day),
            "latestDateTime": iso(order.placed + (mall.ship_days + 3) * day),
        },
    }  # fmt: skip


def _item(order: Order, line: Line, at: int, parts: Collection[str]) -> dict[str, Any]:
    goods = line.price_yen * line.quantity
    found: dict[str, Any] = {
        "orderItemId": line.id,
        "quantityOrdered": line.quantity,
        "product": {
            "asin": f"B0{abs(hash_of(line.code)) % 10**8:08d}", "title": line.title, "sellerSku": line.code,
            "condition": {"conditionType": "NEW", "conditionSubtype": "NEW"},
            "price": {"unitPrice": money(line.price_yen)},
        },
    }  # fmt: skip
    if "PROCEEDS" in parts and order.state not in HIDDEN:
        kinds = [("ITEM", goods)]
        if at == 0:  # what belongs to the whole order stands with its first item
            kinds += [
                ("SHIPPING", order.postage_yen),
                ("COD_FEE", order.fee_yen),
                ("DISCOUNT", -order.discount_yen),
            ]
        kinds = [(kind, yen) for kind, yen in kinds if yen or kind == "ITEM"]
        found["proceeds"] = {
            "proceedsTotal": money(sum(yen for _, yen in kinds)),
            "breakdowns": [{"type": kind, "subtotal": money(yen)} for kind, yen in kinds],
        }
    if "FULFILLMENT" in parts:
        left = 0 if order.cancelled else line.quantity - sent_of(order, line.id)
        found["fulfillment"] = {"quantityFulfilled": sent_of(order, line.id), "quantityUnfulfilled": left}
        if gift := order.flags.get("gift"):
            found["fulfillment"]["packing"] = {"giftOption": dict(gift)}
        if window := order.flags.get("scheduled"):
            found["fulfillment"]["shipping"] = {"scheduledDeliveryWindow": dict(window)}
    if "CANCELLATION" in parts and (reason := order.flags.get("asked_to_cancel")):
        found["cancellation"] = {"cancellationRequest": {"requester": "BUYER", "cancelReason": reason}}
    if "CANCELLATION" in parts and order.cancelled:
        found["cancellation"] = {
            "cancellationExecution": {"cancelledBy": "BUYER", "cancelReason": "BUYER_CANCELED"}
        }
    return found


def _address(person: Person) -> dict[str, Any]:
    """As Amazon.co.jp writes it: city and street in the first line, no city of its own."""
    return {
        "name": f"{person.family} {person.given}",
        "addressLine1": f"{person.city}{person.street}",
        "addressLine2": person.building,
        "stateOrRegion": person.prefecture,
        "postalCode": f"{person.postal[:3]}-{person.postal[3:]}",
        "countryCode": "JP",
        "phone": person.phone,
        "addressType": "RESIDENTIAL",
    }


def sent_of(order: Order, line: str) -> int:
    """How many pieces of a line were confirmed as shipped."""
    return sum(int(one["items"].get(line, 0)) for one in order.shipments)


def hash_of(text: str) -> int:
    """The same number for the same text in every process."""
    return sum((at + 1) * ord(letter) * 131 for at, letter in enumerate(text))
