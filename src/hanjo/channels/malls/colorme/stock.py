"""Counts that a カラーミーショップ shows (カラーミーショップの在庫).

A count is read and then changed by the difference (`{"increment": n}`): a sale between the two is kept, and a push
that was repeated because its answer was lost finds nothing left to change. A product's options are counted in one
call; what the shop does not count yet is counted from now on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.channels.malls.colorme.speaking import Line
from hanjo.channels.malls.colorme.wares import Place, counts_of, place_of, products
from hanjo.channels.malls.port import Limited, Outcome, Refused, Shown, Stock, Verdict

UNKNOWN = "カラーミーショップにこの商品がありません。商品 ID とオプションを確かめてください。"
Counts = dict[Place, int | None]


def show(line: Line, stocks: Sequence[Stock]) -> list[Verdict]:
    """Let the shop show these counts; what the limit leaves is not answered."""
    newest = {one.code: one for one in stocks}
    placed, known = look(line, list(newest.values()))
    verdicts = [
        Verdict(key=code, outcome=Outcome.UNKNOWN, code="unknown", text=UNKNOWN)
        for code in newest
        if placed.get(code) not in known
    ]
    by_product: dict[str, list[Stock]] = {}
    for one in newest.values():
        if placed.get(one.code) in known:
            by_product.setdefault(placed[one.code][0], []).append(one)
    for product, group in by_product.items():
        try:
            verdicts += _show(line, product, [(one, placed[one.code]) for one in group], known)
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _show(line: Line, product: str, group: Sequence[tuple[Stock, Place]], known: Counts) -> list[Verdict]:
    open_ = [(one, place) for one, place in group if known[place] != one.quantity]
    told = known
    if open_:
        about = " ".join(one.code for one, _ in open_)
        body = {"product": _body(open_, known)}
        key = open_[0][0].key and f"{open_[0][0].key}+{len(open_)}:{known[open_[0][1]]}"
        try:
            answer = line.ask("product.put", "PUT", f"products/{product}", body=body, key=key, about=about)
        except Refused as error:
            return [
                Verdict(key=one.code, outcome=Outcome.REFUSED, code=error.code, text=error.text)
                for one, _ in group
            ]
        told = known | counts_of(answer.get("product"))
    return [_seen(one, told[place]) for one, place in group]


def _body(open_: Sequence[tuple[Stock, Place]], known: Counts) -> dict[str, Any]:
    """What changes: by the difference where there is a count, else by the count."""
    rows = [(place, _told(one.quantity, known[place])) for one, place in open_]
    if rows[0][0][1]:
        variants = [
            {"option1_value": place[1], "option2_value": place[2], "stocks": told} for place, told in rows
        ]
        return {"variants": variants}
    told = rows[0][1]
    return {"stocks": told} if isinstance(told, dict) else {"stock_managed": True, "stocks": told}


def _told(wanted: int, there: int | None) -> dict[str, int] | int:
    return wanted if there is None else {"increment": wanted - there}


def _seen(one: Stock, shows: int | None) -> Verdict:
    if shows is None or shows > one.quantity:  # fewer is a sale meanwhile
        text = f"{one.quantity} と伝えましたが、カラーミーショップの表示は {'—' if shows is None else shows} です。"
        return Verdict(key=one.code, outcome=Outcome.REFUSED, code="not_shown", text=text)
    return Verdict(key=one.code, outcome=Outcome.DONE)


def shown(line: Line, stocks: Sequence[Stock]) -> list[Shown]:
    """What the shop shows now."""
    placed, known = look(line, stocks)
    return [Shown(code=one.code, quantity=known.get(placed.get(one.code, ("", "", "")))) for one in stocks]


def look(line: Line, stocks: Sequence[Stock]) -> tuple[dict[str, Place], Counts]:
    """Where each listing is, and how many are shown there; a listing without ids is looked for by its 型番."""
    placed = {one.code: place for one in stocks if (place := place_of(one.ref))}
    known: Counts = {}
    found: list[Mapping[str, Any]] = products(line, ids=[place[0] for place in placed.values()])
    for code in dict.fromkeys(one.code for one in stocks if one.code not in placed):
        for product in products(line, model=code):
            found.append(product)
            fitting = [place for place, name in counts_of(product, codes=True).items() if name == code]
            if fitting:
                placed[code] = fitting[0]
    for product in found:
        known |= counts_of(product)
    return placed, known
