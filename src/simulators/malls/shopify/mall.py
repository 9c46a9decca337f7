"""The shop itself: keys, versions, points, questions, changes, jobs, and messages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from simulators.malls.graphql import Document, Field, Problem, Trouble, Unreadable, read, run
from simulators.malls.ledger import Ledger
from simulators.malls.scenario import Scenario
from simulators.malls.shopify import changes, cost, hooks, stock, values
from simulators.malls.shopify.schema import SCHEMA
from simulators.malls.telling import Message
from simulators.malls.world import Goods, Mall, Order, Reply, Request, World

VERSIONS = ("2026-04", "2026-07", "2026-10", "2027-01")
TOKEN_LIVES = 86_399
JSON = {"Content-Type": "application/json; charset=utf-8"}
_TERM = re.compile(r"(\w+):(>=|<=|>|<)?(?:'([^']*)'|\"([^\"]*)\"|(\S+))")


class Shopify(Mall):
    """A Shopify shop. `token`, `client_id`, `client_secret` and `shop` may be given as its account."""

    kind = "shopify"

    def __init__(self, world: World, code: str, scenario: Scenario | None = None, **account: Any) -> None:
        super().__init__(world, code, scenario, **account)
        self.account = {"shop": "hanjo-mihon", "token": "shpat_mihon", "client_id": "mihon",
                        "client_secret": "himitsu", "restore": cost.RESTORE, "job_seconds": 0.0, **account}  # fmt: skip
        self.bucket = cost.Bucket(float(self.account["restore"]))
        self.tokens: dict[str, float] = {}
        self.done: dict[str, tuple[str, Any]] = {}  # idempotency key → what was asked, what was answered
        self.is_busy_with = ""  # a key whose first request still runs
        self.by_item: dict[str, Goods] = {}
        self.by_id: dict[str, Order] = {}
        self.ledger = Ledger()
        self.hooks: dict[str, dict[str, Any]] = {}  # id → topic and address
        self.hook_serial = 0
        self.jobs: dict[str, tuple[float, Callable[[], None]]] = {}

    # --- goods and buyers ---

    def stock_up(self, goods: Sequence[Goods]) -> None:
        """Put things on show; what has no id gets one."""
        super().stock_up(goods)
        for one in goods:
            serial = 40_000_000_000_000 + len(self.by_item)
            one.ref.setdefault("product", values.gid("Product", serial))
            one.ref.setdefault("variant", values.gid("ProductVariant", serial + 1_000_000))
            one.ref.setdefault("inventory_item", values.gid("InventoryItem", serial + 2_000_000))
            self.by_item[one.ref["inventory_item"]] = one

    def new_number(self) -> str:
        """#1001 and on."""
        return f"#{1001 + self.serial}"

    def buy(self, wants: Sequence[tuple[str, int]], buyer: Any, **more: Any) -> Order | None:
        """Somebody buys."""
        with self.world.lock:
            flags = {**more.pop("flags", {}), "serial": 1001 + self.serial}
            flags["left"] = {str(at): pieces for at, (_, pieces) in enumerate(wants, 1)}
            order = super().buy(wants, buyer, flags=flags, **more)
            if order is not None:
                self.by_id[values.order_id(order)] = order
                self.ledger.open(order)
            return order

    def touch(self, order: Order) -> None:
        """Something about an order changed."""
        if order.cancelled:
            order.flags.setdefault("cancelled_at", self.now)
            order.flags["left"] = dict.fromkeys(order.flags["left"], 0)
        super().touch(order)
        self.ledger.note(order)

    # --- messages ---

    def messages(self, order: Order, event: str) -> list[Message]:
        """What the shop's address is told of an order, signed."""
        topic = (
            "orders/create"
            if event == "created"
            else "orders/cancelled"
            if order.cancelled
            else "orders/updated"
        )
        body = {
            "id": int(values.order_id(order).rpartition("/")[2]), "admin_graphql_api_id": values.order_id(order),
            "name": order.number, "updated_at": values.moment(order.changed),
            "cancelled_at": values.moment(order.flags["cancelled_at"]) if order.cancelled else None,
        }  # fmt: skip
        return [self.message(topic, body)]

    def message(self, topic: str, body: dict[str, Any]) -> Message:
        """One signed message."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        made = hmac.new(str(self.account["client_secret"]).encode(), raw, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json", "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-SHA256": base64.b64encode(made).decode(),
            "X-Shopify-Shop-Domain": f"{self.account['shop']}.myshopify.com",
            "X-Shopify-Webhook-Id": secrets.token_hex(16), "X-Shopify-API-Version": VERSIONS[2],
            "X-Shopify-Triggered-At": values.moment(self.now),
        }, raw  # fmt: skip

    # --- the interface ---

    def answer(self, request: Request) -> Reply:
        """Answer as the Admin API does."""
        if request.method == "POST" and request.path == "/admin/oauth/access_token":
            return self._new_token(request)
        match = re.fullmatch(r"/admin/api/(\d{4}-\d{2})/graphql\.json", request.path)
        if match is None or match[1] not in VERSIONS or request.method != "POST":
            return _json({"errors": "Not Found"}, 404)
        expired = self.scenario.key_expires_at is not None and self.now >= self.scenario.key_expires_at
        if expired or not self._knows(request.headers.get("x-shopify-access-token", "")):
            wrong = "[API] Invalid API key or access token (unrecognized login or wrong password)"
            return _json({"errors": wrong}, 401)
        try:
            asked = json.loads(request.body)
            document = read(asked["query"])
        except (ValueError, KeyError, TypeError):
            return _json({"errors": {"query": "Required parameter missing or invalid"}}, 400)
        except Unreadable as error:
            return _json({"errors": [{"message": f"syntax error, {error}"}]})
        with self.world.lock:
            return self._carry_out(document, asked.get("variables") or {})

    def _knows(self, token: str) -> bool:
        return bool(token) and (token == self.account["token"] or self.tokens.get(token, 0.0) > self.now)

    def _new_token(self, request: Request) -> Reply:
        given = {name: found[0] for name, found in parse_qs(request.body.decode()).items()}
        if given.get("grant_type") != "client_credentials":
            return _json({"error": "unsupported_grant_type"}, 400)
        if (given.get("client_id"), given.get("client_secret")) != (
            self.account["client_id"],
            self.account["client_secret"],
        ):
            return _json({"error": "application_cannot_be_found"}, 400)
        token = f"shpat_{secrets.token_hex(16)}"
        self.tokens[token] = self.now + TOKEN_LIVES
        return _json(
            {"access_token": token, "scope": "write_orders,write_inventory", "expires_in": TOKEN_LIVES}
        )

    def _carry_out(self, document: Document, variables: dict[str, Any]) -> Reply:
        self._run_jobs()
        price = 0

        def pay(document: Document, given: dict[str, Any]) -> None:
            nonlocal price
            price = cost.asked(SCHEMA, document, given)
            if price > cost.LARGEST:
                raise Trouble(f"Query cost is {price}, which exceeds the single query max cost limit (1000).",
                              code="MAX_COST_EXCEEDED", cost=price, maxCost=cost.LARGEST)  # fmt: skip
            if self.bucket.fill(self.now) < price:
                self.counts["limited"] += 1
                raise Trouble("Throttled", code="THROTTLED")
            self.bucket.left -= price

        found = run(
            SCHEMA,
            document,
            variables,
            self._root(variables),
            directives=frozenset({"idempotent"}),
            before=pay,
        )
        if found.problems:
            return _json({"errors": [_told(problem) for problem in found.problems]})
        made: dict[str, Any] = {"data": found.data} if found.data is not None else {}
        actual = None
        if found.data is not None:
            actual = min(cost.used(found.data) - 1 + cost.MUTATION * (document.kind == "mutation"), price)
            self.bucket.left += price - actual
        if found.errors:
            made["errors"] = found.errors
        return _json({**made, "extensions": {"cost": self.bucket.status(price, actual)}})

    def _root(self, variables: dict[str, Any]) -> dict[str, Callable[[dict[str, Any], Field], Any]]:
        questions: dict[str, Callable[[dict[str, Any]], Any]] = {
            "shop": lambda given: {
                "id": values.gid("Shop", 1), "name": "繁盛見本店", "currencyCode": "JPY", "taxesIncluded": True,
                "myshopifyDomain": f"{self.account['shop']}.myshopify.com",
            },
            "node": lambda given: self._node(given["id"]),
            "nodes": lambda given: [self._node(one) for one in given["ids"]],
            "job": lambda given: {"id": given["id"], "done": given["id"] not in self.jobs},
            "location": lambda given: self._node(given.get("id", values.LOCATION)),
            "locations": lambda given: values.connection([("1", values.location_value())], given, what="locations"),
            "orders": self._orders,
            "productVariants": self._variants,
            "webhookSubscriptions": lambda given: hooks.subscriptions(self, given),
            "webhookSubscriptionCreate": lambda given: hooks.create(self, given),
            "webhookSubscriptionUpdate": lambda given: hooks.update(self, given),
            "fulfillmentCreate": lambda given: changes.create_fulfillment(self, given["fulfillment"]),
            "orderCancel": lambda given: changes.cancel_order(self, given),
            "productVariantsBulkUpdate": lambda given: changes.update_variants(self, given),
            "productSet": lambda given: changes.set_product(self, given["input"]),
            "productUpdate": lambda given: changes.update_product(self, given["product"]),
        }  # fmt: skip

        def set_counts(given: dict[str, Any], field: Field) -> Any:
            return stock.once(self, given, field, variables, stock.set_quantities)

        def adjust_counts(given: dict[str, Any], field: Field) -> Any:
            return stock.once(self, given, field, variables, stock.adjust_quantities)

        counts = {"inventorySetQuantities": set_counts, "inventoryAdjustQuantities": adjust_counts}
        return {**{name: _alone(work) for name, work in questions.items()}, **counts}

    def _variants(self, given: dict[str, Any]) -> dict[str, Any]:
        skus = {
            next(filter(None, texts), "")
            for word, _, *texts in _TERM.findall(given.get("query") or "")
            if word == "sku"
        }
        goods = [self.goods[code] for code in skus if code in self.goods] if skus else self.goods.values()
        rows = sorted(((one.ref["variant"], {"goods": one}) for one in goods), key=lambda row: row[0])
        return _drawn(
            values.connection(rows, given, what="productVariants"),
            lambda one: values.variant_value(one["goods"]),
        )

    def _node(self, wanted: str) -> dict[str, Any] | None:
        if wanted in self.by_id:
            return self.order_value(self.by_id[wanted])
        if wanted in self.by_item:
            return values.item_value(self.by_item[wanted])
        if wanted == values.LOCATION:
            return values.location_value()
        return None

    def order_value(self, order: Order) -> dict[str, Any]:
        """An order as it is answered."""
        return values.order_value(order, self.goods, values.fulfilment_orders(order, self.goods))

    def _orders(self, given: dict[str, Any]) -> dict[str, Any]:
        """A search: `updated_at`, `created_at`, names joined by OR."""
        names: set[str] = set()
        bounds: list[tuple[str, str, float]] = []
        for word, sign, *texts in _TERM.findall(given.get("query") or ""):
            text = next(filter(None, texts), "")
            if word == "name":
                names.add(text)
            elif word in ("updated_at", "created_at"):
                at = datetime.fromisoformat(text).astimezone(UTC).timestamp()
                bounds.append(("changed" if word == "updated_at" else "placed", sign, at))
        by = "changed" if given["sortKey"] == "UPDATED_AT" else "placed"
        rows = [
            (f"{getattr(order, by):020.6f} {order.flags['serial']:012}", order)
            for order in self._candidates(names, bounds)
            if order.visible_at <= self.now
            and all(_within(float(getattr(order, name)), sign, at) for name, sign, at in bounds)
        ]  # fmt: skip
        rows.sort(key=lambda row: row[0])
        page = values.connection([(place, {"order": order}) for place, order in rows], given, what="orders")
        return _drawn(page, lambda one: self.order_value(one["order"]))

    def _candidates(self, names: set[str], bounds: list[tuple[str, str, float]]) -> list[Order]:
        """Orders that a search has to look at."""
        if names:
            return [self.orders[name] for name in names if name in self.orders]
        for by, sign, at in bounds:
            if sign == ">=":
                found = {number: self.orders[number] for _, number in self.ledger.numbers(by, at)}
                return list(found.values())
        return list(self.orders.values())

    # --- jobs ---

    def later(self, work: Callable[[], None]) -> str:
        """Do something in the background; answers the job's id."""
        job = values.gid("Job", secrets.token_hex(8))
        self.jobs[job] = (self.now + float(self.account["job_seconds"]), work)
        return job

    def _run_jobs(self) -> None:
        for job, (at, work) in list(self.jobs.items()):
            if at <= self.now:
                del self.jobs[job]
                work()


