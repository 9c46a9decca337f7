"""Listings: stock and prices one by one or by a feed, and what is on show (Amazon の出品と在庫)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from hanjo.channels.malls.amazon import bodies
from hanjo.channels.malls.amazon.line import Line
from hanjo.channels.malls.amazon.values import listed, text, whole, yen
from hanjo.channels.malls.port import (
    Goods,
    Limited,
    Outcome,
    Price,
    Refused,
    Shown,
    Stock,
    Unreachable,
    Verdict,
)

LISTINGS = "/listings/2021-08-01/items"
FEEDS = "/feeds/2021-06-30"
LOOK = 20  # identifiers in one search
CONTENT = "application/json; charset=UTF-8"
STOPPED = {"CANCELLED": "フィードが取り消されました。", "FATAL": "フィードを処理できませんでした。"}

T = TypeVar("T")
R = TypeVar("R")


class Listings:
    """What one seller has on show."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.path = f"{LISTINGS}/{quote(line.seller, safe='')}"
        self.op = line.option("stock_op", "replace")
        self.direct = line.number("direct_stock", 100)

    # --- stock ---

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Some by a call each, which is shown in seconds; very many in one feed that Amazon works on for minutes.

        A listing that no call was left for has no verdict: it is pushed with the next ones.
        """
        if len(stocks) > self.direct:
            return self._by_feed(stocks)
        lacking = [stock.code for stock in stocks if not stock.ref.get("product_type")]
        types = {code: one.ref.get("product_type", "") for code, one in self._looked_up(lacking).items()}
        return as_far_as_it_goes(stocks, lambda stock: self._show(stock, types))

    def _show(self, stock: Stock, types: Mapping[str, str]) -> Verdict:
        known = stock.ref.get("product_type") or types.get(stock.code)
        if known is None:
            return Verdict(key=stock.code, outcome=Outcome.UNKNOWN, text="Amazon にない SKU です。")
        patch = bodies.stock_patch(max(stock.quantity, 0), op=self.op)
        return self._patched(stock.code, bodies.patches(known, patch), stock.key)

    def _by_feed(self, stocks: Sequence[Stock]) -> list[Verdict]:
        made = self.line.told(
            "createFeedDocument", "POST", f"{FEEDS}/documents", None, {"contentType": CONTENT}
        )
        if not made.get("url"):
            raise Unreachable("createFeedDocument: no address")
        self.line.upload(str(made["url"]), bodies.feed(stocks, seller=self.line.seller, op=self.op), CONTENT)
        feed = self.line.told(
            "createFeed", "POST", f"{FEEDS}/feeds", None,
            {
                "feedType": "JSON_LISTINGS_FEED", "marketplaceIds": [self.line.marketplace],
                "inputFeedDocumentId": made.get("feedDocumentId"),
            },
            about=f"在庫 {len(stocks)} 件",
        )  # fmt: skip
        number = text(feed, "feedId")
        return [
            Verdict(key=stock.code, outcome=Outcome.WAITS, ticket=f"{number}:{at}")
            for at, stock in enumerate(stocks, 1)
        ]

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """What became of the messages of feeds; each feed is asked once."""
        by_feed: dict[str, list[str]] = {}
        for ticket in tickets:
            by_feed.setdefault(ticket.partition(":")[0], []).append(ticket)
        done = as_far_as_it_goes(by_feed.items(), lambda pair: self._followed(*pair))
        return [verdict for verdicts in done for verdict in verdicts]

    def _followed(self, number: str, tickets: Sequence[str]) -> list[Verdict]:
        feed = self.line.told("getFeed", "GET", f"{FEEDS}/feeds/{quote(number)}", about=number)
        status = text(feed, "processingStatus")
        if not feed:
            return [
                Verdict(key=one, outcome=Outcome.UNKNOWN, text="Amazon にないフィードです。")
                for one in tickets
            ]
        if status in STOPPED:
            return [
                Verdict(key=one, outcome=Outcome.REFUSED, code=status, text=STOPPED[status])
                for one in tickets
            ]
        if status != "DONE":
            return [Verdict(key=one, outcome=Outcome.WAITS, ticket=one) for one in tickets]
        issues = self._issues(text(feed, "resultFeedDocumentId"))
        return [_of_message(one, issues) for one in tickets]

    def _issues(self, document: str) -> dict[int, dict[str, Any]]:
        """The first error of each message, by its number."""
        if not document:
            return {}
        where = self.line.told("getFeedDocument", "GET", f"{FEEDS}/documents/{quote(document)}")
        try:
            report = json.loads(self.line.download(where))
        except ValueError as error:
            raise Unreachable("feed: a report that is not JSON") from error
        found: dict[int, dict[str, Any]] = {}
        for issue in listed(report, "issues"):
            if text(issue, "severity") in ("", "ERROR"):
                found.setdefault(whole(issue, "messageId"), issue)
        return found

    # --- what is on show ---

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """What buyers see, twenty in a call; where the budget ends, the rest is left out."""
        codes = [stock.code for stock in stocks]
        parts = [codes[at : at + LOOK] for at in range(0, len(codes), LOOK)]
        found: list[Shown] = []
        for codes_, known in as_far_as_it_goes(parts, lambda part: (part, self._looked_up(part))):
            found += [
                Shown(code=code, quantity=known[code].quantity if code in known else None) for code in codes_
            ]
        return found

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of what the seller has on show."""
        answer = self._search({"pageSize": str(LOOK), **({"pageToken": more} if more else {})})
        found = [_goods(item) for item in listed(answer, "items")]
        return [one for one in found if one.code], text(answer, "pagination", "nextToken")

    def _looked_up(self, codes: Sequence[str]) -> dict[str, Goods]:
        """Listings by their codes; those that Amazon does not know are left out."""
        found: dict[str, Goods] = {}
        for code in (code for code in codes if "," in code):  # cannot stand in a list with commas
            query = {"marketplaceIds": self.line.marketplace, "includedData": _PARTS}
            if item := self.line.told("getListingsItem", "GET", self._of(code), query):
                found[code] = _goods(item)
        plain = [code for code in codes if "," not in code]
        for at in range(0, len(plain), LOOK):
            part = plain[at : at + LOOK]
            answer = self._search(
                {"identifiers": ",".join(part), "identifiersType": "SKU", "pageSize": str(LOOK)}
            )
            found |= {text(item, "sku"): _goods(item) for item in listed(answer, "items")}
        return found

    def _search(self, query: Mapping[str, str]) -> dict[str, Any]:
        base = {"marketplaceIds": self.line.marketplace, "includedData": _PARTS}
        return self.line.told("searchListingsItems", "GET", self.path, {**base, **query})

    # --- offers ---

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Offer products that Amazon knows; of a listing that is there only price and stock are changed."""
        return as_far_as_it_goes(goods, self._publish)

    def _publish(self, goods: Goods) -> Verdict:
        known = self._looked_up([goods.code]).get(goods.code)
        if known is None:
            return self._submitted(
                "putListingsItem", "PUT", goods.code, bodies.offer(goods, self.line.marketplace), ""
            )
        changes = []
        if goods.price_yen:
            changes.append(bodies.price_patch(goods.price_yen, self.line.marketplace))
        if goods.quantity is not None:
            changes.append(bodies.stock_patch(max(goods.quantity, 0), op=self.op))
        if not changes:
            return Verdict(key=goods.code, outcome=Outcome.DONE)
        return self._patched(goods.code, bodies.patches(known.ref.get("product_type", ""), *changes))

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Change prices."""
        lacking = [price.code for price in prices if not price.ref.get("product_type")]
        types = {code: one.ref.get("product_type", "") for code, one in self._looked_up(lacking).items()}

        def one(price: Price) -> Verdict:
            known = price.ref.get("product_type") or types.get(price.code)
            if known is None:
                return Verdict(key=price.code, outcome=Outcome.UNKNOWN, text="Amazon にない SKU です。")
            patch = bodies.price_patch(price.price_yen, self.line.marketplace)
            return self._patched(price.code, bodies.patches(known, patch))

        return as_far_as_it_goes(prices, one)

    def _patched(self, code: str, body: Mapping[str, Any], key: str = "") -> Verdict:
        return self._submitted("patchListingsItem", "PATCH", code, body, key)

    def _submitted(self, endpoint: str, method: str, code: str, body: Any, key: str) -> Verdict:
        query = {"marketplaceIds": self.line.marketplace, "issueLocale": "ja_JP"}
        try:
            answer = self.line.told(endpoint, method, self._of(code), query, body, key=key, about=code)
        except Refused as error:
            return Verdict(key=code, outcome=Outcome.REFUSED, code=error.code, text=error.text)
        if not answer:
            return Verdict(key=code, outcome=Outcome.UNKNOWN, text="Amazon にない SKU です。")
        if text(answer, "status") in ("ACCEPTED", "VALID"):
            return Verdict(key=code, outcome=Outcome.DONE, ticket=text(answer, "submissionId"))
        issue = next(iter(listed(answer, "issues")), {})
        why = text(issue, "message") or text(answer, "status")
        return Verdict(key=code, outcome=Outcome.REFUSED, code=text(issue, "code"), text=why)

    def _of(self, code: str) -> str:
        return f"{self.path}/{quote(code, safe='')}"


