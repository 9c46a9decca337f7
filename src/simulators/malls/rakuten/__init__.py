"""楽天 RMS as a connector meets it: orders, items, inventory, the licence's last day, inquiries.

What is not established (limits, how a used key is answered) is an argument with a guess as its default.
"""

from __future__ import annotations

import base64
import json
from bisect import insort
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simulators.malls.rakuten import inquiries, inventory, items, orders
from simulators.malls.rakuten.replies import JSON, said, unauthorised
from simulators.malls.scenario import Scenario
from simulators.malls.world import JST, Goods, Mall, Order, Person, Reply, Request, World

LICENCE_DAYS = 90


class Rakuten(Mall):
    """A shop on 楽天市場."""

    kind = "rakuten"

    def __init__(
        self,
        world: World,
        code: str = "rakuten",
        scenario: Scenario | None = None,
        *,
        secret: str = "SP300001_sample",
        licence: str = "SL300001_sample",
        shop: str = "300001",
        calls: tuple[int, float] = (10, 5.0),
        processing_seconds: float = 0.0,
        ship_seconds: float = 20.0,
        shipping_date: str = "%Y-%m-%d",
    ) -> None:
        super().__init__(world, code, scenario)
        self.secret, self.licence, self.shop, self.most_calls = secret, licence, shop, calls
        self.processing_seconds, self.ship_seconds = processing_seconds, ship_seconds
        self.shipping_date = shipping_date  # how a shipping date must be written
        self.opened = self.now
        self.records: dict[tuple[str, str], dict[str, Any]] = {}  # inventory beside its quantity
        self.strays: dict[tuple[str, str], dict[str, Any]] = {}  # inventory of SKUs that no item has
        self.listed: dict[str, dict[str, Any]] = {}  # items as they were put: manage number → body
        self.requests: dict[str, dict[str, Any]] = {}  # shipping reports that are worked on
        self.inquiries: list[dict[str, Any]] = []
        self.places: dict[str, dict[str, str]] = {}  # manage number → variant → code
        self.dated: dict[str, list[tuple[float, str]]] = {}  # orders by each of their dates
        self.processed: set[str] = set()  # 楽天処理中

    # --- the shop ---

    @property
    def licence_ends(self) -> float:
        """When the licence key stops working."""
        return self.scenario.key_expires_at or self.opened + LICENCE_DAYS * 86_400

    def new_number(self) -> str:
        """300001-20261122-0000000001."""
        return f"{self.shop}-{self.moment(self.now):%Y%m%d}-{self.serial + 1:010d}"

    def first_state(self) -> str:
        """注文確認待ち."""
        return "100"

    def call_off(self, order: Order) -> None:
        """The buyer cancels: at once before the shop took the order, afterwards the shop has to agree."""
        if not order.cancelled:
            order.state = "900" if order.state == "100" else "800"
        super().call_off(order)

    def buy(self, wants: Sequence[tuple[str, int]], buyer: Person, **more: Any) -> Order | None:
        """Somebody buys."""
        order = super().buy(wants, buyer, **more)
        if order is not None:
            self.date(order, "placed", order.placed)
        return order

    def date(self, order: Order, name: str, at: float) -> None:
        """An order has one more of its dates."""
        order.flags[name] = at
        insort(self.dated.setdefault(name, []), (at, order.number))

    def settle(self) -> None:
        """楽天処理中 ends by itself when the money stands."""
        for order in [self.orders[number] for number in self.processed]:
            ready = float(order.flags["confirmed_at"]) + self.processing_seconds
            if order.state == "200" and (not order.paid or self.now < ready):
                continue
            self.processed.discard(order.number)
            if order.state == "200":
                order.state, order.changed = "300", self.now
                self.date(order, "fixed_at", self.now)

    def stock_up(self, goods: Sequence[Goods]) -> None:
        """Put things on show."""
        super().stock_up(goods)
        for one in goods:
            number, variant = self.place_of(one)
            self.places.setdefault(number, {})[variant] = one.code

    def place_of(self, goods: Goods) -> tuple[str, str]:
        """Manage number and variant of something on show."""
        return goods.ref.get("manageNumber", goods.code.lower()), goods.ref.get("variantId", goods.code)

    def at(self, place: tuple[str, str]) -> Goods | None:
        """What is on show there."""
        return self.goods.get(self.places.get(place[0], {}).get(place[1], ""))

    # --- the interface ---

    def failure(self, status: int) -> Reply:
        """An outage is answered by whatever stands before the service."""
        return Reply(status, b"<html><body>Service Unavailable</body></html>", {"Content-Type": "text/html"})

    def answer(self, request: Request) -> Reply:
        """One call: who asks, how often, what."""
        if not self._knows(request) or self.now >= self.licence_ends:
            return unauthorised()
        name = _endpoint(request.path)
        if self.limited(name, *self.most_calls):
            return Reply(429, b"", {**JSON, "Retry-After": "1"})
        try:
            body = json.loads(request.body) if request.body.strip() else {}
        except ValueError:
            return said(400, "GE0007", "the body is not JSON")
        with self.world.lock:
            if request.path.startswith("/es/2.0/order/"):
                self.settle()
                return orders.answer(self, request, body)
            if request.path.startswith("/es/2.1/inventories/"):
                return inventory.answer(self, request, body)
            if request.path.startswith("/es/2.0/items/"):
                return items.answer(self, request, body)
            if request.path.startswith(inquiries.ROOT):
                return inquiries.answer(self, request, body)
            return self._other(request)

    def _knows(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").removeprefix("ESA ")
        return given == base64.b64encode(f"{self.secret}:{self.licence}".encode()).decode()

    def _other(self, request: Request) -> Reply:
        if request.path == "/es/1.0/license-management/license-key/expiry-date":
            if request.value("licenseKey") != self.licence:
                return said(400, "IE0002", "licenseKey", "licenseKey")
            ends = datetime.fromtimestamp(self.licence_ends, JST)
            return Reply(200, json.dumps({"expiryDate": f"{ends:%Y-%m-%dT%H:%M:%S+09:00}"}).encode(), JSON)
        return said(404, "GE0014", "no such resource")


def _endpoint(path: str) -> str:
    parts = path.strip("/").split("/")
    return "/".join(parts[2:4]) if len(parts) > 3 and parts[2] == "order" else "/".join(parts[1:3])