def _drawn(page: dict[str, Any], draw: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """A page whose rows are drawn only now that it is known which they are: a shop has many more."""
    nodes = [draw(one) for one in page["nodes"]]
    edges = [{**edge, "node": node} for edge, node in zip(page["edges"], nodes, strict=True)]
    return {**page, "nodes": nodes, "edges": edges}


def _alone(work: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any], Field], Any]:
    return lambda given, field: work(given)


def _within(value: float, sign: str, bound: float) -> bool:
    whole = float(int(value))  # the index knows seconds
    return {">=": whole >= bound, "<=": whole <= bound, ">": whole > bound, "<": whole < bound}.get(
        sign, whole == bound
    )


def _told(problem: Problem) -> dict[str, Any]:
    """A problem in the interface's own words."""
    field, kind, name = problem.on.rpartition(".")[2], problem.on, problem.name
    texts = {
        "field": (f"Field '{name}' doesn't exist on type '{kind}'", "undefinedField"),
        "argument": (f"Field '{field}' doesn't accept argument '{name}'", "argumentNotAccepted"),
        "missing": (f"Field '{field}' is missing required arguments: {name}", "missingRequiredArguments"),
        "selection": (f"Field '{name}' has a wrong selection for {problem.text}", "selectionMismatch"),
        "unused": (f"Variable ${name} is declared by anonymous query but not used", "variableNotUsed"),
        "undefined": (f"Variable ${name} is used by anonymous query but not declared", "variableNotDefined"),
        "variable": (f"Variable ${name} of type {kind} was provided invalid value", "INVALID_VARIABLE"),
        "directive": (f"Directive @{name} is not defined", "undefinedDirective"),
    }
    text, code = texts.get(problem.kind, (f"{problem.name}: {problem.text}", "argumentLiteralsIncompatible"))
    return {"message": text, "path": [problem.on, problem.name], "extensions": {"code": code}}


def _json(body: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode(), JSON)
