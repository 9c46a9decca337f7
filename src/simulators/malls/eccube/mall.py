"""The shop: tokens, searches by page, two mutations, messages without a number of their own."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from simulators.malls.eccube import values
from simulators.malls.eccube.schema import SCHEMA
from simulators.malls.graphql import Field, Problem, Trouble, Unreadable, read, run
from simulators.malls.ledger import Ledger
from simulators.malls.scenario import Scenario
from simulators.malls.telling import Message
from simulators.malls.world import Goods, Mall, Order, Reply, Request, World

TOKEN_LIVES, CODE_LIVES, REFRESH_LIVES = 3600, 600, 30 * 86_400
JSON = {"Content-Type": "application/json"}
SHIPPABLE = {values.NEW, values.WORKED_ON, values.PAID}


class EcCube(Mall):
    """An EC-CUBE shop. `client_id`, `client_secret`, `refresh_token`, `scope`, `hook_secret` may be given."""

    kind = "eccube"

    def __init__(self, world: World, code: str, scenario: Scenario | None = None, **account: Any) -> None:
        super().__init__(world, code, scenario, **account)
        self.account = {
            "client_id": "mihon", "client_secret": "himitsu", "refresh_token": "def502_mihon",
            "redirect_uri": "https://shop.example.jp/", "scope": "read write", "hook_secret": "hook_himitsu",
            "per_second": 1000, "bare_hooks": False, **account,
        }  # fmt: skip
        self.access: dict[str, float] = {}
        self.refresh: dict[str, float] = {str(self.account["refresh_token"]): self.now + REFRESH_LIVES}
        self.codes: dict[str, float] = {}
        self.by_id: dict[str, Order] = {}
        self.shippings: dict[str, tuple[Order, dict[str, Any]]] = {}
        self.ledger = Ledger()

    # --- goods and buyers ---

    def stock_up(self, goods: Sequence[Goods]) -> None:
        """Put things on show; what has no id gets one."""
        for one in goods:
            one.ref.setdefault("product", str(len(self.goods) + 1))
            one.ref.setdefault("class", str(len(self.goods) + 1001))
            super().stock_up([one])

    def new_number(self) -> str:
        """As the shop is set up from the start: the order's id."""
        return str(self.serial + 31)

    def first_state(self) -> str:
        """新規受付."""
        return values.NEW

    def buy(self, wants: Sequence[tuple[str, int]], buyer: Any, **more: Any) -> Order | None:
        """Somebody buys; with `second` a part goes to somebody else."""
        with self.world.lock:
            flags, second = {**more.pop("flags", {}), "id": self.new_number()}, more.pop("second", None)
            lines = [str(at) for at in range(1, len(wants) + 1)]
            first = {
                "id": f"{flags['id']}1",
                "to": more.get("receiver", buyer),
                "lines": lines[:-1] if second else lines,
            }
            rest = [{"id": f"{flags['id']}2", "to": second, "lines": lines[-1:]}] if second else []
            order = super().buy(wants, buyer, flags={**flags, "shippings": [first, *rest]}, **more)
            if order is not None:
                self.by_id[flags["id"]] = order
                self.shippings |= {one["id"]: (order, one) for one in order.flags["shippings"]}
                self.ledger.open(order)
            return order

    def touch(self, order: Order) -> None:
        """Something about an order changed."""
        super().touch(order)
        self.ledger.note(order)

    # --- messages ---

    def messages(self, order: Order, event: str) -> list[Message]:
        """What the shop's address is told: entity, id, action; a sequence with or without brackets."""
        told = [{"entity": "order", "id": int(order.flags["id"]), "action": event}]
        told += [
            {"entity": "product", "id": int(self.goods[line.code].ref["product"]), "action": "updated"}
            for line in order.lines
        ]
        return [self.message(told)]

    def message(self, told: list[dict[str, Any]]) -> Message:
        """One signed message."""
        body = ",".join(json.dumps(one) for one in told) if self.account["bare_hooks"] else json.dumps(told)
        headers = {"Content-Type": "application/json", "X-ECCUBE-URL": "https://shop.example.jp/"}
        if secret := str(self.account["hook_secret"]):
            headers["X-ECCUBE-Signature"] = hmac.new(
                secret.encode(), body.encode(), hashlib.sha256
            ).hexdigest()
        return headers, body.encode()

    # --- the interface ---

    def answer(self, request: Request) -> Reply:
        """Answer as the plugin does."""
        if self.limited("api", int(self.account["per_second"]), 1.0):
            return Reply(429, b"Too Many Requests", {"Retry-After": "1", "Content-Type": "text/plain"})
        if request.path == "/token" and request.method == "POST":
            return self._token({name: found[0] for name, found in parse_qs(request.body.decode()).items()})
        if request.path != "/api":
            return Reply(404, b"<html>404</html>", {"Content-Type": "text/html"})
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        expired = self.scenario.key_expires_at is not None and self.now >= self.scenario.key_expires_at
        if expired or scheme != "Bearer" or self.access.get(token, 0.0) <= self.now:
            return Reply(401, b"", {"WWW-Authenticate": "Bearer"})
        try:
            asked = self._asked(request)
            document = read(asked["query"])
        except (ValueError, KeyError, TypeError):
            return Reply(500, b"<html>500</html>", {"Content-Type": "text/html"})
        except Unreadable as error:
            return _json(
                {"errors": [{"message": f"Syntax Error: {error}", "extensions": {"category": "graphql"}}]}
            )
        needed = {"read"} if document.kind == "query" else {"read", "write"}
        if not needed <= set(str(self.account["scope"]).split()):
            text = f"Insufficient permission. ({','.join(sorted(needed))})"
            return _json({"errors": [{"message": text, "extensions": {"category": "graphql"}}]})
        with self.world.lock:
            found = run(SCHEMA, document, asked.get("variables") or {}, self._root())
        errors = [_told(problem) for problem in found.problems] + found.errors
        data = {} if found.data is None else {"data": found.data}
        return _json({**({"errors": errors} if errors else {}), **data})

    def _asked(self, request: Request) -> dict[str, Any]:
        if request.method != "POST":
            return {
                "query": request.value("query"),
                "variables": json.loads(request.value("variables", "{}")),
            }
        found: dict[str, Any] = json.loads(request.body)
        return found

    def _token(self, given: dict[str, str]) -> Reply:
        expired = self.scenario.key_expires_at is not None and self.now >= self.scenario.key_expires_at
        wrong = any(given.get(name) != self.account[name] for name in ("client_id", "client_secret"))
        if wrong or expired:
            return _json({"error": "invalid_client", "message": "Client authentication failed"}, 401)
        if given.get("grant_type") == "refresh_token":
            lives = self.refresh.pop(given.get("refresh_token", ""), 0.0)  # each is used once
        elif (
            given.get("grant_type") == "authorization_code"
            and given.get("redirect_uri") == self.account["redirect_uri"]
        ):
            lives = self.codes.pop(given.get("code", ""), 0.0)
        else:
            return _json({"error": "unsupported_grant_type"}, 400)
        if lives <= self.now:
            return _json(
                {"error": "invalid_grant", "message": "The provided token is invalid or has expired"}, 400
            )
        access, refresh = secrets.token_hex(16), secrets.token_hex(16)
        self.access[access], self.refresh[refresh] = self.now + TOKEN_LIVES, self.now + REFRESH_LIVES
        return _json(
            {
                "token_type": "Bearer",
                "expires_in": TOKEN_LIVES,
                "access_token": access,
                "refresh_token": refresh,
            }
        )

    def permit(self) -> str:
        """Somebody presses 許可 in the admin: the code for the redirect."""
        code = secrets.token_hex(8)
        self.codes[code] = self.now + CODE_LIVES
        return code

    def _root(self) -> dict[str, Callable[[dict[str, Any], Field], Any]]:
        return {
            "hello": lambda given, field: "hello",
            "order": lambda given, field: self._order(given["id"]),
            "orders": lambda given, field: self._orders(given),
            "products": lambda given, field: self._products(given),
            "updateProductStock": lambda given, field: self._set_stock(given),
            "updateShipped": lambda given, field: self._ship(given),
        }

    def _order(self, wanted: str) -> dict[str, Any] | None:
        found = self.by_id.get(wanted)
        return values.order_value(found, self.goods) if found else None

    def _orders(self, given: dict[str, Any]) -> dict[str, Any]:
        """The admin's search: newest change first; baskets in the checkout only when asked for."""
        states = set(given["status"] or [])
        candidates = self._candidates(given)
        rows = [
            one for one in candidates
            if one.visible_at <= self.now
            and (values.state(one) in states if states else values.state(one) not in (values.WAITING, values.CHECKOUT))
            and _within(one.changed, given, "update") and _within(one.placed, given, "order")
        ]  # fmt: skip
        rows.sort(key=lambda one: (int(one.changed), int(one.flags["id"])), reverse=True)
        return _page(rows, given, lambda one: values.order_value(one, self.goods))

    def _candidates(self, given: dict[str, Any]) -> list[Order]:
        """Orders that a search has to look at."""
        if given["order_no"]:
            return [self.orders[given["order_no"]]] if given["order_no"] in self.orders else []
        for by, name in (("changed", "update"), ("placed", "order")):
            if first := given[f"{name}_datetime_start"]:
                at = datetime.fromisoformat(first).timestamp()
                return list(
                    {number: self.orders[number] for _, number in self.ledger.numbers(by, at)}.values()
                )
        return list(self.orders.values())

    def _products(self, given: dict[str, Any]) -> dict[str, Any]:
        """By a part of the name or the code, or the very id."""
        text = (given["id"] or "").lower()
        rows = [
            one for one in self.goods.values()
            if not text or text in one.code.lower() or text in one.title.lower() or text == one.ref["product"]
        ]  # fmt: skip
        rows.sort(key=lambda one: int(one.ref["product"]), reverse=True)
        return _page(rows, given, values.product_value)

    def _set_stock(self, given: dict[str, Any]) -> dict[str, Any]:
        goods = self.goods.get(given["code"])
        if goods is None:
            raise Trouble("code: No ProductClass found;", category="Invalid argument")
        if given["stock_unlimited"]:
            if "stock" in given:
                raise Trouble("stock: Cannot update stock with stock unlimited;", category="Invalid argument")
            goods.ref["unlimited"] = "true"
        elif given.get("stock") is None:
            raise Trouble("stock: stock is required when stock limited;", category="Invalid argument")
        elif given["stock"] < 0:
            raise Trouble("stock: stock must be a positive integer;", category="Invalid argument")
        else:
            goods.ref.pop("unlimited", None)
            self.set_shown(goods.code, given["stock"])
        return values.class_value(goods)

    def _ship(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["id"] not in self.shippings:
            raise Trouble("id: No Shipping found;", category="Invalid argument")
        order, shipping = self.shippings[given["id"]]
        if shipping.get("at"):
            raise Trouble("id: Already shipped;", category="Invalid argument")
        if values.state(order) not in SHIPPABLE:
            raise Trouble("id: The associated order cannot be shipped;", category="Invalid argument")
        date = given.get("shipping_date")
        shipping["at"] = datetime.fromisoformat(date).timestamp() if date else self.now
        for name, column in (
            ("shipping_delivery_name", "carrier"),
            ("tracking_number", "number"),
            ("note", "note"),
        ):
            shipping.update({column: given[name]} if name in given else {})
        shipping.update({"mailed": self.now} if given["is_send_mail"] else {})
        order.shipments.append(
            {"shipping": shipping["id"], "number": shipping.get("number"), "carrier": shipping.get("carrier")}
        )
        if all(one.get("at") for one in order.flags["shippings"]):
            order.state = values.SHIPPED
        self.touch(order)
        return values.shipping_value(order, shipping)


def _page(
    rows: Sequence[Any], given: dict[str, Any], value: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    page, limit = given["page"], given["limit"]
    if page < 1 or limit < 1:
        raise Trouble("page: この値は0より大きくなければなりません。;", category="Invalid argument")
    nodes = [value(one) for one in rows[(page - 1) * limit : page * limit]]
    info = {"hasNextPage": page * limit < len(rows), "hasPreviousPage": page > 1}
    return {
        "nodes": nodes,
        "edges": [{"node": one} for one in nodes],
        "pageInfo": info,
        "totalCount": len(rows),
    }


def _within(at: float, given: dict[str, Any], name: str) -> bool:
    first, last = given[f"{name}_datetime_start"], given[f"{name}_datetime_end"]
    whole = int(at)
    return (not first or whole >= datetime.fromisoformat(first).timestamp()) and (
        not last or whole < datetime.fromisoformat(last).timestamp()
    )


def _told(problem: Problem) -> dict[str, Any]:
    """A problem in the words of the library that the plugin uses."""
    texts = {
        "field": f'Cannot query field "{problem.name}" on type "{problem.on}".',
        "argument": f'Unknown argument "{problem.name}" on field "{problem.on}".',
        "missing": f'Field "{problem.on}" argument "{problem.name}" is required but not provided.',
        "variable": f'Variable "${problem.name}" got invalid value; {problem.text}',
        "unused": f'Variable "${problem.name}" is never used.',
        "undefined": f'Variable "${problem.name}" is not defined.',
    }
    text = texts.get(problem.kind, f'"{problem.name}": {problem.text or problem.kind}')
    return {"message": text, "extensions": {"category": "graphql"}}


def _json(body: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode(), JSON)
