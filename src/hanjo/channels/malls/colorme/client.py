"""カラーミーショップ by its API v1 (カラーミーショップ接続).

Sales are searched by their last change and come whole, a hundred on a page. A search without days of sale looks back
only a week, so days of sale are always named. An access token has no end: it is given, or made once out of the code
that the shop's owner gets when she allows the app. How often one may ask is not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hanjo.channels.malls.colorme import reports, stock, wares
from hanjo.channels.malls.colorme.again import READS, read_again
from hanjo.channels.malls.colorme.speaking import OUT_OF_BAND, Line
from hanjo.channels.malls.colorme.translate import document_text, understand
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
    Port,
    Price,
    Refused,
    Shipment,
    Shown,
    Stock,
    Unreachable,
    Verdict,
)
from hanjo.channels.malls.said import is_true, part, parts, second, whole, words

__all__ = [
    "BASE_URL", "BATCHES", "FIELDS", "LABEL", "LIMITS", "MALL", "READS", "connect", "lacking", "read_again",
    "understand",
]  # fmt: skip

MALL = "colorme"
LABEL = "カラーミーショップ"
BASE_URL = "https://api.shop-pro.jp"
FIELDS = (
    Field(
        name="access_token", label="アクセストークン", is_secret=True, is_needed=False,
        help="すでにお持ちのときはここに入れます。期限はありません。",
    ),
    Field(
        name="client_id", label="クライアント ID", is_secret=True, is_needed=False,
        help="カラーミーデベロッパーで登録したアプリのもの。アクセストークンがあれば要りません。",
    ),
    Field(name="client_secret", label="クライアントシークレット", is_secret=True, is_needed=False),
    Field(
        name="code", label="認可コード", is_secret=True, is_needed=False,
        help="認証ページで承認すると表示されます。10 分以内に、1 回だけ使えます。",
    ),
    Field(name="redirect_uri", label="リダイレクト URL", help="アプリの登録と同じもの", default=OUT_OF_BAND),
    Field(
        name="look_back_days", label="変更・取消を見る期間（日）", default="365",
        help="これより前の受注は、変更があっても取り込みません。",
    ),
    Field(
        name="datetime_format", label="検索の日時の形式", default="%Y-%m-%d %H:%M:%S",
        help="受け付けられないときだけ変えてください。",
    ),
    Field(
        name="mail", label="カラーミーショップから発送メールを送る", is_needed=False,
        help="送るときは yes。このシステムのメールと二重にならないようにしてください。",
    ),
    Field(name="slip_mark", label="伝票番号が 2 つ以上あるときの区切り", default=","),
)  # fmt: skip
_CALLS = Limit(per_second=2, burst=20)
LIMITS: Mapping[str, Limit] = {
    "sale.get": _CALLS, "sale.count": _CALLS, "sale.put": _CALLS, "product.get": _CALLS,
    "product.put": Limit(per_second=4, burst=20), "shop.get": _CALLS, "token": Limit(per_second=0.2, burst=2),
}  # fmt: skip
BATCHES = Batches(read=100, stock=50, ship=20, confirm=100, days=30, overlap_seconds=600)
WANTS_LINES = True  # a parcel of a sale with several addresses is told by its goods
PAGE = 100
COUNTED = "id,make_date,canceled,total_price,segment"
BEGINNING = datetime(2005, 1, 1, tzinfo=UTC)  # before the first shop there


def connect(access: Access) -> Port:
    """Open the shop; asks nothing."""
    return ColorMe(Line(access))


def lacking(goods: Goods) -> list[str]:
    """What is missing before this can be sold (出品の準備)."""
    return wares.lacking(goods)


@dataclass(frozen=True, slots=True)
class ColorMe:
    """A shop's port."""

    line: Line

    def look(self) -> Health:
        """Ask for the shop, a sale and a product, so that every right is proven; changes nothing."""
        shop = part(self.line.ask("shop.get", "GET", "shop"), "shop")
        self.line.ask("sale.get", "GET", "sales", query={"limit": 1, "fields": "id"})
        self.line.ask("product.get", "GET", "products", query={"limit": 1, "fields": "id"})
        warnings = () if shop else ("ショップの情報が空です。管理画面でショップの状態を確かめてください。",)
        return Health(name=words(shop, "title"), warnings=warnings)

    # --- orders in ---

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Sales that changed in this time. One that changes meanwhile leaves the list and pulls the others forward:
        then the search goes back by as many."""
        offset, before = _place(more)
        days = str(self.line.access.options.get("look_back_days") or "")
        back = int(days) if days.isdecimal() else 365
        query = {
            "update_date_min": self.line.moment(since), "update_date_max": self.line.moment(until),
            "after": self.line.moment(since - timedelta(days=back)), "before": self.line.moment(until),
        }  # fmt: skip
        rows, total = self._sales(query, offset)
        gone = max(before - total, 0)
        last = max(offset - gone, 0) if gone else offset + len(rows)
        more = f"{last} {total}" if (rows or gone) and last < total else ""
        return Page(documents=self._documents(rows), more=more)

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Sales by their ids."""
        wanted = [key for key in dict.fromkeys(keys) if key.isdecimal()]
        found: list[Document] = []
        for at in range(0, len(wanted), PAGE):
            some = wanted[at : at + PAGE]
            query = {"ids": ",".join(some), "after": self.line.moment(BEGINNING)}
            rows, _ = self._sales(query, 0, about=" ".join(some[:8]))
            found += [one for one in self._documents(rows) if one.key in some]
        return found

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """Every sale of this time with its sum; of a cancelled one no sum is left."""
        offset = 0
        while True:
            query = {"after": self.line.moment(since), "before": self.line.moment(until), "fields": COUNTED}
            rows, total = self._sales(query, offset, endpoint="sale.count")
            for one in rows:
                placed, segment = second(one, "make_date"), part(one, "segment")
                if placed is not None and since <= placed < until:
                    is_whole = not is_true(one, "canceled") and not is_true(segment, "splitted")
                    amount = whole(one, "total_price") if is_whole else None
                    yield Counted(key=words(one, "id"), total=None if amount is None else Decimal(amount))
            offset += len(rows)
            if not rows or offset >= total:
                return

    def _sales(
        self, query: Mapping[str, str], offset: int, *, endpoint: str = "sale.get", about: str = ""
    ) -> tuple[list[Mapping[str, Any]], int]:
        answer = self.line.ask(
            endpoint, "GET", "sales", query={**query, "limit": PAGE, "offset": offset}, about=about
        )
        if not isinstance(answer.get("sales"), list):
            raise Unreachable("an answer without sales")
        rows = parts(answer, "sales")
        total = whole(part(answer, "meta"), "total")
        return rows, total if total is not None else offset + len(rows) + (len(rows) == PAGE)

    def _documents(self, rows: Sequence[Mapping[str, Any]]) -> list[Document]:
        if not rows:
            return []
        payments = self._names("payments")
        deliveries = self._names("deliveries")
        return [Document(key=words(one, "id"), text=document_text(one, payments, deliveries)) for one in rows]

    def _names(self, kind: str) -> dict[int, str]:
        answer = self.line.ask("shop.get", "GET", kind)
        return {pk: words(one, "name") for one in parts(answer, kind) if (pk := whole(one, "id"))}

    # --- orders out ---

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """カラーミーショップ knows no confirmation."""
        return [Verdict(key=key, outcome=Outcome.DONE) for key in keys]

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """Call sales off; the shop pays back where its payment can."""
        return reports.cancel(self.line, cancels)

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """発送済み and 伝票番号 on the part of the sale that left."""
        return reports.ship(self.line, shipments)

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """Everything is answered at once: there is nothing to follow."""
        return [Verdict(key=ticket, outcome=Outcome.DONE) for ticket in tickets]

    # --- stock and goods ---

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Counts out, by the difference to what is shown."""
        return stock.show(self.line, stocks) if stocks else []

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """Counts as they are shown."""
        return stock.shown(self.line, stocks) if stocks else []

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of products."""
        return wares.goods(self.line, more)

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Products out."""
        return wares.publish(self.line, goods)

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Prices out."""
        return wares.reprice(self.line, prices)

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """カラーミーショップ tells nothing by itself."""
        raise Refused("no_messages", "カラーミーショップからの通知はありません。")


def _place(more: str) -> tuple[int, int]:
    """Where a search goes on, and how many it had then."""
    offset, _, total = more.partition(" ")
    return (int(offset), int(total)) if offset.isdecimal() and total.isdecimal() else (0, 0)
