"""Counts and products that スマレジ has (スマレジの在庫と商品).

A count is changed by the piece (`/stock/{id}/add`): what the till sells between reading and telling stays sold, and a
push that is repeated because its answer was lost finds nothing left to change. A product is listed among the stock
only after its count has changed once: one that is not there, and is a product, has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.channels.malls.port import Goods, Limited, Outcome, Price, Refused, Shown, Stock, Verdict
from hanjo.channels.malls.said import whole, words
from hanjo.channels.malls.smaregi.speaking import Line, listed
from hanjo.kernel.text import narrow, tidy

PAGE = 200
LONGEST_CODE, LONGEST_TITLE = 20, 85
FEW = 5  # so many are asked for one by one; more of them as the whole shop
UNKNOWN = "スマレジにこの商品がありません。商品コードを確かめてください。"
NO_CATEGORY = "スマレジの部門 ID がありません。"


def show(line: Line, stocks: Sequence[Stock]) -> list[Verdict]:
    """Let the till have these counts; what the limit leaves is not answered."""
    newest = {one.code: one for one in stocks}
    known = counts(line, list(newest.values()))
    verdicts: list[Verdict] = []
    for one in newest.values():
        product, there = known.get(one.code, ("", None))
        try:
            verdicts.append(_show(line, one, product, there))
        except Refused as error:
            verdicts.append(_said(one.code, error))
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _show(line: Line, one: Stock, product: str, there: int | None) -> Verdict:
    if there is None:
        return Verdict(key=one.code, outcome=Outcome.UNKNOWN, code="unknown", text=UNKNOWN)
    shows: int | None = there
    if there != one.quantity:
        body = {"storeId": line.option("store_id", "1"), "stockAmount": str(one.quantity - there)}
        key = one.key and f"{one.key}:{there}"
        shows = whole(
            line.ask("POST", f"stock/{product}/add", body=body, key=key, about=one.code), "stockAmount"
        )
    if shows is not None and shows > one.quantity:  # fewer is a sale meanwhile
        text = f"{one.quantity} と伝えましたが、スマレジの在庫は {shows} です。"
        return Verdict(key=one.code, outcome=Outcome.REFUSED, code="not_shown", text=text)
    return Verdict(key=one.code, outcome=Outcome.DONE)


def shown(line: Line, stocks: Sequence[Stock]) -> list[Shown]:
    """What the till has now."""
    known = counts(line, stocks)
    return [Shown(code=one.code, quantity=known.get(one.code, ("", None))[1]) for one in stocks]


def counts(line: Line, stocks: Sequence[Stock]) -> dict[str, tuple[str, int | None]]:
    """By code, the product and how many of it are in this shop; None when there is no such product."""
    products = {one.code: one.ref["product"] for one in stocks if one.ref.get("product")}
    lacking = [one.code for one in stocks if one.code not in products]
    for code in lacking:
        found = listed(line.ask("GET", "products", query={"product_code": code, "limit": 2}, about=code))
        fitting = [one for one in found if narrow(words(one, "productCode")) == code]
        if fitting:
            products[code] = words(fitting[0], "productId")
    query: dict[str, str | int] = {"store_id": line.option("store_id", "1")}
    wanted = set(products.values())
    queries = [{**query, "product_id": one} for one in sorted(wanted)] if len(wanted) <= FEW else [query]
    there: dict[str, int | None] = {}
    for asked in queries if wanted else []:
        rows = line.rows("stock", asked)
        there |= {words(row, "productId"): whole(row, "stockAmount") for row in rows}
    for product in wanted - there.keys():
        if _exists(line, product):
            there[product] = 0
    return {code: (product, there.get(product)) for code, product in products.items()}


def _exists(line: Line, product: str) -> bool:
    if not product.isdecimal():
        return False
    try:
        line.ask("GET", f"products/{product}")
    except Refused as error:
        if error.code == "404":
            return False
        raise
    return True


# --- products ---


def goods(line: Line, more: str) -> tuple[list[Goods], str]:
    """A page of products."""
    page = int(more) if more.isdecimal() else 1
    found = listed(line.ask("GET", "products", query={"limit": PAGE, "page": page, "sort": "productId"}))
    return [from_product(one) for one in found], str(page + 1) if len(found) == PAGE else ""


def from_product(told: Mapping[str, Any]) -> Goods:
    """One product, with the code that transactions bear."""
    product = words(told, "productId")
    return Goods(
        code=narrow(words(told, "productCode")) or product, ref={"product": product},
        title=tidy(words(told, "productName")), price_yen=whole(told, "price"), category=words(told, "categoryId"),
    )  # fmt: skip


def lacking(one: Goods) -> list[str]:
    """What is missing before the till can sell this."""
    checks = (
        (not one.title, "商品名がありません。"),
        (len(one.title) > LONGEST_TITLE, f"商品名が {LONGEST_TITLE} 文字を超えています。"),
        (not one.price_yen, "販売価格がありません。"),
        (not one.ref.get("product") and not one.category, NO_CATEGORY),
        (len(one.code) > LONGEST_CODE or not one.code.isascii(), "商品コードは半角 20 文字までです。"),
    )
    return [text for is_lacking, text in checks if is_lacking]


def publish(line: Line, wanted: Sequence[Goods]) -> list[Verdict]:
    """Create products, or change name and price of those that are there; what the limit leaves is not answered."""
    return _each(line, wanted, _publish)


def reprice(line: Line, prices: Sequence[Price]) -> list[Verdict]:
    """Change prices, product by product."""
    return _each(line, prices, _reprice)


def _each(line: Line, wanted: Sequence[Any], do: Any) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for one in wanted:
        try:
            do(line, one)
            verdicts.append(Verdict(key=one.code, outcome=Outcome.DONE))
        except Refused as error:
            verdicts.append(_said(one.code, error))
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _publish(line: Line, wish: Goods) -> None:
    if lacks := lacking(wish):
        raise Refused("lacking", "".join(lacks))
    body = {"productName": wish.title, "price": str(wish.price_yen)}
    if product := wish.ref.get("product"):
        line.ask("PATCH", f"products/{product}", body=body, about=wish.code)
        return
    body |= {"productCode": wish.code, "categoryId": wish.category}
    made = line.ask("POST", "products", body=body, about=wish.code)
    if wish.quantity:
        stock = {"storeId": line.option("store_id", "1"), "stockAmount": str(wish.quantity)}
        line.ask("POST", f"stock/{words(made, 'productId')}/add", body=stock, about=wish.code)


def _reprice(line: Line, wish: Price) -> None:
    product = wish.ref.get("product", "")
    if not product.isdecimal():
        raise Refused("404", UNKNOWN)
    line.ask("PATCH", f"products/{product}", body={"price": str(wish.price_yen)}, about=wish.code)


def _said(key: str, error: Refused) -> Verdict:
    if error.code == "404":
        return Verdict(key=key, outcome=Outcome.UNKNOWN, code=error.code, text=UNKNOWN)
    return Verdict(key=key, outcome=Outcome.REFUSED, code=error.code, text=error.text)
