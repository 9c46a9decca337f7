"""The till's interface: tokens, transactions by a stretch of time, stock by the piece. Every number is a text.

Not established, and simulated one way: a cancelled transaction keeps its id and gets another division; a return is a
transaction of its own; stock is listed once it has moved; a search answers a bare list.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from simulators.malls.scenario import Scenario
from simulators.malls.telling import Message
from simulators.malls.world import JST, Goods, Line, Mall, Order, Person, Reply, Request, World

TOKEN_LIVES, MOST, MOST_DAYS = 3600, 1000, 31
RANGES = ("transaction_date_time", "terminal_tran_date_time", "sum_date", "upd_date_time")
SALE, CANCELLED, RETURNED = "1", "4", "5"
SCOPES = {
    "transactions": "pos.transactions",
    "stock": "pos.stock",
    "products": "pos.products",
    "stores": "pos.stores",
}


class Trouble(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, title: str, detail: str = "") -> None:
        self.status, self.title, self.detail = status, title, detail
        super().__init__(title)


class Smaregi(Mall):
    """A contract with one shop. `contract`, `client_id`, `client_secret`, `scope`, `hook_secret` may be given."""

    kind = "smaregi"
    free_from_yen = 0

    def __init__(
        self, world: World, code: str = "smaregi", scenario: Scenario | None = None, **account: Any
    ) -> None:
        super().__init__(world, code, scenario, **account)
        kinds = (f"{name}:{right}" for name in SCOPES.values() for right in ("read", "write"))
        self.account = {"contract": "sb_mihon1", "client_id": "sr_client", "client_secret": "sr_himitsu",
                        "scope": " ".join(kinds), "store": "1", "hook_header": "x-hanjo-secret",
                        "hook_secret": "hook_himitsu", "reads": 50, "writes": 20, **account}  # fmt: skip
        self.tokens: dict[str, tuple[float, set[str]]] = {}
        self.moved: set[str] = set()  # products whose stock has moved once

    # --- the shop ---

    def stock_up(self, goods: Sequence[Goods]) -> None:
        """Put things on the shelves; what has no product id gets one."""
        for one in goods:
            one.ref.setdefault("product", str(8000001 + len(self.goods)))
            super().stock_up([one])
            if one.shown:
                self.moved.add(one.ref["product"])

    def new_number(self) -> str:
        """12346."""
        return str(12346 + len(self.orders))

    def first_state(self) -> str:
        """通常."""
        return SALE

    def call_off(self, order: Order) -> None:
        """Somebody cancels at the till; the till puts the pieces back."""
        if not order.cancelled:
            order.state = CANCELLED
        super().call_off(order)

    def bring_back(self, order: Order, pieces: Sequence[tuple[str, int]]) -> Order:
        """Somebody brings pieces back: a transaction of its own."""
        with self.world.lock:
            sold = {line.code: line for line in order.lines}
            lines = [
                Line(
                    code=code,
                    title=sold[code].title,
                    price_yen=sold[code].price_yen,
                    quantity=count,
                    id=str(at),
                )
                for at, (code, count) in enumerate(pieces, 1)
            ]
            back = Order(number=self.new_number(), placed=self.now, changed=self.now, lines=lines, buyer=order.buyer,
                         receiver=order.buyer, visible_at=self.now, state=RETURNED)  # fmt: skip
            self.orders[back.number] = back
            for line in lines:
                self.goods[line.code].shown += line.quantity
        self.tell(back, "created")
        return back

    def ring_up(self, wants: Sequence[tuple[str, int]], state: str = SALE) -> Order:
        """Somebody pays at the till; `state` may be any division."""
        order = self.buy(wants, Person(family="", given="", email=""), flags={})
        if order is None:
            raise ValueError("not that many on the shelves")
        order.state = state
        return order

    # --- messages ---

    def messages(self, order: Order, event: str) -> list[Message]:
        """What the shop's address is told of a transaction."""
        action = "canceled" if order.cancelled else {"created": "created"}.get(event, "edited")
        data = {"transactionHeadId": order.number}
        return [self.message("pos:transactions", action, data)]

    def message(self, event: str, action: str, data: Any) -> Message:
        """One message, with the header that the shop's owner made up."""
        body = {"event": event, "action": action, "contractId": self.account["contract"], "data": data}
        headers = {
            "Content-Type": "application/json", "smaregi-contract-id": str(self.account["contract"]),
            "smaregi-event": event, str(self.account["hook_header"]): str(self.account["hook_secret"]),
        }  # fmt: skip
        return headers, json.dumps(body).encode()

    # --- the interface ---

    def answer(self, request: Request) -> Reply:
        """Answer as the platform does."""
        is_read = request.method == "GET"
        if self.limited(
            "reads" if is_read else "writes", int(self.account["reads" if is_read else "writes"]), 1.0
        ):
            return Reply(429, b"", {"Retry-After": "1", "Content-Type": "application/problem+json"})
        try:
            with self.world.lock:
                if request.path == f"/app/{self.account['contract']}/token":
                    return _json(self._token(request))
                return self._asked(request)
        except Trouble as error:
            told = {
                "type": "about:blank",
                "title": error.title,
                "detail": error.detail,
                "status": error.status,
            }
            return _json(told, error.status, "application/problem+json")

    def _token(self, request: Request) -> dict[str, Any]:
        given = {name: found[0] for name, found in parse_qs(request.body.decode()).items()}
        pair = f"{self.account['client_id']}:{self.account['client_secret']}"
        right = f"Basic {base64.b64encode(pair.encode()).decode()}"
        ended = self.scenario.key_expires_at is not None and self.now >= self.scenario.key_expires_at
        if ended or request.headers.get("authorization") != right:
            raise Trouble(401, "invalid_client")
        wanted = set(given.get("scope", "").split())
        if given.get("grant_type") != "client_credentials" or not wanted:
            raise Trouble(400, "invalid_request")
        if not wanted <= set(str(self.account["scope"]).split()):
            raise Trouble(400, "invalid_scope")
        token = secrets.token_hex(16)
        self.tokens[token] = (self.now + TOKEN_LIVES, wanted)
        return {
            "access_token": token,
            "expires_in": TOKEN_LIVES,
            "token_type": "Bearer",
            "scope": " ".join(wanted),
        }

    def _asked(self, request: Request) -> Reply:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        until, rights = self.tokens.get(token, (0.0, set[str]()))
        ended = self.scenario.key_expires_at is not None and self.now >= self.scenario.key_expires_at
        if ended or scheme != "Bearer" or until <= self.now:
            raise Trouble(401, "Unauthorized")
        match = re.fullmatch(rf"/{self.account['contract']}/pos/(\w+)(?:/(\d+))?(?:/(\w+))?", request.path)
        if match is None or match[1] not in SCOPES:
            raise Trouble(404, "Not Found")
        if f"{SCOPES[match[1]]}:{'read' if request.method == 'GET' else 'write'}" not in rights:
            raise Trouble(403, "Forbidden")
        body = json.loads(request.body) if request.body.strip() else {}
        name = f"{request.method} {match[1]}{'/1' if match[2] else ''}{f'/{match[3]}' if match[3] else ''}"
        return _json(self._answers(name, request, match[2] or "", body))

    def _answers(self, name: str, request: Request, number: str, body: Any) -> Any:
        lists = {
            "GET transactions": self._transactions,
            "GET stock": self._stock,
            "GET products": self._products,
        }
        if name in lists:
            return lists[name](request)
        if name == "GET stores":
            return [{"storeId": self.account["store"], "storeCode": "1", "storeName": "繁盛見本 本店"}]
        if name in ("GET transactions/1", "GET transactions/1/details"):
            order = self.orders.get(number)
            if order is None:
                raise Trouble(404, "Not Found")
            return self._details(order) if name.endswith("details") else self._head(order)
        changes = {
            "GET products/1": lambda one, _: self._product(one), "PATCH products/1": self._change,
            "POST stock/1/add": self._add, "PATCH stock/1": self._set,
        }  # fmt: skip
        if name in changes:
            found = next((one for one in self.goods.values() if one.ref["product"] == number), None)
            if found is None:
                raise Trouble(404, "Not Found")
            return changes[name](found, body)
        if name == "POST products":
            return self._create(body)
        raise Trouble(404, "Not Found")

    # --- transactions ---

    def _head(self, order: Order) -> dict[str, Any]:
        return {
            "transactionHeadId": order.number, "transactionDateTime": self._written(order.placed),
            "transactionHeadDivision": order.state, "subtotal": str(order.goods_yen), "total": str(order.total_yen),
            "taxInclude": str(order.goods_yen // 11), "taxExclude": "0", "cashTotal": str(order.total_yen),
            "creditTotal": "0", "deposit": str(order.total_yen), "change": "0", "newPoint": "0", "spendPoint": "0",
            "totalPoint": "0", "storeId": str(order.flags.get("store", self.account["store"])), "storeCode": "1",
            "terminalId": "1", "customerId": None, "customerCode": None, "staffId": "1", "memo": order.note,
            "transactionUuid": f"20261122-{order.number}", "updDateTime": self._written(order.changed),
        }  # fmt: skip

    def _details(self, order: Order) -> list[dict[str, Any]]:
        return [
            {
                "transactionDetailId": line.id, "transactionDetailDivision": "1",
                "productId": self.goods[line.code].ref["product"] if line.code in self.goods else None,
                "productCode": line.code, "productName": line.title, "price": str(line.price_yen),
                "salesPrice": str(line.price_yen), "quantity": str(line.quantity), "unitDiscountPrice": "0",
                "unitDiscountRate": "0", "subtotal": str(line.price_yen * line.quantity),
            }
            for line in order.lines
        ]  # fmt: skip

    def _transactions(self, request: Request) -> list[dict[str, Any]]:
        named = [name for name in RANGES if request.value(f"{name}-from") and request.value(f"{name}-to")]
        if not named:
            raise Trouble(400, "Bad Request", "日付の範囲を指定してください。")
        since, until = (_moment(request.value(f"{named[0]}-{end}")) for end in ("from", "to"))
        if until - since > timedelta(days=MOST_DAYS):
            raise Trouble(400, "Bad Request", f"範囲は{MOST_DAYS}日以内で指定してください。")
        by = "changed" if named[0] == "upd_date_time" else "placed"
        rows = [
            one for one in self.orders.values()
            if one.visible_at <= self.now and since.timestamp() <= int(getattr(one, by)) <= until.timestamp()
            and request.value("store_id") in ("", str(one.flags.get("store", self.account["store"])))
        ]  # fmt: skip
        down = request.value("sort") != "updDateTime"
        rows.sort(key=lambda one: (int(one.changed), int(one.number)), reverse=down)
        with_details = request.value("with_details") == "all"
        return [
            self._head(one) | ({"details": self._details(one)} if with_details else {})
            for one in _page(rows, request)
        ]

    # --- stock and products ---

    def _stock(self, request: Request) -> list[dict[str, str]]:
        rows = [
            one for one in self.goods.values()
            if one.ref["product"] in self.moved and request.value("product_id") in ("", one.ref["product"])
            and request.value("store_id") in ("", str(self.account["store"]))
        ]  # fmt: skip
        return [self._level(one) for one in _page(rows, request)]

    def _level(self, one: Goods) -> dict[str, str]:
        return {"productId": one.ref["product"], "storeId": str(self.account["store"]), "stockAmount": str(one.shown),
                "updDateTime": self._written(one.changed)}  # fmt: skip

    def _add(self, one: Goods, body: dict[str, Any]) -> dict[str, str]:
        return self._set(one, {**body, "stockAmount": str(one.shown + int(body.get("stockAmount", "x")))})

    def _set(self, one: Goods, body: dict[str, Any]) -> dict[str, str]:
        if str(body.get("storeId")) != str(self.account["store"]) or not isinstance(
            body.get("stockAmount"), str
        ):
            raise Trouble(400, "Bad Request", "storeId か stockAmount が不正です。")
        self.set_shown(one.code, int(body["stockAmount"]))
        self.moved.add(one.ref["product"])
        return self._level(one)

    def _product(self, one: Goods) -> dict[str, str]:
        return {
            "productId": one.ref["product"], "categoryId": "1", "productCode": one.code, "productName": one.title,
            "price": str(one.price_yen), "taxDivision": "0", "stockControlDivision": "0", "displayFlag": "1",
        }  # fmt: skip

    def _products(self, request: Request) -> list[dict[str, str]]:
        rows = [one for one in self.goods.values() if request.value("product_code") in ("", one.code)]
        return [self._product(one) for one in _page(rows, request)]

    def _change(self, one: Goods, body: dict[str, Any]) -> dict[str, str]:
        one.price_yen = int(body.get("price", one.price_yen))
        one.title = body.get("productName", one.title)
        return self._product(one)

    def _create(self, body: dict[str, Any]) -> dict[str, str]:
        if not body.get("productName") or not body.get("categoryId") or len(body.get("productCode", "")) > 20:
            raise Trouble(400, "Bad Request", "商品名、部門ID、商品コードを確かめてください。")
        made = Goods(
            code=body["productCode"], title=body["productName"], price_yen=int(body.get("price", "0"))
        )
        self.stock_up([made])
        return self._product(made)

    def _written(self, at: float) -> str:
        return self.moment(int(at)).isoformat()


def _page(rows: Sequence[Any], request: Request) -> Sequence[Any]:
    limit, page = int(request.value("limit", "100")), int(request.value("page", "1"))
    if not 1 <= limit <= MOST or page < 1:
        raise Trouble(400, "Bad Request", "limit は 1 から 1000 です。")
    return rows[(page - 1) * limit : page * limit]


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise Trouble(400, "Bad Request", "日時の形式が不正です。") from None
    return found if found.tzinfo else found.replace(tzinfo=JST)


def _json(body: Any, status: int = 200, kind: str = "application/json") -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": kind})
