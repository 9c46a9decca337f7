"""EC-CUBE 4 with the plugin eccube-api4 (EC-CUBE 接続).

Its search answers pages, newest change first, so an order that is changed meanwhile leaves the stretch and the rest
moves up: when the number of hits changes on the way, the search begins again. Counts are set as absolute figures;
it has neither compare-and-set nor keys for what was sent twice, and needs none for absolute figures. Prices, new
products and cancellations have no interface there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hanjo.channels.malls.eccube import again, listing_file, queries, reports
from hanjo.channels.malls.eccube.again import READS, read_again
from hanjo.channels.malls.eccube.speaking import Line
from hanjo.channels.malls.eccube.translate import listed, number, number_of, part, understand, words
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
from hanjo.kernel.text import narrow, tidy

MALL = "eccube"
LABEL = "EC-CUBE 4（Web API プラグイン）"
BASE_URL = ""
FIELDS = (
    Field(name="url", label="店の URL", help="https://shop.example.jp", is_needed=False),
    Field(name="client_id", label="クライアント ID", help="設定 › API管理 › OAuth管理", is_needed=False),
    Field(name="client_secret", label="クライアントシークレット", is_secret=True),
    Field(name="code", label="認可コード", is_secret=True, is_needed=False,
          help="管理画面で許可したあと、リダイレクト先の URL の code= に続く値（10 分間有効）。"),
    Field(name="refresh_token", label="リフレッシュトークン", is_secret=True, is_needed=False,
          help="すでにお持ちのときだけ。認可コードの代わりになります。"),
    Field(name="redirect_uri", label="リダイレクト URI", is_needed=False,
          help="空のときは店の URL の末尾に / を付けたもの"),
    Field(name="hook_secret", label="WebHook のシークレット", is_secret=True, is_needed=False, is_key=False),
    Field(name="mail", label="EC-CUBE から発送メールを送る", is_needed=False, help="送るときは yes"),
)  # fmt: skip
LIMITS = {"api": Limit(per_second=5, burst=20), "token": Limit(per_second=0.2, burst=2)}
BATCHES = Batches(read=20, stock=50, ship=1, confirm=250, days=30, overlap_seconds=600)
LISTING_FILE = listing_file  # the way in for what is new: the interface creates no products
PAGE = 50  # whole orders
COUNTS = 200
HOOK_HELP = (
    "EC-CUBE の Web API プラグインの WebHook の設定に、この URL と WebHook のシークレットを登録してください。"
)
NO_WAY = "EC-CUBE の API には{what}の機能がありません。EC-CUBE の管理画面で操作してください。"
NOT_THERE = "EC-CUBE に商品コード「{code}」がありません。商品規格の商品コードを確かめてください。"
SIGNATURE = "x-eccube-signature"


def connect(access: Access) -> EcCube:
    """Open the shop; asks nothing."""
    return EcCube(access)


def lacking(goods: Goods) -> list[str]:
    """What is missing before this can be sold (出品の準備)."""
    found = [] if goods.title else ["商品名がありません。"]
    return found if goods.price_yen else [*found, "販売価格がありません。"]


class EcCube:
    """An EC-CUBE shop's port."""

    def __init__(self, access: Access) -> None:
        self.access, self.line = access, Line(access)

    def look(self) -> Health:
        """Whether the keys work; changes nothing. The refresh token is good for a month and renewed with each use."""
        self.line.ask(queries.LOOK, {})
        warnings = () if self.access.secrets.get("hook_secret") else (
            "WebHook のシークレットがないため、EC-CUBE からの通知を確かめられません。",)  # fmt: skip
        return Health(name=self.line.root.partition("//")[2], warnings=warnings)

    # --- orders in ---

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Orders that changed in this time; `more` is the page and the number of hits so far."""
        written, _, total = more.partition(":")
        page = int(written or 1)
        given = {"since": _written(since), "until": _written(until, up=True), "page": page, "limit": PAGE}
        found = part(self.line.ask(queries.CHANGED, given)[0], "orders")
        hits = str(found.get("totalCount", ""))
        documents = [again.document(one) for one in listed(found, "nodes") if number_of(one)]
        if total and total != hits:
            return Page(documents=documents, more=f"1:{hits}")
        going_on = part(found, "pageInfo").get("hasNextPage") is True
        return Page(documents=documents, more=f"{page + 1}:{hits}" if going_on else "")

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers, or by their ids (`id:31`, as messages name them)."""
        if not keys:
            return []
        found, _ = self.line.ask(*queries.orders(keys), about=" ".join(keys))
        made = []
        for at, key in enumerate(keys):
            told = part(found, f"o{at}")
            for one in [told] if key.startswith("id:") else listed(told, "nodes"):
                if number_of(one) and (key.startswith("id:") or number_of(one) == key):
                    made.append(again.document(one))
        return made

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """Every order of this time with its sum; baskets in the checkout are no orders yet."""
        seen: set[str] = set()
        for one in self._pages(
            queries.COUNTED, {"since": _written(since), "until": _written(until)}, "orders"
        ):
            if number_of(one) not in seen:
                seen.add(number_of(one))
                total = number(one, "payment_total")
                yield Counted(key=number_of(one), total=Decimal(total) if total else None)

    def _pages(self, document: str, given: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
        page = 1
        while True:
            found = part(self.line.ask(document, {**given, "page": page, "limit": COUNTS})[0], name)
            yield from listed(found, "nodes")
            if part(found, "pageInfo").get("hasNextPage") is not True:
                return
            page += 1

    # --- orders out ---

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """EC-CUBE knows no confirmation."""
        return [Verdict(key=key, outcome=Outcome.DONE) for key in keys]

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """The plugin cannot call orders off; one that is called off there already is done."""
        return [reports.cancel(self.line, one, NO_WAY.format(what="受注の取消")) for one in cancels]

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """Report parcels on the 出荷 that they belong to."""
        return [reports.ship(self.line, one) for one in shipments]

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """Nothing here takes its time."""
        return [Verdict(key=ticket, outcome=Outcome.UNKNOWN, code="no_ticket") for ticket in tickets]

    # --- stock and goods ---

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Set absolute counts, several in one change; one that is refused costs the others nothing."""
        verdicts = []
        for at in range(0, len(stocks), BATCHES.stock):
            some = stocks[at : at + BATCHES.stock]
            document, given = queries.set_stock([(one.code, max(one.quantity, 0)) for one in some])
            data, troubles = self.line.ask(document, given, about=" ".join(one.code for one in some))
            wrong = {one.at: one.text for one in troubles}
            for place, one in enumerate(some):
                said = wrong.get(f"s{place}", "")
                if part(data, f"s{place}"):
                    verdicts.append(Verdict(key=one.code, outcome=Outcome.DONE))
                elif "No ProductClass found" in said:
                    text = NOT_THERE.format(code=one.code)
                    verdicts.append(Verdict(key=one.code, outcome=Outcome.UNKNOWN, code="unknown", text=text))
                else:
                    text = said or "EC-CUBE が在庫を返しませんでした。"
                    verdicts.append(Verdict(key=one.code, outcome=Outcome.REFUSED, code="refused", text=text))
        return verdicts

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """What the shop shows; without a limit it shows no count."""
        made = []
        for at in range(0, len(stocks), 20):
            some = stocks[at : at + 20]
            found, _ = self.line.ask(*queries.stocks([one.code for one in some]))
            for place, one in enumerate(some):
                classes = [
                    each
                    for node in listed(part(found, f"p{place}"), "nodes")
                    for each in listed(node, "ProductClasses")
                ]
                exact = [each for each in classes if words(each, "code") == one.code]
                counts = [number(each, "stock") for each in exact if each.get("stock_unlimited") is not True]
                made.append(
                    Shown(code=one.code, quantity=int(float(counts[0])) if counts and counts[0] else None)
                )
        return made

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of products, one entry for each 規格."""
        page = int(more or 1)
        found = part(self.line.ask(queries.PRODUCTS, {"page": page, "limit": 100})[0], "products")
        made = [
            _goods(product, one)
            for product in listed(found, "nodes")
            for one in listed(product, "ProductClasses")
        ]
        going_on = part(found, "pageInfo").get("hasNextPage") is True
        return [one for one in made if one.code], str(page + 1) if going_on else ""

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """The plugin creates and changes no products."""
        return [_no_way(one.code, "商品の登録・変更") for one in goods]

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """The plugin changes no prices."""
        return [_no_way(one.code, "価格の変更") for one in prices]

    # --- messages ---

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """Prove a message by its signature (hex HMAC-SHA256), and read a list as well as a bare sequence.

        A message has no number of its own: the same words in the same minute are the same message.
        """
        given = {name.lower(): value for name, value in headers.items()}
        secret = self.access.secrets.get("hook_secret", "")
        made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        if not secret or not hmac.compare_digest(
            made.encode(), given.get(SIGNATURE, "").strip().lower().encode()
        ):
            raise Refused("bad_signature", "EC-CUBE からの通知と確かめられません。")
        minute = f"{self.access.now().astimezone(UTC):%Y%m%d%H%M}"
        digest = hashlib.sha256(body).hexdigest()[:32]
        kinds = {"order": "order", "product": "goods"}
        heard: dict[str, list[str]] = {}
        for one in _sequence(body):
            kind = kinds.get(words(one, "entity"), "other")
            heard.setdefault(kind, []).append(f"id:{one.get('id')}" if kind == "order" else "")
        return [
            Heard(key=f"{minute}-{digest}-{kind}", kind=kind, keys=tuple(dict.fromkeys(filter(None, keys))))
            for kind, keys in heard.items()
        ]


def _sequence(body: bytes) -> list[Mapping[str, Any]]:
    text = body.decode(errors="replace").strip()
    try:
        told = json.loads(text if text.startswith("[") else f"[{text}]")
    except ValueError:
        return []
    return [one for one in told if isinstance(one, Mapping)]


def _goods(product: Mapping[str, Any], one: Mapping[str, Any]) -> Goods:
    classes = [words(part(one, name), "name") for name in ("ClassCategory1", "ClassCategory2")]
    title = " ".join(filter(None, [tidy(words(product, "name")), *classes]))
    price, stock = number(one, "price02"), number(one, "stock")
    unlimited = one.get("stock_unlimited") is True
    return Goods(
        code=narrow(words(one, "code")) or tidy(words(product, "name")), title=title,
        ref={"product": words(product, "id"), "class": words(one, "id")},
        bare_yen=int(float(price)) if price else None, quantity=int(float(stock)) if stock and not unlimited else None,
    )  # fmt: skip


def _written(at: datetime, *, up: bool = False) -> str:
    """A time as the search takes it (Y-m-d\\TH:i:sP): whole seconds, up to the next one where asked."""
    seconds = math.ceil(at.timestamp()) if up else int(at.timestamp())
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}+00:00"


def _no_way(key: str, what: str) -> Verdict:
    return Verdict(key=key, outcome=Outcome.REFUSED, code="no_interface", text=NO_WAY.format(what=what))


__all__ = [
    "BASE_URL", "BATCHES", "FIELDS", "LABEL", "LIMITS", "MALL", "READS", "connect", "lacking", "read_again",
    "understand",
]  # fmt: skip
