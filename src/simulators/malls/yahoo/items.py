"""Goods and their stock: by form, up to 1,000 codes in a call; an unknown code is no error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from simulators.malls.world import Goods, Reply, Request
from simulators.malls.yahoo.said import Fault, answer, xml

if TYPE_CHECKING:
    from simulators.malls.yahoo.mall import Yahoo

MOST = 1000
LARGEST = 999_999_999


def _form(mall: Yahoo, request: Request) -> dict[str, str]:
    form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    if form.get("seller_id") != mall.seller_id:
        raise Fault(400, "px-04001", "SellerID is not specified")
    return form


def _codes(form: dict[str, str]) -> list[str]:
    codes = form.get("item_code", "").split(",")
    if not 1 <= len(codes) <= MOST or any(not code or len(code) > 2 * 99 + 1 for code in codes):
        raise Fault(400, "st-02101", "item_code")
    return codes


def stock(mall: Yahoo, request: Request) -> Reply:
    """What is on show of these codes; one that is not there is left out."""
    codes = _codes(_form(mall, request))
    found = [_row(code, mall.goods[code].shown) for code in codes if code in mall.goods]
    return answer("".join(xml("Result", one) for one in found), found=len(found))


def set_stock(mall: Yahoo, request: Request) -> Reply:
    """Set, add or take away. A code that does not exist is answered like one that does."""
    form = _form(mall, request)
    codes, wanted = _codes(form), form.get("quantity", "").split(",")
    if len(codes) != len(wanted):
        raise Fault(400, "st-02103", "quantity")
    rows = []
    for code, written in zip(codes, wanted, strict=True):
        if not re.fullmatch(r"[+-]?\d{1,9}", written):
            rows.append({**_row(code, ""), "ErrorCode": "st-02104", "ErrorMessage": "Invalid quantity"})
            continue
        goods = mall.goods.get(code)
        before = goods.shown if goods else 0
        after = before + int(written) if written[0] in "+-" else int(written)
        if goods:
            mall.set_shown(code, min(after, LARGEST))
        rows.append(_row(code, after))
    if len(rows) == 1 and "ErrorCode" in rows[0]:
        raise Fault(400, "st-02104", "Invalid quantity")
    return answer("".join(xml("Result", one) for one in rows), found=len(rows))


def listed(mall: Yahoo, request: Request) -> Reply:
    """The store's goods whose code begins with the query."""
    query, size = request.value("query"), int(request.value("results", "25"))
    if request.value("seller_id") != mall.seller_id or not query or not 1 <= size <= 100:
        raise Fault(400, "it-02101", "seller_id, query or results")
    start = int(request.value("start", "1"))
    found = [one for code, one in sorted(mall.goods.items()) if code.lower().startswith(query.lower())]
    rows = [
        {
            "ItemCode": one.code.partition(":")[0], "SubCode": one.code.partition(":")[2], "Name": one.title,
            "Price": one.price_yen, "Quantity": one.shown,
        }
        for one in found[start - 1 : start - 1 + size]
    ]  # fmt: skip
    inner = "".join(xml("Result", one) for one in rows)
    body = answer(inner, found=len(rows)).body.replace(
        f'totalResultsAvailable="{len(rows)}"'.encode(), f'totalResultsAvailable="{len(found)}"'.encode()
    )
    return Reply(200, body, {"Content-Type": "application/xml; charset=UTF-8"})


def update(mall: Yahoo, request: Request) -> Reply:
    """Change fields of many goods at once; buyers see it after it was published."""
    form = _form(mall, request)
    wrong = []
    for name, text in form.items():
        if not re.fullmatch(r"item\d+", name):
            continue
        values = {key: given[0] for key, given in parse_qs(text).items()}
        code = values.get("item_code", "")
        known = [one for one in mall.goods if one == code or one.startswith(f"{code}:")]
        if not known or not values.get("price", "1").isdigit():
            wrong.append({"ItemCode": code, "Code": "it-03104", "Message": "Invalid item"})
        for one in known:
            mall.unpublished.setdefault(one, {}).update(values)
    inner = xml("Status", "NG" if wrong else "OK") + "".join(xml("Result", one) for one in wrong)
    return answer(inner, found=len(wrong))


def edit(mall: Yahoo, request: Request) -> Reply:
    """Put one thing on show, or change it; buyers see it after it was published."""
    form = _form(mall, request)
    lacking = [
        name for name in ("item_code", "path", "name", "product_category", "price") if not form.get(name)
    ]
    if lacking:
        raise Fault(400, "it-01101", ", ".join(lacking))
    code = form["item_code"]
    goods = mall.goods.setdefault(code, Goods(code=code, ref={"item_code": code}, price_yen=0))
    goods.title = form["name"]
    mall.unpublished.setdefault(code, {}).update(form)
    return answer(xml("Result", {"Status": "OK"}))


def publish(mall: Yahoo, request: Request) -> Reply:
    """Let buyers see what was changed."""
    _form(mall, request)
    for code, values in mall.unpublished.items():
        if "price" in values:
            mall.goods[code].price_yen = int(values["price"])
    mall.unpublished.clear()
    return answer(xml("Result", {"Status": "OK"}))


def _row(code: str, quantity: Any) -> dict[str, Any]:
    item, _, sub = code.partition(":")
    return {"ItemCode": item, "SubCode": sub, "Quantity": quantity}
