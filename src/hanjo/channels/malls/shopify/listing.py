"""What a Shopify shop sells: read it, create it, change its price (出品)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from hanjo.channels.malls.port import Goods, Outcome, Price, Verdict
from hanjo.channels.malls.shopify import queries
from hanjo.channels.malls.shopify.speaking import Line
from hanjo.channels.malls.shopify.stock import quantity
from hanjo.channels.malls.shopify.translate import items, part, words
from hanjo.kernel.text import narrow, tidy

ONLY = "Default Title"  # what Shopify calls the one variant of a product without options
NO_IDS = "Shopify の商品 ID が分かりません。商品一覧を取り込んでから、もう一度お試しください。"


def goods(told: Mapping[str, Any]) -> Goods:
    """One variant, with the code that its order lines bear."""
    product, item = part(told, "product"), part(told, "inventoryItem")
    title = words(product, "title")
    named = title if words(told, "title") in ("", ONLY) else f"{title} - {words(told, 'title')}"
    return Goods(
        code=narrow(words(told, "sku")) or tidy(named),
        ref={"product": words(product, "id"), "variant": words(told, "id"), "inventory_item": words(item, "id")},
        title=named, price_yen=_yen(words(told, "price")), jan=words(told, "barcode"),
        quantity=quantity(part(item, "inventoryLevel")) if item.get("tracked") is not False else None,
    )  # fmt: skip


def _yen(written: str) -> int | None:
    try:
        return int(Decimal(written)) if written else None
    except InvalidOperation:
        return None


def reprice(line: Line, prices: Sequence[Price]) -> list[Verdict]:
    """New prices: variants of one product in one call."""
    verdicts, by_product = [], defaultdict(list)
    for one in prices:
        if one.ref.get("product") and one.ref.get("variant"):
            by_product[one.ref["product"]].append(one)
        else:
            verdicts.append(Verdict(key=one.code, outcome=Outcome.UNKNOWN, code="no_ids", text=NO_IDS))
    for product, found in by_product.items():
        variants = [{"id": one.ref["variant"], "price": str(one.price_yen)} for one in found]
        about = " ".join(one.code for one in found)
        answer = line.ask(queries.REPRICE, {"product": product, "variants": variants}, about=about)
        errors = items(part(answer, "productVariantsBulkUpdate"), "userErrors")
        verdicts += [_verdict(one.code, errors) for one in found]
    return verdicts


def publish(line: Line, location: str, wish: Goods) -> Verdict:
    """Create a product with one variant, or change what is there: texts of its product, its price."""
    if wish.ref.get("product"):
        texts = {"id": wish.ref["product"], "title": wish.title} | (
            {"descriptionHtml": wish.text} if wish.text else {}
        )
        found = line.ask(queries.UPDATE, {"product": texts}, about=wish.code)
        errors = items(part(found, "productUpdate"), "userErrors")
        if not errors and wish.price_yen is not None and wish.ref.get("variant"):
            return reprice(line, [Price(code=wish.code, ref=wish.ref, price_yen=wish.price_yen)])[0]
        return _verdict(wish.code, errors)
    variant: dict[str, Any] = {
        "optionValues": [{"optionName": "Title", "name": ONLY}], "sku": wish.code, "price": str(wish.price_yen),
        "inventoryItem": {"tracked": True},
    }  # fmt: skip
    if wish.jan:
        variant["barcode"] = wish.jan
    if wish.quantity is not None:
        variant["inventoryQuantities"] = [
            {"locationId": location, "name": "available", "quantity": wish.quantity}
        ]
    wanted = {
        "title": wish.title, "descriptionHtml": wish.text, "status": "ACTIVE",
        "productOptions": [{"name": "Title", "values": [{"name": ONLY}]}], "variants": [variant],
    }  # fmt: skip
    found = line.ask(queries.CREATE, {"input": wanted}, about=wish.code)
    return _verdict(wish.code, items(part(found, "productSet"), "userErrors"))


def _verdict(code: str, errors: Sequence[Mapping[str, Any]]) -> Verdict:
    if not errors:
        return Verdict(key=code, outcome=Outcome.DONE)
    why, text = words(errors[0], "code"), words(errors[0], "message")
    outcome = Outcome.UNKNOWN if "NOT_EXIST" in why or "does not exist" in text else Outcome.REFUSED
    return Verdict(key=code, outcome=outcome, code=why, text=text)
