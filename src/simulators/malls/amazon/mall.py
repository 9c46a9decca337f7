"""Amazon: who may ask, how often, and which part of the house answers."""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs, unquote

from simulators.malls.amazon import feeds, listings, orders, orders_v0, reports
from simulators.malls.amazon.buckets import PLANS, Bucket
from simulators.malls.amazon.said import Fault, fault, told
from simulators.malls.scenario import Scenario
from simulators.malls.world import Mall, Order, Person, Reply, Request, World

JAPAN = "A1VC38T7YXB528"
HOUR = 3600
Answer = Callable[["Amazon", Request, str], Reply]

#: (method, path, operation, who answers). The last group of the path is handed over.
ROUTES: Sequence[tuple[str, re.Pattern[str], str, Answer]] = [
    (method, re.compile(path), operation, answer)
    for method, path, operation, answer in (
        ("GET", r"/orders/2026-01-01/orders", "searchOrders", orders.search),
        ("GET", r"/orders/2026-01-01/orders/([^/]+)", "getOrder", orders.get),
        ("GET", r"/orders/v0/orders", "getOrdersV0", orders_v0.search),
        ("GET", r"/orders/v0/orders/([^/]+)", "getOrderV0", orders_v0.get),
        ("GET", r"/orders/v0/orders/([^/]+)/orderItems", "getOrderItemsV0", orders_v0.items),
        ("POST", r"/orders/v0/orders/([^/]+)/shipmentConfirmation", "confirmShipment", orders_v0.ship),
        ("GET", r"/listings/2021-08-01/items/([^/]+)", "searchListingsItems", listings.search),
        ("GET", r"/listings/2021-08-01/items/([^/]+/[^/]+)", "getListingsItem", listings.get),
        ("PATCH", r"/listings/2021-08-01/items/([^/]+/[^/]+)", "patchListingsItem", listings.patch),
        ("PUT", r"/listings/2021-08-01/items/([^/]+/[^/]+)", "putListingsItem", listings.put),
        ("POST", r"/feeds/2021-06-30/documents", "createFeedDocument", feeds.create_document),
        ("POST", r"/feeds/2021-06-30/feeds", "createFeed", feeds.create),
        ("GET", r"/feeds/2021-06-30/feeds/([^/]+)", "getFeed", feeds.get),
        ("GET", r"/feeds/2021-06-30/documents/([^/]+)", "getFeedDocument", feeds.get_document),
        ("POST", r"/reports/2021-06-30/reports", "createReport", reports.create),
        ("GET", r"/reports/2021-06-30/reports", "getReports", reports.search),
        ("GET", r"/reports/2021-06-30/reports/([^/]+)", "getReport", reports.get),
        ("GET", r"/reports/2021-06-30/documents/([^/]+)", "getReportDocument", reports.get_document),
    )
]  # fmt: skip


