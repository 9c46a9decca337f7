"""Shopify by its GraphQL Admin API (Shopify 接続).

Orders are searched by their names only, page by page in the order of their changes, and read a few at a time,
since a query is paid for by what it could bring. Counts are set compare-and-set (`stock.py`). Parcels are reported
on the open work of an order (fulfillment orders), whose remaining pieces keep a parcel from being told twice.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hanjo.channels.malls.port import (
    Access,
    Batches,
    Cancel,
    Counted,
    Document,
    Field,
    Goods,
    Health,
    Heard,
    Limit,
    Outcome,
    Page,
    Price,
    Refused,
    Shipment,
    Shown,
    Stock,
    Verdict,
)  # fmt: skip
from hanjo.channels.malls.shopify import again, hooks, listing, queries, reports, stock
from hanjo.channels.malls.shopify.again import READS, read_again
from hanjo.channels.malls.shopify.speaking import TOO_DEAR, Line
from hanjo.channels.malls.shopify.translate import (
    Unfit,
    items,
    moment,
    nodes,
    part,
    total_of,
    understand,
    words,
)

MALL = "shopify"
LABEL = "Shopify"
BASE_URL = "https://{shop}.myshopify.com"
FIELDS = (
    Field(name="shop", label="ストア名", help="○○○.myshopify.com の ○○○", is_needed=False),
    Field(
        name="access_token", label="アクセストークン", is_secret=True, is_needed=False,
        help="管理画面で作ったカスタムアプリのトークン（shpat_…）。Dev Dashboard のアプリでは空のままにします。",
    ),
    Field(name="client_id", label="クライアント ID", is_needed=False, help="Dev Dashboard のアプリ"),
    Field(
        name="client_secret", label="クライアントシークレット", is_secret=True, is_needed=False,
        help="トークンの取得と、通知（Webhook）の確認に使います。",
    ),
    Field(name="version", label="API バージョン", default="2026-10"),
    Field(
        name="location", label="在庫のロケーション ID", is_needed=False,
        help="在庫を連携する場所。ロケーションが 1 つなら空で構いません。",
    ),
    Field(name="notify", label="Shopify から発送メールを送る", help="送るときは yes", is_needed=False),
    Field(
        name="refund", label="取消のとき元の支払方法へ返金する", help="しないときは no",
        is_needed=False, default="yes",
    ),
)  # fmt: skip
LIMITS = {"graphql": Limit(per_second=10, burst=40), "token": Limit(per_second=0.2, burst=2)}
LISTENS = True
BATCHES = Batches(read=5, stock=100, ship=1, confirm=250, days=30, overlap_seconds=600)
PAGE = 10  # whole orders, so that a page is one payment and a bucket that is empty costs no page twice
COUNTS = 250
SIGNATURES = ("x-shopify-hmac-sha256", "shopify-hmac-sha256")
IDS = ("x-shopify-webhook-id", "shopify-webhook-id")
TOPICS = ("x-shopify-topic", "shopify-topic")


def connect(access: Access) -> Shopify:
    """Open the shop; asks nothing."""
    return Shopify(access)


def lacking(goods: Goods) -> list[str]:
    """What is missing before this can be sold (出品の準備)."""
    found = [] if goods.title else ["商品名がありません。"]
    if len(goods.title) > 255:
        found.append("商品名が 255 文字を超えています。")
    return found if goods.price_yen else [*found, "価格がありません。"]


class Shopify:
    """A Shopify shop's port."""

    def __init__(self, access: Access) -> None:
        self.access, self.line = access, Line(access)
        self._location = ""

    # --- keys ---

    def look(self) -> Health:
        """Who we are there, and where the stock lies; changes nothing."""
        found = self.line.ask(queries.LOOK, {})
        shop = part(found, "shop")
        places = [one for one in nodes(found, "locations") if one.get("isActive") is not False]
        warnings = []
        if words(shop, "currencyCode") not in ("", "JPY"):
            warnings.append(
                f"ストアの通貨が {words(shop, 'currencyCode')} です。円の注文だけを取り込めます。"
            )
        if len(places) > 1 and not self.access.options.get("location"):
            names = "、".join(words(one, "name") for one in places)
            warnings.append(
                f"ロケーションが {len(places)} つあります（{names}）。在庫を連携する場所の ID を入れてください。"
            )
        if not self.access.secrets.get("client_secret"):
            warnings.append("クライアントシークレットがないため、Shopify からの通知を確かめられません。")
        return Health(name=words(shop, "name"), warnings=tuple(warnings))

    @property
    def location(self) -> str:
        """Where the stock lies: the place that was chosen, or the first one."""
        if not self._location:
            chosen = str(self.access.options.get("location") or "").strip()
            if chosen:
                self._location = chosen if chosen.startswith("gid://") else f"gid://shopify/Location/{chosen}"
            else:
                places = nodes(self.line.ask(queries.LOOK, {}), "locations")
                active = [words(one, "id") for one in places if one.get("isActive") is not False]
                if not active:
                    raise Refused("no_location", "Shopify に有効なロケーションがありません。")
                self._location = active[0]
        return self._location

    # --- orders in ---

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Orders that changed in this time, oldest change first."""
        given = {"size": PAGE, "after": more or None, "query": _between("updated_at", since, until)}
        found = part(self.line.page(queries.CHANGED, given), "orders")
        return Page(documents=[self._document(one) for one in items(found, "nodes")], more=_more(found))

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their names, or by ids as messages give them, each with all of its lines."""
        try:
            return [self._document(one) for one in self._read(keys) if words(one, "name")]
        except Refused as refused:
            if refused.code != TOO_DEAR or len(keys) < 2:
                raise
        middle = len(keys) // 2
        return self.read(keys[:middle]) + self.read(keys[middle:])

    def _read(self, keys: Sequence[str]) -> list[Mapping[str, Any]]:
        ids = [key for key in keys if key.startswith("gid://")]
        names = [key for key in keys if not key.startswith("gid://")]
        found: list[Mapping[str, Any]] = []
        if names:
            query = " OR ".join(f"name:{stock.quoted(name)}" for name in names)
            told = self.line.ask(queries.READ, {"size": len(names), "query": query}, about=" ".join(names))
            found += [one for one in nodes(told, "orders") if words(one, "name") in names]
        if ids:
            found += items(self.line.ask(queries.READ_IDS, {"ids": ids}, about=" ".join(ids)), "nodes")
        return found

    def _document(self, told: Mapping[str, Any]) -> Document:
        lines, more = list(nodes(told, "lineItems")), _more(part(told, "lineItems"))
        while more:
            found = part(self.line.ask(queries.MORE_LINES, {"id": words(told, "id"), "after": more}), "node")
            lines, more = lines + nodes(found, "lineItems"), _more(part(found, "lineItems"))
        return again.document(told, lines)

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """Every order of this time with its sum; stretches that touch count nothing twice."""
        first, last, more = since.replace(microsecond=0), until.replace(microsecond=0), ""
        while True:
            given = {"size": COUNTS, "after": more or None, "query": _between("created_at", since, until)}
            found = self.line.page(queries.COUNTED, given)
            sums = self._sums(
                [words(one, "name") for one in nodes(found, "orders") if words(one, "cancelledAt")]
            )
            for one in nodes(found, "orders"):
                placed, name = moment(one, "createdAt"), words(one, "name")
                if placed is not None and first <= placed < last and one.get("test") is not True:
                    yield Counted(key=name, total=sums[name] if name in sums else _total(one))
            more = _more(part(found, "orders"))
            if not more:
                return

    def _sums(self, names: Sequence[str]) -> dict[str, Decimal | None]:
        """What cancelled orders came to before: asked for apart, since every field of a list is paid for."""
        found: dict[str, Decimal | None] = {}
        for at in range(0, len(names), 50):
            some = names[at : at + 50]
            query = " OR ".join(f"name:{stock.quoted(name)}" for name in some)
            told = self.line.ask(queries.SUMS, {"size": len(some), "query": query})
            found |= {words(one, "name"): _total(one) for one in nodes(told, "orders")}
        return found

    # --- orders out ---

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """Shopify knows no confirmation."""
        return [Verdict(key=key, outcome=Outcome.DONE) for key in keys]

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """Call orders off; Shopify does it in the background."""
        return [reports.cancel(self.line, one) for one in cancels]

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """Report parcels on the open work of their orders."""
        return [reports.ship(self.line, one) for one in shipments]

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """What became of cancellations."""
        return [reports.follow(self.line, ticket) for ticket in tickets]

    # --- stock and goods ---

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Set counts, compare-and-set."""
        return stock.show(self.line, self.location, stocks) if stocks else []

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """What the shop shows."""
        return stock.shown(self.line, self.location, stocks) if stocks else []

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of variants."""
        given = {"size": 100, "after": more or None, "query": None, "location": self.location}
        found = self.line.page(queries.VARIANTS, given)
        return [listing.goods(one) for one in nodes(found, "productVariants")], _more(
            part(found, "productVariants")
        )

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Create products, or change title, text and price of those that are there."""
        return [listing.publish(self.line, self.location, one) for one in goods]

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Change prices, one call for each product."""
        return listing.reprice(self.line, prices)

    # --- messages ---

    def listen(self, address: str) -> list[str]:
        """Register for messages of orders, whatever is missing."""
        return hooks.listen(self.line, address)

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """Prove a message by its signature over the body as it came (X-Shopify-Hmac-SHA256)."""
        given = {name.lower(): value for name, value in headers.items()}
        signature = next((given[name] for name in SIGNATURES if given.get(name)), "")
        secret = self.access.secrets.get("client_secret", "")
        made = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
        if not secret or not signature or not hmac.compare_digest(made.encode(), signature.encode()):
            raise Refused("bad_signature", "Shopify からの通知と確かめられません。")
        key = next((given[name] for name in IDS if given.get(name)), "") or hashlib.sha256(body).hexdigest()
        topic = next((given[name] for name in TOPICS if given.get(name)), "")
        try:
            told = json.loads(body)
        except ValueError:
            told = {}
        return [_heard(key, topic, told if isinstance(told, dict) else {})]


