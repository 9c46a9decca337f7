"""Yahoo!ショッピング: who may ask, how often, and which part of the house answers."""

from __future__ import annotations

import base64
import itertools
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from simulators.malls.scenario import Scenario
from simulators.malls.world import Mall, Order, Reply, Request, World
from simulators.malls.yahoo import items, orders
from simulators.malls.yahoo.said import Fault

HOUR = 3600
ROOT = "/ShoppingWebService/V1/"
JSON = {"Content-Type": "application/json"}
ROUTES: Mapping[str, tuple[str, Callable[[Yahoo, Request], Reply]]] = {
    "orderCount": ("GET", orders.count),
    "orderList": ("POST", orders.search),
    "orderInfo": ("POST", orders.info),
    "orderStatusChange": ("POST", orders.change_status),
    "orderShipStatusChange": ("POST", orders.change_ship_status),
    "getStock": ("POST", items.stock),
    "setStock": ("POST", items.set_stock),
    "myItemList": ("GET", items.listed),
    "updateItems": ("POST", items.update),
    "editItem": ("POST", items.edit),
    "reservePublish": ("POST", items.publish),
}


class Yahoo(Mall):
    """One store. Named in `account`: seller_id, client_id, client_secret, refresh_token."""

    kind = "yahoo"
    a_day = 50_000  # calls
    hides_new_prices = True  # prices are shown only after they were published

    def __init__(self, world: World, code: str, scenario: Scenario | None = None, **account: Any) -> None:
        super().__init__(world, code, scenario, **account)
        self.seller_id = str(account.get("seller_id", "hanjo"))
        self.secrets = {
            name: str(account.get(name, f"{name}-of-sample"))
            for name in ("client_id", "client_secret", "refresh_token")
        }
        self.tokens: dict[str, float] = {}
        self.numbers = itertools.count(10_000_001 + world.past)
        self.unpublished: dict[str, dict[str, Any]] = {}
        self.untold: set[str] = set()  # orders whose details are refused
        self.signed: list[str] = []  # what came as a signature

    def new_number(self) -> str:
        """The store's name and eight digits."""
        return f"{self.seller_id}-{next(self.numbers)}"

    def first_state(self) -> str:
        """処理中; that it is new shows in IsSeen."""
        return "2"

    def call_off(self, order: Order) -> None:
        """The order is cancelled, in the mall's pages or by the store."""
        if not order.cancelled:
            order.state = "4"
            super().call_off(order)

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        try:
            if request.path == "/yconnect/v2/token":
                return self._token(request)
            name = request.path.removeprefix(ROOT)
            method, who = ROUTES.get(name, ("", None))
            if who is None or method != request.method:
                raise Fault(404, "px-04004", "Not found")
            self._who(request)
            if self.limited(name, 1, 1.0) or self.limited("day", self.a_day, 86_400):
                raise Fault(429, "px-04290", "Too many requests")
            with self.world.lock:
                return who(self, request)
        except Fault as error:
            return error.reply

    def _who(self, request: Request) -> None:
        until = self.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if until is None or until <= self.now:
            raise Fault(401, "px-04102", "AccessToken is expired or invalid")
        if signature := request.headers.get("x-sws-signature"):
            self.signed.append(signature)

    def _token(self, request: Request) -> Reply:
        given = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        pair = base64.b64encode(
            f"{self.secrets['client_id']}:{self.secrets['client_secret']}".encode()
        ).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return Reply(401, b'{"error":"invalid_client"}', JSON)
        expires = self.scenario.key_expires_at
        if given.get("refresh_token") != self.secrets["refresh_token"] or (
            expires is not None and self.now >= expires
        ):
            return Reply(400, b'{"error":"invalid_grant"}', JSON)
        token = secrets.token_hex(16)
        self.tokens[token] = self.now + HOUR
        body = f'{{"access_token":"{token}","token_type":"Bearer","expires_in":{HOUR}}}'
        return Reply(200, body.encode(), JSON)