class Amazon(Mall):
    """Amazon.co.jp for one seller. Named in `account`: seller_id, client_id, client_secret, refresh_token, store."""

    kind = "amazon"
    marketplace = JAPAN
    pending_seconds = 0.0  # how long an order waits for its payment before the seller may see it
    feed_seconds = 60.0  # how long a feed or report is worked on
    ship_days = 2  # until when an order is to be shipped

    def __init__(self, world: World, code: str, scenario: Scenario | None = None, **account: Any) -> None:
        super().__init__(world, code, scenario, **account)
        self.seller_id = str(account.get("seller_id", "A0SAMPLESELLER"))
        self.store = str(account.get("store", "見本商店"))
        self.secrets = {
            name: str(account.get(name, f"{name}-of-sample"))
            for name in ("client_id", "client_secret", "refresh_token")
        }
        self.root = str(account.get("root", ""))  # where the documents' addresses point; empty: as asked for
        self.tokens: dict[str, float] = {}
        self.restricted: set[str] = set()
        self.plans = dict(PLANS)
        self.buckets: dict[str, Bucket] = {}
        self.numbers = itertools.count(1 + world.past)
        self.pending: dict[str, Order] = {}
        self.documents: dict[str, bytes] = {}
        self.feeds: dict[str, feeds.Feed] = {}
        self.reports: dict[str, reports.Report] = {}

    # --- buyers ---

    def new_number(self) -> str:
        """3-7-7 digits."""
        return f"250-{self.random.randrange(10**7):07d}-{next(self.numbers):07d}"

    def first_state(self) -> str:
        """Every order waits for its payment first."""
        return "PENDING"

    def holds_back(self, order: Order) -> bool:
        """Until the payment is authorised."""
        return order.state == "PENDING"

    def buy(self, wants: Sequence[tuple[str, int]], buyer: Person, **more: Any) -> Order | None:
        """Somebody buys; the payment is authorised after `pending_seconds`."""
        order = super().buy(wants, buyer, **more)
        if order is not None:
            for line in order.lines:
                line.id = f"{10**13 + next(self.numbers)}"
            order.flags.setdefault("ready_at", order.placed + self.pending_seconds)
            self.pending[order.number] = order
            self.settle()
        return order

    def settle(self) -> None:
        """Let happen what is due: payments that were authorised, feeds that were worked on."""
        with self.world.lock:
            for order in list(self.pending.values()):
                if order.flags["ready_at"] <= self.now:
                    del self.pending[order.number]
                    order.state = "UNSHIPPED"
                    order.changed = max(order.changed, order.flags["ready_at"])
            feeds.work(self)

    def call_off(self, order: Order) -> None:
        """The buyer cancels before it was shipped."""
        if not order.cancelled:
            self.pending.pop(order.number, None)
            order.state = "CANCELLED"
            super().call_off(order)

    def ask_to_cancel(self, order: Order, reason: str) -> None:
        """The buyer asks the seller to cancel; the seller decides."""
        order.flags["asked_to_cancel"] = reason
        self.touch(order)

    # --- the interface ---

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        try:
            if request.path == "/auth/o2/token":
                return self._token(request)
            if request.path.startswith("/_documents/"):
                return feeds.document(self, request, unquote(request.path.removeprefix("/_documents/")))
            self._who(request)
            self.settle()
            return self._operation(request)
        except Fault as error:
            return error.reply

    def failure(self, status: int) -> Reply:
        """Amazon cannot now."""
        return fault(status, "InternalFailure", "We encountered an internal error. Please try again.")

    def _operation(self, request: Request) -> Reply:
        if request.path == "/sellers/v1/marketplaceParticipations" and request.method == "GET":
            return self._within("getMarketplaceParticipations", self._participations())
        if request.path == "/tokens/2021-03-01/restrictedDataToken" and request.method == "POST":
            token = f"Atz.sprdt|{secrets.token_hex(8)}"
            self.restricted.add(token)
            self.tokens[token] = self.now + HOUR
            return self._within(
                "createRestrictedDataToken", told({"restrictedDataToken": token, "expiresIn": HOUR})
            )
        for method, path, operation, answer in ROUTES:
            found = path.fullmatch(request.path)
            if found and method == request.method:
                self._draw(operation)
                subject = unquote(found[1]) if found.groups() else ""
                with self.world.lock:
                    return self._limits(operation, answer(self, request, subject))
        raise Fault(404, "NotFound", "The requested resource doesn't exist.")

    def _within(self, operation: str, reply: Reply) -> Reply:
        self._draw(operation)
        return self._limits(operation, reply)

    def _draw(self, operation: str) -> None:
        rate, burst = self.plans[operation]
        with self.world.lock:
            bucket = self.buckets.setdefault(operation, Bucket(rate, burst, burst, self.now))
            if bucket.take(self.now):
                return
            self.counts["limited"] += 1
        raise Fault(429, "QuotaExceeded", "You exceeded your quota for the requested resource.")

    def _limits(self, operation: str, reply: Reply) -> Reply:
        rate = {
            "x-amzn-RateLimit-Limit": str(self.plans[operation][0]),
            "x-amzn-RequestId": secrets.token_hex(8),
        }
        return Reply(reply.status, reply.body, {**reply.headers, **rate})

    def _participations(self) -> Reply:
        place = {
            "id": self.marketplace, "name": "Amazon.co.jp", "countryCode": "JP", "defaultCurrencyCode": "JPY",
            "defaultLanguageCode": "ja_JP", "domainName": "www.amazon.co.jp",
        }  # fmt: skip
        takes_part = {"isParticipating": True, "hasSuspendedListings": False}
        return told(
            {"payload": [{"marketplace": place, "participation": takes_part, "storeName": self.store}]}
        )

    def _token(self, request: Request) -> Reply:
        """Login with Amazon: a refresh token for an access token of one hour."""
        given = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        expires = self.scenario.key_expires_at
        if expires is not None and self.now >= expires:
            return told({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        if any(given.get(name) != self.secrets[name] for name in ("client_id", "client_secret")):
            return told({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        if given.get("grant_type") != "refresh_token":
            return told({"error": "unsupported_grant_type", "error_description": "Unsupported grant"}, 400)
        if given.get("refresh_token") != self.secrets["refresh_token"]:
            return told(
                {"error": "invalid_grant", "error_description": "The request has an invalid grant"}, 400
            )
        token = f"Atza|{secrets.token_hex(16)}"
        self.tokens[token] = self.now + HOUR
        return told(
            {
                "access_token": token, "refresh_token": self.secrets["refresh_token"], "token_type": "bearer",
                "expires_in": HOUR,
            }
        )  # fmt: skip

    def _who(self, request: Request) -> None:
        until = self.tokens.get(request.headers.get("x-amz-access-token", ""))
        if until is not None and until > self.now:
            return
        why = "has expired" if until is not None else "is revoked, malformed or invalid"
        raise Fault(
            403,
            "Unauthorized",
            "Access to requested resource is denied.",
            f"The access token you provided {why}.",
        )
