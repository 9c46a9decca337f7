"""Inventory API 2.1. A count for a SKU that no item has is taken with success, and thrown away a day later."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from simulators.malls.rakuten.replies import said, sent
from simulators.malls.world import Reply, Request

if TYPE_CHECKING:
    from simulators.malls.rakuten import Rakuten

MOST_READ, MOST_WRITTEN, MOST = 1000, 400, 99_999
STRAY_LIVES = 86_400
KEPT = ("operationLeadTime", "shipFromIds")


def answer(mall: Rakuten, request: Request, body: dict[str, Any]) -> Reply:
    """One call below /es/2.1/inventories/."""
    parts = request.path.removeprefix("/es/2.1/inventories/").strip("/").split("/")
    match [request.method, *parts]:
        case ["POST", "bulk-get"]:
            return bulk_get(mall, body.get("inventories") or [])
        case ["GET", "bulk-get", "range"]:
            return by_range(
                mall, int(request.value("minQuantity", "0")), int(request.value("maxQuantity", str(MOST)))
            )
        case ["POST", "bulk-upsert"]:
            return bulk_upsert(mall, body.get("inventories") or [])
        case ["GET", "variant-lists", "manage-numbers", number]:
            return sent({"manageNumber": number, "variantIds": list(mall.places.get(number, {}))})
        case [_, "manage-numbers", number, "variants", variant]:
            return one(mall, request.method, (number.lower(), variant), body)
    return said(404, "GE0014", "no such resource")


def one(mall: Rakuten, method: str, place: tuple[str, str], body: dict[str, Any]) -> Reply:
    """A single record."""
    if method == "PUT":
        error = write(mall, place, body, "")
        return error or Reply(204)
    found = record(mall, place)
    if found is None:
        return said(404, "GE0014", "no such inventory")
    if method == "DELETE":
        mall.records.pop(place, None)
        mall.strays.pop(place, None)
        return Reply(204)
    return sent(found)


def bulk_get(mall: Rakuten, wanted: list[dict[str, Any]]) -> Reply:
    """Up to 1,000 records; what has none is left out."""
    if not wanted:
        return said(400, "IE0001", "inventories is required", "inventories")
    if len(wanted) > MOST_READ:
        return said(400, "IE0116", "too many inventories", "inventories")
    places = [(str(x.get("manageNumber", "")).lower(), str(x.get("variantId", ""))) for x in wanted]
    return sent({"inventories": [found for place in places if (found := record(mall, place))]})


def by_range(mall: Rakuten, least: int, most: int) -> Reply:
    """Everything whose count lies between two numbers, if that is no more than 1,000."""
    places = [mall.place_of(one) for one in mall.goods.values() if least <= one.shown <= most]
    if len(places) > MOST_READ:
        return said(400, "IE0116", "more than 1000 inventories")
    return sent({"inventories": [record(mall, place) for place in places]})


def bulk_upsert(mall: Rakuten, wanted: list[dict[str, Any]]) -> Reply:
    """Up to 400 records, all or nothing."""
    if not 1 <= len(wanted) <= MOST_WRITTEN:
        return said(400, "IE0001" if not wanted else "IE0121", "inventories: 1 to 400", "inventories")
    places = [(str(x.get("manageNumber", "")).lower(), str(x.get("variantId", ""))) for x in wanted]
    if len(set(places)) < len(places):
        return said(400, "IE1102", "duplicated inventories", "inventories")
    for number, body in enumerate(wanted):
        error = check(mall, places[number], body, f"inventories[{number}].")
        if error:
            return error
    for place, body in zip(places, wanted, strict=True):
        write(mall, place, body, "")
    return Reply(204)


def check(mall: Rakuten, place: tuple[str, str], body: dict[str, Any], at: str) -> Reply | None:
    """What is wrong with one record."""
    number, variant = place
    if not number or not variant:
        return said(400, "IE0001", "required", f"{at}manageNumber")
    if len(number.encode()) > 32 or len(variant.encode()) > 32:
        return said(400, "IE0004", "too long", f"{at}manageNumber")
    quantity = body.get("quantity")
    if body.get("mode") not in ("ABSOLUTE", "RELATIVE") or not isinstance(quantity, int):
        return said(400, "IE0002", "invalid", f"{at}mode")
    if body["mode"] == "ABSOLUTE":
        return None if 0 <= quantity <= MOST else said(400, "IE0003", "out of range", f"{at}quantity")
    found = record(mall, place)
    if found is None:
        return said(400, "IE0500", "no record to add to", f"{at}mode")
    if not 0 <= found["quantity"] + quantity <= MOST:
        return said(400, "IE0117", "the result is out of range", f"{at}quantity")
    return None


def write(mall: Rakuten, place: tuple[str, str], body: dict[str, Any], at: str) -> Reply | None:
    """Replace a record as a whole: what is not named is gone."""
    error = check(mall, place, body, at)
    if error:
        return error
    goods = mall.at(place)
    kept = {name: body[name] for name in KEPT if body.get(name) is not None}
    now = _at(mall.now)
    if goods is not None:
        mall.set_shown(goods.code, body["quantity"] + (goods.shown if body["mode"] == "RELATIVE" else 0))
        mall.records[place] = {
            **kept,
            "created": mall.records.get(place, {}).get("created", now),
            "updated": now,
        }
        return None
    before = mall.strays.get(place, {}).get("quantity", 0) if body["mode"] == "RELATIVE" else 0
    mall.strays[place] = {**kept, "quantity": before + body["quantity"], "created": now, "updated": now,
                          "until": mall.now + STRAY_LIVES}  # fmt: skip
    return None


def record(mall: Rakuten, place: tuple[str, str]) -> dict[str, Any] | None:
    """A record as it is told."""
    number, variant = place
    goods = mall.at(place)
    if goods is None:
        stray = mall.strays.get(place)
        if stray is None or stray["until"] <= mall.now:
            return None
        return {"manageNumber": number, "variantId": variant} | {
            k: v for k, v in stray.items() if k != "until"
        }
    kept = mall.records.get(place, {"created": _at(goods.changed), "updated": _at(goods.changed)})
    return {"manageNumber": number, "variantId": variant, "quantity": goods.shown, **kept}


def _at(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
