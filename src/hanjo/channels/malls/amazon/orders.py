"""Orders: search, read, count, and tell that parcels left (Amazon の受注と出荷通知)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from hanjo.channels.malls.amazon import again, bodies, translate
from hanjo.channels.malls.amazon.line import Line
from hanjo.channels.malls.amazon.translate_v0 import STATUSES, modern
from hanjo.channels.malls.amazon.values import listed, text
from hanjo.channels.malls.port import Counted, Document, Limited, Outcome, Page, Refused, Shipment, Verdict

ORDERS = "/orders/2026-01-01/orders"
ORDERS_V0 = "/orders/v0/orders"
PARTS = "BUYER,RECIPIENT,PROCEEDS,EXPENSE,CANCELLATION,FULFILLMENT,PACKAGES,PAYMENT"
READY = "UNSHIPPED,PARTIALLY_SHIPPED,SHIPPED,CANCELLED,UNFULFILLABLE"
MARGIN = timedelta(
    seconds=150
)  # a search ends two minutes back at least; the rest is for a clock that goes wrong
PAGE = 100
_ALL_SHIPPED = "Amazon では全数が出荷済みのため、この送り状番号は追加できません。"


class Orders:
    """The orders of one seller."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.is_old = line.option("orders_api") == "v0"
        self.hands = line.option("fulfilled_by", "MERCHANT")

    # --- reading ---

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """A page of orders that may be shipped, were shipped or were cancelled; waiting ones are left out.

        `more` holds the end of the search beside Amazon's token: all pages of one search ask for the same time.
        """
        end, token = self._going_on(until, more)
        if self.is_old:
            return self._changed_v0(since, end, token)
        answer = self._search("lastUpdated", since, end, token, fulfillmentStatuses=READY, includedData=PARTS)
        orders = sorted(listed(answer, "orders"), key=lambda order: text(order, "lastUpdatedTime"))
        documents = [again.document(order) for order in orders]
        return Page(documents=documents, more=_more(end, text(answer, "pagination", "nextToken")))

    def _going_on(self, until: datetime, more: str) -> tuple[datetime, str]:
        """Where the search ends, and the page to begin with; what is too fresh comes with the next pull."""
        if more:
            end, _, token = more.partition(" ")
            return datetime.fromisoformat(end), token
        return min(until, self.line.access.now() - MARGIN), ""

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers."""
        found = (self._one(key) for key in keys)
        return [again.document(order) for order in found if order]

    def counted(self, since: datetime, until: datetime) -> Iterator[Counted]:
        """Every order of a time; one that waits for its payment has no sum and no address yet."""
        until = min(until, self.line.access.now() - MARGIN)
        more = ""
        while since < until:
            answer = self._search("created", since, until, more, includedData="PROCEEDS,PAYMENT,FULFILLMENT")
            for order in listed(answer, "orders"):
                status = text(order, "fulfillment", "fulfillmentStatus")
                yield Counted(
                    key=text(order, "orderId"),
                    total=translate.total_of(order),
                    is_hidden=status in translate.HIDDEN,
                )
            more = text(answer, "pagination", "nextToken")
            if not more:
                return

    def _search(self, by: str, since: datetime, until: datetime, more: str, **wanted: str) -> dict[str, Any]:
        query = {
            f"{by}After": _iso(since), "marketplaceIds": self.line.marketplace,
            "maxResultsPerPage": str(PAGE), "fulfilledBy": self.hands, **wanted,
        }  # fmt: skip
        if until > since:
            query[f"{by}Before"] = _iso(until)
        if more:
            query["paginationToken"] = more
        return self.line.told("searchOrders", "GET", ORDERS, query)

    def _one(self, number: str) -> dict[str, Any]:
        if self.is_old:
            answer = self._told_v0("getOrderV0", f"/{quote(number)}")
            return self._with_items(answer) if answer else {}
        path = f"{ORDERS}/{quote(number)}"
        answer = self.line.told("getOrder", "GET", path, {"includedData": PARTS}, about=number)
        found = answer.get("order")
        return found if isinstance(found, dict) else {}

    # --- the older operations ---

    def _changed_v0(self, since: datetime, until: datetime, more: str) -> Page:
        query = {
            "MarketplaceIds": self.line.marketplace, "MaxResultsPerPage": str(PAGE),
            "LastUpdatedAfter": _iso(since), **({"LastUpdatedBefore": _iso(until)} if until > since else {}),
            "OrderStatuses": ",".join(old for old, new in STATUSES.items() if new in READY.split(",")),
            "FulfillmentChannels": "AFN" if self.hands == "AMAZON" else "MFN",
        }  # fmt: skip
        if more:
            query["NextToken"] = more
        answer = self._told_v0("getOrdersV0", "", query)
        keys = [text(order, "AmazonOrderId") for order in listed(answer, "Orders")]
        return Page(keys=[key for key in keys if key], more=_more(until, text(answer, "NextToken")))

    def _with_items(self, order: dict[str, Any]) -> dict[str, Any]:
        number = quote(text(order, "AmazonOrderId"))
        items: list[dict[str, Any]] = []
        more: dict[str, str] = {}
        while True:
            answer = self._told_v0("getOrderItemsV0", f"/{number}/orderItems", more)
            items += listed(answer, "OrderItems")
            if not text(answer, "NextToken"):
                return modern(order, items)
            more = {"NextToken": text(answer, "NextToken")}

    def _told_v0(self, endpoint: str, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Names and addresses are given by v0 to a restricted token only."""
        token = self.line.restricted(
            [
                {"method": "GET", "path": ORDERS_V0, "dataElements": ["buyerInfo", "shippingAddress"]},
                {"method": "GET", "path": f"{ORDERS_V0}/{{orderId}}", "dataElements": ["buyerInfo", "shippingAddress"]},
                {"method": "GET", "path": f"{ORDERS_V0}/{{orderId}}/orderItems", "dataElements": ["buyerInfo"]},
            ]
        )  # fmt: skip
        answer = self.line.told(endpoint, "GET", f"{ORDERS_V0}{path}", query, token=token)
        found = answer.get("payload")
        return found if isinstance(found, dict) else {}

    # --- parcels ---

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """Confirm parcels one by one; when the budget ends on the way, the rest is left for the next call."""
        groups: dict[str, list[Shipment]] = {}
        for shipment in shipments:
            groups.setdefault(shipment.order_number, []).append(shipment)
        verdicts: list[Verdict] = []
        try:
            for group in groups.values():
                for verdict in self._ship(group):
                    verdicts.append(verdict)
        except Limited:
            if not verdicts:
                raise
        return verdicts

    def _ship(self, group: Sequence[Shipment]) -> Iterator[Verdict]:
        """The parcels of one order."""
        number = group[0].order_number
        order = _parsed(group[0].document) or self._one(number)
        codes = bodies.carriers(self.line.option("carriers", bodies.CARRIERS))
        path = f"{ORDERS_V0}/{quote(number)}/shipmentConfirmation"
        for shipment, items in zip(group, bodies.parcels(group, order), strict=True):
            if not items:
                yield self._after_all(shipment, "no_items", "Amazon の注文に、出荷する商品が残っていません。")
                continue
            body = bodies.shipped(
                shipment,
                items,
                marketplace=self.line.marketplace,
                codes=codes,
                collects=translate.collects(order),
                now=self.line.access.now(),
            )
            try:
                answer = self.line.ask("confirmShipment", "POST", path, None, body, about=number)
            except Refused as error:
                yield self._after_all(shipment, error.code, error.text)
                continue
            if answer.status == 404:
                yield Verdict(
                    key=shipment.key, outcome=Outcome.UNKNOWN, code="404", text="Amazon にない注文です。"
                )
            else:
                yield Verdict(key=shipment.key, outcome=Outcome.DONE)

    def _after_all(self, shipment: Shipment, code: str, why: str) -> Verdict:
        """What Amazon refuses may be done already: it has this parcel, or every piece of the order left before."""
        order = self._one(shipment.order_number)
        if not order:
            return Verdict(
                key=shipment.key, outcome=Outcome.UNKNOWN, code="404", text="Amazon にない注文です。"
            )
        known = {text(one, "trackingNumber") for one in listed(order, "packages")}
        if shipment.tracking_number and shipment.tracking_number in known:
            return Verdict(key=shipment.key, outcome=Outcome.DONE)
        if text(order, "fulfillment", "fulfillmentStatus") == "SHIPPED":
            return Verdict(key=shipment.key, outcome=Outcome.DONE, code="all_shipped", text=_ALL_SHIPPED)
        return Verdict(key=shipment.key, outcome=Outcome.REFUSED, code=code, text=why)


def _parsed(document: str) -> dict[str, Any]:
    try:
        found = json.loads(document) if document else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.get("orderItems") else {}


def _more(end: datetime, token: str) -> str:
    return f"{end.isoformat(timespec='seconds')} {token}" if token else ""


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