_PARTS = "summaries,offers,fulfillmentAvailability"


def as_far_as_it_goes(things: Iterable[T], each: Callable[[T], R]) -> list[R]:
    """One after the other until the budget ends: what was done is answered, and the rest is for the next call.

    Raises Limited when not even the first one could be done.
    """
    done: list[R] = []
    for thing in things:
        try:
            done.append(each(thing))
        except Limited:
            if not done:
                raise
            break
    return done


def _of_message(ticket: str, issues: Mapping[int, Mapping[str, Any]]) -> Verdict:
    number = ticket.partition(":")[2]
    issue = dict(issues.get(int(number) if number.isdigit() else 0, {}))
    if not issue:
        return Verdict(key=ticket, outcome=Outcome.DONE)
    return Verdict(key=ticket, outcome=Outcome.REFUSED, code=text(issue, "code"), text=text(issue, "message"))


def _goods(item: Mapping[str, Any]) -> Goods:
    values = dict(item)
    summary = next(iter(listed(values, "summaries")), {})
    offer = next((one for one in listed(values, "offers") if text(one, "offerType") in ("", "B2C")), {})
    own = next(
        (
            one
            for one in listed(values, "fulfillmentAvailability")
            if text(one, "fulfillmentChannelCode") == "DEFAULT"
        ),
        {},
    )
    ref = {"asin": text(summary, "asin"), "product_type": text(summary, "productType")}
    return Goods(
        code=text(values, "sku"),
        ref={name: value for name, value in ref.items() if value},
        title=text(summary, "itemName"),
        price_yen=yen(offer, "price"),
        quantity=whole(own, "quantity") if "quantity" in own else None,
    )
