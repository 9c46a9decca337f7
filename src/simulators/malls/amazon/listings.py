"""Listings Items API 2021-08-01: what the seller has on show."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from simulators.malls.amazon.orders import hash_of
from simulators.malls.amazon.said import Fault, invalid, iso, listed, money, sealed, told, unsealed
from simulators.malls.world import Goods, Reply, Request

if TYPE_CHECKING:
    from simulators.malls.amazon.mall import Amazon

PARTS = (
    "summaries", "attributes", "issues", "offers", "fulfillmentAvailability", "procurement", "relationships",
    "productTypes",
)  # fmt: skip
OPERATIONS = ("add", "replace", "merge", "delete")
STOCK, OFFER = "fulfillment_availability", "purchasable_offer"


def search(mall: Amazon, request: Request, seller: str) -> Reply:
    """The seller's listings, all or by up to 20 identifiers."""
    _theirs(mall, request, seller)
    size = int(request.value("pageSize", "10"))
    if not 1 <= size <= 20:
        raise invalid("pageSize must be between 1 and 20")
    wanted, kind = listed(request.value("identifiers")), request.value("identifiersType")
    if bool(wanted) != bool(kind) or len(wanted) > 20:
        raise invalid("identifiers (at most 20) and identifiersType go together")
    if kind not in ("", "SKU"):
        raise invalid(f"identifiersType {kind} is not simulated")
    found = (
        [mall.goods[code] for code in wanted if code in mall.goods] if wanted else list(mall.goods.values())
    )
    start = int(unsealed(token)) if (token := request.value("pageToken")) else 0
    parts = _parts(request)
    answer: dict[str, Any] = {
        "numberOfResults": len(found),
        "items": [shape(mall, one, parts) for one in found[start : start + size]],
    }
    if start + size < len(found):
        answer["pagination"] = {"nextToken": sealed(start + size)}
    return told(answer)


def get(mall: Amazon, request: Request, subject: str) -> Reply:
    """One listing."""
    goods = _goods(mall, request, subject)
    return told(shape(mall, goods, _parts(request)))


def patch(mall: Amazon, request: Request, subject: str) -> Reply:
    """Change attributes of one listing."""
    goods = _goods(mall, request, subject)
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise invalid("not JSON") from error
    if not body.get("productType") or not body.get("patches"):
        raise invalid("productType and patches are required")
    return told(
        _submitted(goods.code, change(mall, goods, body, request.value("mode") == "VALIDATION_PREVIEW"))
    )


def put(mall: Amazon, request: Request, subject: str) -> Reply:
    """Create or replace one listing."""
    seller, _, code = subject.partition("/")
    _theirs(mall, request, seller)
    body = json.loads(request.body)
    if not body.get("productType") or not isinstance(body.get("attributes"), dict):
        raise invalid("productType and attributes are required")
    given = body["attributes"]
    goods = mall.goods.get(code) or Goods(code=code, ref={"productType": body["productType"]})
    patches = [
        {"op": "replace", "path": f"/attributes/{name}", "value": value} for name, value in given.items()
    ]
    issues = change(mall, goods, {"patches": patches}, False)
    if not issues:
        goods.title = str(_first(given.get("item_name")).get("value", goods.title))
        mall.goods[code] = goods
    return told(_submitted(code, issues))


def change(mall: Amazon, goods: Goods, body: dict[str, Any], only_looks: bool) -> list[dict[str, Any]]:
    """Carry patches out; answers the issues, and does nothing when there are any."""
    issues: list[dict[str, Any]] = []
    shown: int | None = None
    price: int | None = None
    for one in body["patches"]:
        name = str(one.get("path", "")).removeprefix("/attributes/")
        value = _first(one.get("value"))
        if one.get("op") not in OPERATIONS or not str(one.get("path", "")).startswith("/attributes/"):
            issues.append(_issue("4000001", "The patch is not valid.", [name]))
        elif name == STOCK:
            pieces = value.get("quantity")
            if value.get("fulfillment_channel_code") != "DEFAULT":
                issues.append(_issue("90244", "The fulfillment channel code is not valid.", [name]))
            elif not isinstance(pieces, int) or isinstance(pieces, bool) or pieces < 0:
                issues.append(_issue("90225", "The quantity is not a whole number from 0.", [name]))
            else:
                shown = pieces
        elif name == OFFER:
            price = _price(value)
            if not price or price <= 0:
                issues.append(_issue("90226", "The price is not valid.", [name]))
    if not issues and not only_looks:
        if shown is not None:
            goods.shown, goods.changed = shown, mall.now
        if price is not None:
            goods.price_yen = price
    return issues


def _price(value: dict[str, Any]) -> int | None:
    schedule = _first(_first(value.get("our_price")).get("schedule"))
    given = schedule.get("value_with_tax")
    return int(given) if isinstance(given, int | float) else None


def _first(values: Any) -> dict[str, Any]:
    return values[0] if isinstance(values, list) and values and isinstance(values[0], dict) else {}


def _issue(code: str, message: str, names: list[str]) -> dict[str, Any]:
    return {
        "code": code, "message": message, "severity": "ERROR", "attributeNames": names,
        "categories": ["INVALID_ATTRIBUTE"],
    }  # fmt: skip


def _submitted(code: str, issues: list[dict[str, Any]]) -> dict[str, Any]:
    status = "INVALID" if issues else "ACCEPTED"
    return {"sku": code, "status": status, "submissionId": secrets.token_hex(16), "issues": issues}


def _theirs(mall: Amazon, request: Request, seller: str) -> None:
    if seller != mall.seller_id or mall.marketplace not in listed(request.value("marketplaceIds")):
        raise Fault(400, "BAD_REQUEST", "Invalid input", "sellerId or marketplaceIds")


def _goods(mall: Amazon, request: Request, subject: str) -> Goods:
    seller, _, code = subject.partition("/")
    _theirs(mall, request, seller)
    goods = mall.goods.get(code)
    if goods is None:
        raise Fault(404, "NOT_FOUND", f"SKU '{code}' not found in marketplace {mall.marketplace}")
    return goods


def _parts(request: Request) -> list[str]:
    parts = listed(request.value("includedData")) or ["summaries"]
    if unknown := [one for one in parts if one not in PARTS]:
        raise invalid(f"unknown includedData: {unknown[0]}")
    return parts


def shape(mall: Amazon, goods: Goods, parts: Collection[str]) -> dict[str, Any]:
    """A listing with the data sets that were asked for."""
    found: dict[str, Any] = {"sku": goods.code}
    if "summaries" in parts:
        found["summaries"] = [
            {
                "marketplaceId": mall.marketplace, "asin": f"B0{hash_of(goods.code) % 10**8:08d}",
                "productType": goods.ref.get("productType", "PRODUCT"), "conditionType": "new_new",
                "status": ["BUYABLE"] if goods.shown else [], "itemName": goods.title,
                "createdDate": iso(goods.changed), "lastUpdatedDate": iso(goods.changed),
            }
        ]  # fmt: skip
    if "offers" in parts:
        price = money(goods.price_yen)
        found["offers"] = [{"marketplaceId": mall.marketplace, "offerType": "B2C", "price": price}]
    if "fulfillmentAvailability" in parts:
        found["fulfillmentAvailability"] = [{"fulfillmentChannelCode": "DEFAULT", "quantity": goods.shown}]
    if "issues" in parts:
        found["issues"] = []
    return found