def _heard(key: str, topic: str, told: Mapping[str, Any]) -> Heard:
    head = topic.partition("/")[0]
    if head == "orders":
        return Heard(key=key, kind="order", keys=tuple(filter(None, [words(told, "name")])))
    if head in ("fulfillments", "refunds", "order_transactions"):
        number = told.get("order_id")  # they name the order by its id
        return Heard(key=key, kind="order", keys=(f"gid://shopify/Order/{number}",) if number else ())
    if head == "products":
        return Heard(
            key=key,
            kind="goods",
            keys=tuple(filter(None, (words(one, "sku") for one in items(told, "variants")))),
        )
    return Heard(key=key, kind="stock" if head in ("inventory_levels", "inventory_items") else "other")


def _between(name: str, since: datetime, until: datetime) -> str:
    """A stretch of time as a search takes it; it knows whole seconds, so the stretch is rounded outwards."""
    last = datetime.fromtimestamp(math.ceil(until.timestamp()), UTC)
    first = since.astimezone(UTC).replace(microsecond=0)
    return f"{name}:>='{first:%Y-%m-%dT%H:%M:%SZ}' AND {name}:<='{last:%Y-%m-%dT%H:%M:%SZ}'"


def _more(connection: Mapping[str, Any]) -> str:
    info = part(connection, "pageInfo")
    return words(info, "endCursor") if info.get("hasNextPage") is True else ""


def _total(told: Mapping[str, Any]) -> Decimal | None:
    try:
        return Decimal(total_of(told))
    except Unfit:
        return None


__all__ = [
    "BASE_URL", "BATCHES", "FIELDS", "LABEL", "LIMITS", "MALL", "READS", "connect", "lacking", "read_again",
    "understand",
]  # fmt: skip
