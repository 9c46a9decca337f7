"""Products of a カラーミーショップ in and out (カラーミーショップの商品).

What is sold is a product, or one of its options (バリエーション), which have their own 型番 and count. Prices are
those of the shop's own tax setting: a shop that shows prices before tax is told the price before tax.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, overload

from hanjo.channels.malls.colorme.speaking import Line, is_missing
from hanjo.channels.malls.colorme.translate import code_of
from hanjo.channels.malls.port import Goods, Limited, Outcome, Price, Refused, Verdict
from hanjo.channels.malls.said import is_true, part, parts, whole, words
from hanjo.kernel.text import tidy

PAGE = 50
LONGEST_CODE, LONGEST_TITLE = 50, 100
FIELDS = (
    "id,name,stocks,stock_managed,model_number,sales_price,sales_price_including_tax,tax_reduced,variants,"
    "category,image_url"
)
NO_PRODUCT = "カラーミーショップの商品 ID が分かりません。商品一覧を取り込んでから、もう一度お試しください。"
BY_OPTION = "オプションごとの価格は API では変えられません。カラーミーショップの管理画面で変更してください。"
NO_SUCH_PRICE = (
    "税込 {price} 円になる税抜価格がありません（端数処理の設定）。1 円変えるか、管理画面で設定してください。"
)
Place = tuple[str, str, str]  # product, option 1, option 2


def place_of(ref: Mapping[str, str]) -> Place | None:
    """Where a listing is; None when its product is not known."""
    product = ref.get("product", "")
    return (product, ref.get("option1", ""), ref.get("option2", "")) if product.isdecimal() else None


def products(line: Line, *, ids: Sequence[str] = (), model: str = "") -> list[Mapping[str, Any]]:
    """Products by their ids, or by a part of their 型番."""
    found: list[Mapping[str, Any]] = []
    wanted = list(dict.fromkeys(ids))
    queries = [{"ids": ",".join(wanted[at : at + PAGE])} for at in range(0, len(wanted), PAGE)]
    for query in queries or ([{"model_number": model}] if model else []):
        asked: dict[str, str | int] = {**query, "fields": FIELDS, "limit": PAGE}
        found += parts(line.ask("product.get", "GET", "products", query=asked, about=model), "products")
    return found


@overload
def counts_of(product: Any, *, codes: Literal[True]) -> dict[Place, str]: ...
@overload
def counts_of(product: Any, *, codes: Literal[False] = ...) -> dict[Place, int | None]: ...
def counts_of(product: Any, *, codes: bool = False) -> dict[Place, Any]:
    """The counts (or codes) of a product and its options; None where the shop does not count."""
    found: dict[Place, Any] = {}
    number, is_counted = words(product, "id"), (product or {}).get("stock_managed") is not False
    for one in _sold(product):
        place = (number, words(one, "option1_value"), words(one, "option2_value"))
        found[place] = _code(number, one) if codes else whole(one, "stocks") if is_counted else None
    return found


def _sold(product: Any) -> list[Mapping[str, Any]]:
    """What of a product is sold: its options, or itself."""
    return parts(product, "variants") or ([product] if isinstance(product, Mapping) else [])


def _code(number: str, one: Mapping[str, Any]) -> str:
    return code_of(
        words(one, "model_number"), number, words(one, "option1_value"), words(one, "option2_value")
    )


def goods(line: Line, more: str) -> tuple[list[Goods], str]:
    """A page of fifty products, one entry for each option."""
    offset = int(more) if more.isdecimal() else 0
    query: dict[str, str | int] = {"fields": FIELDS, "limit": PAGE, "offset": offset, "sort": "make_date"}
    answer = line.ask("product.get", "GET", "products", query=query)
    rows = parts(answer, "products")
    last = offset + len(rows)
    total = whole(part(answer, "meta"), "total")
    is_over = len(rows) < PAGE if total is None else last >= total
    return [made for row in rows for made in from_product(row)], "" if is_over or not rows else str(last)


def from_product(product: Mapping[str, Any]) -> list[Goods]:
    """What is sold of a product, with the codes that lines of orders bear."""
    number, title = words(product, "id"), tidy(words(product, "name"))
    counted = counts_of(product)
    made = []
    for one in _sold(product):
        options = {name: value for name in ("option1", "option2") if (value := words(one, f"{name}_value"))}
        place = (number, options.get("option1", ""), options.get("option2", ""))
        price = whole(one, "option_price_including_tax") if options else None
        made.append(Goods(
            code=_code(number, one), ref={"product": number, **options}, quantity=counted[place],
            title=" ".join(filter(None, (title, words(one, "title") if options else ""))),
            price_yen=price if price is not None else whole(product, "sales_price_including_tax"),
            category=words(part(product, "category"), "id_big"),
            images=tuple(filter(None, (words(product, "image_url"),))),
            tax_rate=8 if is_true(product, "tax_reduced") else None,
        ))  # fmt: skip
    return made


def lacking(one: Goods) -> list[str]:
    """What is missing before this can be sold."""
    checks = (
        (not one.title, "商品名がありません。"),
        (len(one.title) > LONGEST_TITLE, f"商品名が {LONGEST_TITLE} 文字を超えています。"),
        (not one.price_yen, "販売価格がありません。"),
        (len(one.code) > LONGEST_CODE, f"型番が {LONGEST_CODE} 文字を超えています。"),
    )
    return [text for is_lacking, text in checks if is_lacking]


def publish(line: Line, wanted: Sequence[Goods]) -> list[Verdict]:
    """Create products, or change those that are there; what the limit leaves is not answered."""
    return _each(line, wanted, _publish)


def reprice(line: Line, prices: Sequence[Price]) -> list[Verdict]:
    """Change prices, one call for each product."""
    return _each(line, prices, _reprice)


def _each(line: Line, wanted: Sequence[Any], do: Any) -> list[Verdict]:
    verdicts: list[Verdict] = []
    if not wanted:
        return verdicts
    shop = part(line.ask("shop.get", "GET", "shop"), "shop")
    for one in wanted:
        try:
            verdicts.append(do(line, shop, one))
        except Refused as error:
            outcome = Outcome.UNKNOWN if is_missing(error) else Outcome.REFUSED
            verdicts.append(
                Verdict(key=one.code, outcome=outcome, code=error.code, text=error.text or NO_PRODUCT)
            )
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _reprice(line: Line, shop: Mapping[str, Any], wish: Price) -> Verdict:
    place = place_of(wish.ref)
    if place is None:
        raise Refused("404", NO_PRODUCT)
    if place[1]:
        raise Refused("by_option", BY_OPTION)
    found = products(line, ids=[place[0]])
    if not found:
        raise Refused("404", NO_PRODUCT)
    price = price_told(shop, wish.price_yen, reduced=is_true(found[0], "tax_reduced"))
    body = {"product": {"sales_price": price}}
    line.ask("product.put", "PUT", f"products/{place[0]}", body=body, about=wish.code)
    return Verdict(key=wish.code, outcome=Outcome.DONE)


def _publish(line: Line, shop: Mapping[str, Any], wish: Goods) -> Verdict:
    if lacks := lacking(wish):
        raise Refused("lacking", "".join(lacks))
    place = place_of(wish.ref)
    body: dict[str, Any] = {"name": wish.title} | ({"expl": wish.text} if wish.text else {})
    if wish.tax_rate is not None:
        body["tax_reduced"] = wish.tax_rate == 8
    if place is None or not place[1]:
        body["sales_price"] = price_told(shop, wish.price_yen or 0, reduced=wish.tax_rate == 8)
    if place is None:
        body |= {"model_number": wish.code, "display_state": "showing"}
        if wish.category.isdecimal():
            body["category_id_big"] = int(wish.category)
        answer = line.ask("product.put", "POST", "products", body={"product": body}, about=wish.code)
        number = words(part(answer, "product"), "id")
        counted = {"stock_managed": True, "stocks": max(wish.quantity or 0, 0)}
        line.ask("product.put", "PUT", f"products/{number}", body={"product": counted}, about=wish.code)
    else:
        line.ask("product.put", "PUT", f"products/{place[0]}", body={"product": body}, about=wish.code)
    return Verdict(key=wish.code, outcome=Outcome.DONE)


def price_told(shop: Mapping[str, Any], with_tax: int, *, reduced: bool) -> int:
    """The price as the shop keeps it; refuses one that its rounding cannot make."""
    if words(shop, "tax_type") != "excluded":
        return with_tax
    rate = (whole(shop, "reduce_tax_rate") or 8) if reduced else (whole(shop, "tax") or 10)
    way = words(shop, "tax_rounding_method") or "round_down"
    near = with_tax * 100 // (100 + rate)
    for plain in range(max(near - 1, 0), near + 3):
        exact = plain * (100 + rate)
        rounded = {"round_up": -(-exact // 100), "round_off": (exact + 50) // 100}.get(way, exact // 100)
        if rounded == with_tax:
            return plain
    raise Refused("no_such_price", NO_SUCH_PRICE.format(price=with_tax))
