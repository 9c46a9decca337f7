"""What Amazon is told: parcels, stock, prices, offers, as its operations want them written (送る内容).

Parcels: confirmShipment of the model ordersV0; the rest: Listings Items 2021-08-01 and JSON_LISTINGS_FEED 2.0.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from hanjo.channels.malls.amazon.values import listed, part, text, whole
from hanjo.channels.malls.port import Goods, Shipment, Stock
from hanjo.kernel.clock import JST

#: Ours → Amazon's carrier code. Not in the published models: a shop can set its own in the connection.
CARRIERS = "yamato=YamatoTransport,sagawa=SagawaExpress,japanpost=JapanPost,clickpost=JapanPost"
NAMES = {"yamato": "ヤマト運輸", "sagawa": "佐川急便", "japanpost": "日本郵便", "clickpost": "日本郵便"}
STOCK = "/attributes/fulfillment_availability"
OFFER = "/attributes/purchasable_offer"
ANY_PRODUCT = "PRODUCT"


def carriers(written: str) -> dict[str, str]:
    """The table of carrier codes out of the connection's text."""
    pairs = (one.partition("=") for one in written.replace("\n", ",").split(","))
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs if ours.strip() and theirs.strip()}


def reference(shipment: Shipment) -> str:
    """A positive number that names the parcel within its order: the same parcel has the same one."""
    name = f"{shipment.order_number}|{shipment.tracking_number or shipment.key}".encode()
    return str(int(hashlib.sha256(name).hexdigest()[:12], 16) % 10**9 + 1)


def parcels(shipments: Sequence[Shipment], order: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Which items lie in each parcel of an order: those it names; the rest is spread over the others evenly.

    Amazon wants every parcel to name its items, and takes each piece once.
    """
    known = {text(item, "orderItemId"): _left(item) for item in listed(dict(order), "orderItems")}
    named = [
        [(line, pieces) for line, pieces in one.lines if not known or line in known] for one in shipments
    ]
    for line, pieces in (pair for pairs in named for pair in pairs):
        if line in known:
            known[line] -= pieces
    open_ = [at for at, pairs in enumerate(named) if not pairs]
    rest = [line for line, pieces in known.items() for _ in range(max(pieces, 0))]
    each, over = divmod(len(rest), len(open_) or 1)
    for place, at in enumerate(open_):
        size = each + (place < over)
        share, rest = rest[:size], rest[size:]
        named[at] = list(Counter(share).items())
    return [
        [{"orderItemId": line, "quantity": pieces} for line, pieces in pairs if line and pieces > 0]
        for pairs in named
    ]


def _left(item: Mapping[str, Any]) -> int:
    if part(dict(item), "fulfillment", "quantityUnfulfilled") is None:
        return whole(dict(item), "quantityOrdered")
    return whole(dict(item), "fulfillment", "quantityUnfulfilled")


def shipped(
    shipment: Shipment,
    items: Sequence[Mapping[str, Any]],
    *,
    marketplace: str,
    codes: Mapping[str, str],
    collects: bool,
    now: datetime,
) -> dict[str, Any]:
    """A confirmation that one parcel left. A carrier that has no code is Other with its name."""
    code = codes.get(shipment.carrier, "Other")
    parcel: dict[str, Any] = {
        "packageReferenceId": reference(shipment),
        "carrierCode": code,
        "trackingNumber": shipment.tracking_number,
        "shipDate": left_at(shipment, now),
        "orderItems": list(items),
    }
    if code == "Other":
        parcel["carrierName"] = NAMES.get(shipment.carrier, shipment.carrier or "その他")
    body: dict[str, Any] = {"marketplaceId": marketplace, "packageDetail": parcel}
    if collects:
        body["codCollectionMethod"] = "DirectPayment"
    return body


def left_at(shipment: Shipment, now: datetime) -> str:
    """When it left: the house knows the day; of today it is now, of an earlier day the evening."""
    evening = datetime.combine(shipment.shipped_on, time(18), JST)
    return min(evening, now).astimezone(JST).isoformat(timespec="seconds")


# --- listings -------------------------------------------------------------------------------------------


def stock_patch(quantity: int, *, op: str) -> dict[str, Any]:
    """Show so many pieces."""
    value = [{"fulfillment_channel_code": "DEFAULT", "quantity": quantity}]
    return {"op": op, "path": STOCK, "value": value}


def price_patch(price_yen: int, marketplace: str) -> dict[str, Any]:
    """Cost so much, with tax."""
    return {"op": "replace", "path": OFFER, "value": [_offer(price_yen, marketplace)]}


def _offer(price_yen: int, marketplace: str) -> dict[str, Any]:
    price = [{"schedule": [{"value_with_tax": price_yen}]}]
    return {"marketplace_id": marketplace, "currency": "JPY", "our_price": price}


def patches(product_type: str, *changes: Mapping[str, Any]) -> dict[str, Any]:
    """The body of patchListingsItem."""
    return {"productType": product_type or ANY_PRODUCT, "patches": list(changes)}


def offer(goods: Goods, marketplace: str) -> dict[str, Any]:
    """The body of putListingsItem: an offer on a product that Amazon knows."""
    asin = str(goods.more.get("asin") or goods.ref.get("asin") or "")
    attributes: dict[str, Any] = {
        "merchant_suggested_asin": [{"value": asin, "marketplace_id": marketplace}],
        "condition_type": [
            {"value": goods.more.get("condition") or "new_new", "marketplace_id": marketplace}
        ],
        "purchasable_offer": [_offer(goods.price_yen or 0, marketplace)],
        "fulfillment_availability": stock_patch(goods.quantity or 0, op="replace")["value"],
    }
    return {
        "productType": goods.more.get("product_type") or goods.ref.get("product_type") or ANY_PRODUCT,
        "requirements": "LISTING_OFFER_ONLY",
        "attributes": {**attributes, **dict(goods.more.get("attributes") or {})},
    }


def feed(stocks: Sequence[Stock], *, seller: str, op: str) -> bytes:
    """A feed that shows many counts at once; a message's number is its place."""
    messages = [
        {
            "messageId": at,
            "sku": stock.code,
            "operationType": "PATCH",
            **patches(stock.ref.get("product_type", ""), stock_patch(max(stock.quantity, 0), op=op)),
        }
        for at, stock in enumerate(stocks, 1)
    ]
    header = {"sellerId": seller, "version": "2.0", "issueLocale": "ja_JP"}
    return json.dumps({"header": header, "messages": messages}, ensure_ascii=False).encode()
