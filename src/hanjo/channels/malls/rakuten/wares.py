"""Items of 楽天 in and out (楽天の商品): Item API 2.0. What is sold is a variant of an item.

A new item is put as a whole; of a known one only what we say is changed. An item with several variants needs the
options by which buyers choose among them (`more["options"]`, e.g. {"カラー": "藍"}).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hanjo.channels.malls.port import Goods, Limited, Outcome, Price, Refused, Stock, Verdict
from hanjo.channels.malls.rakuten import shelves, translate

if TYPE_CHECKING:
    from hanjo.channels.malls.rakuten.client import Rms

HITS = 100
LONGEST_CODE, LONGEST_TITLE = 32, 255
UNIQUE = 5  # exemptionReason: 該当製品コードなし


def goods(rms: Rms, more: str) -> tuple[list[Goods], str]:
    """A page of a hundred items with their counts."""
    data = rms.ask("searchItems", query={"hits": str(HITS), "cursorMark": more or "*"}, about=more)
    items = [translate.part(one, "item") or one for one in translate.parts(data, "results")]
    found = [made for item in items for made in from_item(item)]
    known = shelves.records(rms, [place for one in found if (place := shelves.place_of(one.ref))])
    counts = {place: shelves.quantity_of(record) for place, record in known.items()}
    made = [_with_count(one, counts) for one in found]
    mark = translate.text_of(data, "nextCursorMark")
    return made, "" if len(items) < HITS or mark == more else mark


def _with_count(one: Goods, counts: Mapping[shelves.Place, int | None]) -> Goods:
    place = shelves.place_of(one.ref)
    return Goods(
        code=one.code, ref=one.ref, title=one.title, price_yen=one.price_yen, category=one.category,
        images=one.images, text=one.text, jan=one.jan, tax_rate=one.tax_rate, more=one.more,
        quantity=counts.get(place) if place else None,
    )  # fmt: skip


def publish(rms: Rms, wanted: Sequence[Goods]) -> list[Verdict]:
    """Put items on sale, or change them; then their counts. What the limit leaves is not answered."""
    verdicts: list[Verdict] = []
    for number, group in by_number(wanted).items():
        try:
            verdicts += _publish(rms, number, group)
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _publish(rms: Rms, number: str, group: Sequence[Goods]) -> list[Verdict]:
    lacks = {one.code: needs for one in group if (needs := lacking(one))}
    if lacks:
        text = "、".join(next(iter(lacks.values())))
        return [_verdict(one.code, Outcome.REFUSED, "lacking", text) for one in group]
    known = _item(rms, number)
    variants = translate.part(known or {}, "variants")
    try:
        if known is not None and all(one.ref.get("variantId") in variants for one in group):
            rms.ask("patchItem", changes(group), number=number, about=number)
        else:
            rms.ask("putItem", whole(group, known), number=number, about=number)
    except Refused as error:
        return [_verdict(one.code, Outcome.REFUSED, error.code, error.text) for one in group]
    counts = [
        Stock(code=one.code, ref=one.ref, quantity=one.quantity) for one in group if one.quantity is not None
    ]
    told = {one.key: one for one in shelves.show(rms, counts)} if counts else {}
    return [told.get(one.code) or _verdict(one.code, Outcome.DONE) for one in group]


def reprice(rms: Rms, prices: Sequence[Price]) -> list[Verdict]:
    """New prices, one call for each item. What the limit leaves is not answered."""
    groups: dict[str, list[Price]] = {}
    for one in prices:
        groups.setdefault(one.ref.get("manageNumber", "").lower(), []).append(one)
    verdicts: list[Verdict] = []
    for number, group in groups.items():
        try:
            verdicts += _reprice(rms, number, group)
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _reprice(rms: Rms, number: str, group: Sequence[Price]) -> list[Verdict]:
    variants = {one.ref.get("variantId", ""): {"standardPrice": str(one.price_yen)} for one in group}
    if not number or "" in variants:
        return [_verdict(one.code, Outcome.UNKNOWN, "no_ref", "商品管理番号が分かりません") for one in group]
    try:
        rms.ask("patchItem", {"variants": variants}, number=number, about=number)
    except Refused as error:
        outcome = Outcome.UNKNOWN if error.code == "GE0014" else Outcome.REFUSED
        return [_verdict(one.code, outcome, error.code, error.text) for one in group]
    return [_verdict(one.code, Outcome.DONE) for one in group]


def _item(rms: Rms, number: str) -> dict[str, Any] | None:
    try:
        return rms.ask("item", number=number, about=number)
    except Refused as error:
        if error.code in ("GE0014", "404"):
            return None
        raise


def _verdict(key: str, outcome: Outcome, code: str = "", text: str = "") -> Verdict:
    return Verdict(key=key, outcome=outcome, code=code, text=text)


# --- pure ----------------------------------------------------------------------------------------------------


def lacking(one: Goods) -> list[str]:
    """What RMS still needs before it can sell this."""
    number, variant = one.ref.get("manageNumber", ""), one.ref.get("variantId", "")
    checks = (
        (not number or not variant, "商品管理番号と SKU管理番号"),
        (
            len(number.encode()) > LONGEST_CODE or len(variant.encode()) > LONGEST_CODE,
            "32 バイトまでの管理番号",
        ),
        (not one.title, "商品名"),
        (len(one.title.encode()) > LONGEST_TITLE, f"{LONGEST_TITLE} バイトまでの商品名"),
        (not one.price_yen, "販売価格"),
        (not one.category, "ジャンルID"),
        (not one.images, "商品画像（R-Cabinet）"),
    )
    return [text for is_lacking, text in checks if is_lacking]


def own_ids(product: str, sku: str, sibling: Mapping[str, str]) -> dict[str, str]:
    """The numbers that a new variant shall have, since the shop chooses them: its product's item, its own code.

    Of a product that is on sale there already, it is that item. What cannot be such a number is left to people.
    """
    number, variant = sibling.get("manageNumber") or product.lower(), sku
    fits = {"ref.manageNumber": number, "ref.variantId": variant}
    return {
        name: one for name, one in fits.items() if re.fullmatch(rf"[A-Za-z0-9_-]{{1,{LONGEST_CODE}}}", one)
    }


def by_number(wanted: Sequence[Goods]) -> dict[str, list[Goods]]:
    """Variants by the item that they belong to."""
    groups: dict[str, list[Goods]] = {}
    for one in wanted:
        groups.setdefault(one.ref.get("manageNumber", "").lower(), []).append(one)
    return groups


def from_item(item: Mapping[str, Any]) -> list[Goods]:
    """An item as what it sells. Its code is its システム連携用SKU番号, else its SKU管理番号, as in orders."""
    number = translate.text_of(item, "manageNumber")
    payment = translate.part(item, "payment")
    images = tuple(translate.text_of(one, "location") for one in translate.parts(item, "images"))
    description = translate.text_of(translate.part(item, "productDescription"), "pc")
    made = []
    for variant, value in translate.part(item, "variants").items():
        one = value if isinstance(value, dict) else {}
        price = translate.text_of(one, "standardPrice")
        rate = translate.text_of(payment, "taxRate")
        made.append(
            Goods(
                code=translate.text_of(one, "merchantDefinedSkuId") or str(variant),
                ref={"manageNumber": number, "variantId": str(variant)},
                title=translate.text_of(item, "title"),
                price_yen=int(price) if price.isdigit() else None,
                category=translate.text_of(item, "genreId"),
                images=images,
                text=description,
                jan=translate.text_of(translate.part(one, "articleNumber"), "value"),
                tax_rate=round(float(rate) * 100) if rate.replace(".", "", 1).isdigit() else None,
                more={"hidden": bool(item.get("hideItem"))},
            )
        )
    return made


def changes(group: Sequence[Goods]) -> dict[str, Any]:
    """Only what we say of a known item."""
    first = group[0]
    body: dict[str, Any] = {
        "title": first.title, "images": _images(first), "genreId": first.category,
        "variants": {one.ref["variantId"]: {"standardPrice": str(one.price_yen)} for one in group},
    }  # fmt: skip
    return body | ({"productDescription": {"pc": first.text, "sp": first.text}} if first.text else {})


def whole(group: Sequence[Goods], known: Mapping[str, Any] | None) -> dict[str, Any]:
    """A new item as a whole; of a known one that gets new variants, everything that it has stays."""
    first = group[0]
    base = {
        key: value
        for key, value in (known or {}).items()
        if key not in ("manageNumber", "created", "updated")
    }
    variants = dict(translate.part(base, "variants")) | {one.ref["variantId"]: variant(one) for one in group}
    body: dict[str, Any] = {
        "itemNumber": first.ref["manageNumber"],
        "itemType": "NORMAL",
        "hideItem": False,
        **base,
        **changes(group),
        "payment": {"taxIncluded": True, "taxRate": f"0.{first.tax_rate or 10:02}", "cashOnDeliveryFeeIncluded": False},
        "variants": variants,
    }  # fmt: skip
    names = dict.fromkeys(name for one in group for name in _options(one))
    if names:
        body["variantSelectors"] = [
            {
                "key": name,
                "displayName": name,
                "values": [
                    {"displayValue": value}
                    for value in dict.fromkeys(_options(one)[name] for one in group if name in _options(one))
                ],
            }
            for name in names
        ]
    return body


def variant(one: Goods) -> dict[str, Any]:
    """One variant of a new item."""
    made: dict[str, Any] = {
        "merchantDefinedSkuId": one.code,
        "standardPrice": str(one.price_yen),
        "articleNumber": {"value": one.jan} if one.jan else {"exemptionReason": UNIQUE},
    }
    if _options(one):
        made["selectorValues"] = _options(one)
    if one.shipping:
        made["shipping"] = {"shippingMethodGroup": one.shipping}
    return made


def _options(one: Goods) -> dict[str, str]:
    found = one.more.get("options")
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, Mapping) else {}


def _images(one: Goods) -> list[dict[str, str]]:
    return [{"type": "CABINET", "location": location, "alt": one.title} for location in one.images]
