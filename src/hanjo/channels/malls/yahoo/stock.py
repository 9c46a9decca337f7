"""Goods: stock up to 1,000 codes in a call, prices, and what is on show (Yahoo! の商品と在庫)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from hanjo.channels.malls.port import Goods, Limited, Outcome, Price, Refused, Shown, Stock, Verdict
from hanjo.channels.malls.yahoo.line import Line
from hanjo.channels.malls.yahoo.values import listed, text, whole

MOST = 1000  # codes in one call
UPDATES = 100  # goods in one updateItems
PAGE = 100
FIRST = "0123456789abcdefghijklmnopqrstuvwxyz-"  # what a code may begin with
_UNKNOWN = "Yahoo! にない商品コードです。商品コードと個別商品コードを確かめてください。"


class Shelf:
    """What one store has on show."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Set counts. Yahoo! answers an unknown code like a known one, so what is there is read first."""
        verdicts: list[Verdict] = []
        for at in range(0, len(stocks), MOST):
            part = stocks[at : at + MOST]
            known = self._shown([target(stock) for stock in part])
            verdicts += [
                Verdict(key=stock.code, outcome=Outcome.UNKNOWN, text=_UNKNOWN)
                for stock in part
                if target(stock) not in known
            ]
            verdicts += self._set([stock for stock in part if target(stock) in known])
        return verdicts

    def _set(self, stocks: Sequence[Stock]) -> list[Verdict]:
        if not stocks:
            return []
        form = {
            "seller_id": self.line.seller,
            "item_code": ",".join(target(stock) for stock in stocks),
            "quantity": ",".join(str(max(stock.quantity, 0)) for stock in stocks),
        }
        key = stocks[0].key if len(stocks) == 1 else ""
        answer = self.line.post("setStock", form, key=key, about=f"在庫 {len(stocks)} 件")
        wrong = {_code(row): row for row in listed(answer, "Result") if text(row, "ErrorCode")}
        return [
            Verdict(
                key=stock.code, outcome=Outcome.REFUSED, code=text(row, "ErrorCode"), text=text(row, "ErrorMessage")
            )
            if (row := wrong.get(target(stock)))
            else Verdict(key=stock.code, outcome=Outcome.DONE)
            for stock in stocks
        ]  # fmt: skip

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """What buyers see."""
        found: list[Shown] = []
        for at in range(0, len(stocks), MOST):
            part = stocks[at : at + MOST]
            try:
                known = self._shown([target(stock) for stock in part])
            except Limited:
                if not found:
                    raise
                break
            found += [Shown(code=stock.code, quantity=known.get(target(stock))) for stock in part]
        return found

    def _shown(self, codes: Sequence[str]) -> dict[str, int | None]:
        if not codes:
            return {}
        form = {"seller_id": self.line.seller, "item_code": ",".join(codes)}
        answer = self.line.post("getStock", form)
        return {
            _code(row): whole(row, "Quantity") for row in listed(answer, "Result") if text(row, "ItemCode")
        }

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of goods. The list is searched by the beginning of codes: every letter once, page by page."""
        letter, _, begin = (more or f"{FIRST[0]}:1").partition(":")
        start = int(begin or 1)
        query = {
            "seller_id": self.line.seller, "query": letter, "type": "item_code", "stock": "true",
            "start": str(start), "results": str(PAGE), "sort": "+item_code",
        }  # fmt: skip
        answer = self.line.get("myItemList", query)
        rows = listed(answer, "Result")
        goods = [_goods(row) for row in rows if text(row, "ItemCode")]
        if rows and start + len(rows) <= (whole(answer, "totalResultsAvailable") or 0):
            return goods, f"{letter}:{start + len(rows)}"
        place = FIRST.find(letter) + 1
        return goods, f"{FIRST[place]}:1" if 0 < place < len(FIRST) else ""

    # --- prices and listings: buyers see them once they are published ---

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Change prices, and have them published."""
        verdicts: list[Verdict] = []
        for at in range(0, len(prices), UPDATES):
            part = prices[at : at + UPDATES]
            form = {"seller_id": self.line.seller} | {
                f"item{place}": urlencode({"item_code": _item(price), "price": price.price_yen})
                for place, price in enumerate(part, 1)
            }
            answer = self.line.post("updateItems", form, about=f"価格 {len(part)} 件")
            wrong = {text(row, "ItemCode"): row for row in listed(answer, "Result")}
            verdicts += [
                Verdict(key=price.code, outcome=Outcome.REFUSED, code=text(row, "Code"), text=text(row, "Message"))
                if (row := wrong.get(_item(price)))
                else Verdict(key=price.code, outcome=Outcome.DONE)
                for price in part
            ]  # fmt: skip
        if any(verdict.outcome is Outcome.DONE for verdict in verdicts):
            self._have_published()
        return verdicts

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Create or change goods, set their stock, and have them published."""
        verdicts: list[Verdict] = []
        for one in goods:
            try:
                verdicts.append(self._publish(one))
            except Limited:
                if not verdicts:
                    raise
                break
        if any(verdict.outcome is Outcome.DONE for verdict in verdicts):
            self._have_published()
        return verdicts

    def _publish(self, goods: Goods) -> Verdict:
        form = {
            "seller_id": self.line.seller, "item_code": goods.ref.get("item_code") or goods.code,
            "path": str(goods.more.get("path", "")), "name": goods.title, "product_category": goods.category,
            "price": str(goods.price_yen or ""), "explanation": goods.text, "jan": goods.jan,
        }  # fmt: skip
        try:
            self.line.post(
                "editItem", {name: value for name, value in form.items() if value}, about=goods.code
            )
            if goods.quantity is not None:
                self._set([Stock(code=goods.code, ref=goods.ref, quantity=goods.quantity)])
        except Refused as error:
            return Verdict(key=goods.code, outcome=Outcome.REFUSED, code=error.code, text=error.text)
        return Verdict(key=goods.code, outcome=Outcome.DONE)

    def _have_published(self) -> None:
        self.line.post("reservePublish", {"seller_id": self.line.seller, "mode": "1"})


def target(stock: Stock) -> str:
    """The code as Yahoo!'s stock wants it: item, or item and sub-code. A line of an order names the sub-code alone."""
    item = stock.ref.get("item_code") or stock.code
    sub = stock.ref.get("sub_code") or ("" if item == stock.code else stock.code)
    return f"{item}:{sub}" if sub else item


def _item(price: Price) -> str:
    return price.ref.get("item_code") or price.code


def _code(row: dict[str, Any]) -> str:
    item, sub = text(row, "ItemCode"), text(row, "SubCode")
    return f"{item}:{sub}" if sub else item


def _goods(row: dict[str, Any]) -> Goods:
    item, sub = text(row, "ItemCode"), text(row, "SubCode")
    return Goods(
        code=sub or item,
        ref={"item_code": item, **({"sub_code": sub} if sub else {})},
        title=text(row, "Name"),
        price_yen=whole(row, "Price"),
        quantity=whole(row, "Quantity"),
    )
