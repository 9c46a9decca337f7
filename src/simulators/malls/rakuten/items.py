"""Item API 2.0: an item has one or many variants; what is sold is the variant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulators.malls.rakuten.replies import said, sent
from simulators.malls.world import Goods, Reply, Request

if TYPE_CHECKING:
    from simulators.malls.rakuten import Rakuten

MOST_HITS = 100


def answer(mall: Rakuten, request: Request, body: dict[str, Any]) -> Reply:
    """One call below /es/2.0/items/."""
    parts = request.path.removeprefix("/es/2.0/items/").strip("/").split("/")
    match [request.method, *parts]:
        case ["GET", "search"]:
            return search(mall, request)
        case ["GET", "manage-numbers", number]:
            found = item(mall, number.lower())
            return sent(found) if found else said(404, "GE0014", "no such item")
        case ["PUT", "manage-numbers", number]:
            return put(mall, number.lower(), body)
        case ["PATCH", "manage-numbers", number]:
            return patch(mall, number.lower(), body)
    return said(404, "GE0014", "no such resource")


def search(mall: Rakuten, request: Request) -> Reply:
    """Items by number, page by page: by offset, or by a mark that the last page gave."""
    hits = int(request.value("hits", "10"))
    if not 1 <= hits <= MOST_HITS:
        return said(400, "IE0003", "out of range", "hits")
    numbers = sorted(mall.places)
    mark = request.value("cursorMark")
    if mark:
        rest = [number for number in numbers if mark == "*" or number > mark]
        part = rest[:hits]
        told: dict[str, Any] = {"nextCursorMark": part[-1] if part else mark}
        offset = 0
    else:
        offset = int(request.value("offset", "0"))
        part, told = numbers[offset : offset + hits], {}
    results = [{"item": item(mall, number)} for number in part]
    return sent({"numFound": len(numbers), "offset": offset, **told, "results": results})


def item(mall: Rakuten, number: str) -> dict[str, Any] | None:
    """An item as it is told."""
    variants = {variant: mall.goods[code] for variant, code in mall.places.get(number, {}).items()}
    if not variants:
        return None
    first = next(iter(variants.values()))
    listed = mall.listed.get(number, {})
    base = {
        "manageNumber": number, "itemNumber": number, "title": first.title, "itemType": "NORMAL", "genreId": "100000",
        "hideItem": False, "payment": {"taxIncluded": True, "taxRate": f"0.{first.tax_rate:02}"}, "images": [],
    }  # fmt: skip
    kept = {key: value for key, value in listed.items() if key != "variants"}
    return {
        **base,
        **kept,
        "variants": {
            variant: {
                **listed.get("variants", {}).get(variant, {}),
                "merchantDefinedSkuId": one.code,
                "standardPrice": str(one.price_yen),
                "articleNumber": {"value": one.jan} if one.jan else {"exemptionReason": 5},
            }
            for variant, one in variants.items()
        },
    }


def put(mall: Rakuten, number: str, body: dict[str, Any]) -> Reply:
    """Put an item as a whole: a new one, or all of a known one."""
    for name in ("title", "genreId", "itemType", "variants"):
        if not body.get(name):
            return said(400, "IE0001", "required", name)
    if len(number.encode()) > 32:
        return said(400, "IE0004", "too long", "manageNumber")
    variants: dict[str, dict[str, Any]] = body["variants"]
    chosen = bool(body.get("variantSelectors")) and all(
        one.get("selectorValues") for one in variants.values()
    )
    if len(variants) > 1 and not chosen:
        return said(400, "IE0269", "variantSelectors and selectorValues are required", "variantSelectors")
    for variant, one in variants.items():
        if not str(one.get("standardPrice", "")).isdigit():
            return said(400, "IE0002", "invalid", f"variants.{variant}.standardPrice")
    known = mall.places.setdefault(number, {})
    for variant in known.keys() - variants.keys():
        del mall.goods[known.pop(variant)]
    mall.listed[number] = body
    for variant, one in variants.items():
        _write(mall, (number, variant), one, body)
    return Reply(204)


def patch(mall: Rakuten, number: str, body: dict[str, Any]) -> Reply:
    """Change what is named of an item that is there."""
    found = item(mall, number)
    if found is None:
        return said(404, "GE0014", "no such item")
    for variant, one in (body.get("variants") or {}).items():
        if variant not in found["variants"]:
            return said(400, "IE0002", "no such variant", f"variants.{variant}")
        if "standardPrice" in one and not str(one["standardPrice"]).isdigit():
            return said(400, "IE0002", "invalid", f"variants.{variant}.standardPrice")
    for variant, one in (body.get("variants") or {}).items():
        _write(mall, (number, variant), one, body)
    plain = {key: value for key, value in body.items() if key != "variants"}
    mall.listed[number] = {**mall.listed.get(number, {}), **plain}
    if "title" in plain:
        for code in mall.places[number].values():
            mall.goods[code].title = plain["title"]
    return Reply(204)


def _write(mall: Rakuten, place: tuple[str, str], one: dict[str, Any], body: dict[str, Any]) -> None:
    goods = mall.at(place)
    if goods is None:
        code = str(one.get("merchantDefinedSkuId") or place[1])
        goods = Goods(code=code, ref={"manageNumber": place[0], "variantId": place[1]})
        mall.stock_up([goods])
    goods.title = str(body.get("title", goods.title))
    goods.price_yen = int(one.get("standardPrice", goods.price_yen))
    goods.jan = str((one.get("articleNumber") or {}).get("value", goods.jan))
    rate = str((body.get("payment") or {}).get("taxRate", ""))
    goods.tax_rate = round(float(rate) * 100) if rate else goods.tax_rate
    goods.changed = mall.now
