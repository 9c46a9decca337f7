"""Yahoo!ショッピング by its interface for stores (Yahoo!ショッピング・API).

One question a second to each address, 50,000 a day for one application. What the mall's pages leave open (codes of
reasons, what a code may begin with, where orders look back) is a field of the connection or said where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

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
    Verdict,
)
from hanjo.channels.malls.yahoo.again import READS, read_again
from hanjo.channels.malls.yahoo.line import Line
from hanjo.channels.malls.yahoo.orders import CARRIERS, REASONS, Orders
from hanjo.channels.malls.yahoo.stock import Shelf
from hanjo.channels.malls.yahoo.translate import lacking, understand
from hanjo.channels.malls.yahoo.values import text
from hanjo.kernel.clock import JST

__all__ = [
    "BASE_URL", "BATCHES", "FIELDS", "LABEL", "LIMITS", "MALL", "READS", "connect", "lacking", "read_again",
    "understand",
]  # fmt: skip

MALL = "yahoo"
LABEL = "Yahoo!ショッピング"
BASE_URL = "https://circus.shopping.yahooapis.jp"
FIELDS = (
    Field(name="seller_id", label="ストアアカウント"),
    Field(name="client_id", label="Client ID", help="Yahoo!デベロッパーネットワークのアプリケーション"),
    Field(name="client_secret", label="シークレット", is_secret=True),
    Field(name="refresh_token", label="リフレッシュトークン", help="ストアの管理者が認可したときの値", is_secret=True),
    Field(name="public_key", label="公開鍵（PEM）", is_needed=False, is_secret=True,
          help="入れると、ログインの期限が 12 時間から 4 週間に延びます"),
    Field(name="key_version", label="公開鍵のバージョン", is_needed=False, default="1"),
    Field(name="authorised_on", label="認可した日", is_needed=False,
          help="2026-11-22 のように。期限が近づくと知らせます"),
    Field(name="look_back_days", label="変更を調べる日数", is_needed=False, default="30",
          help="注文の検索は注文日時でしかできないため、この日数だけさかのぼって変更を探します"),
    Field(name="carriers", label="配送会社コード", is_needed=False, default=CARRIERS,
          help="自社のコード=Yahoo! のコード。ないものは 1000（その他）で知らせます"),
    Field(name="reasons", label="キャンセル理由コード", is_needed=False, default=REASONS),
    Field(name="empty_reason", label="送り状番号がないときの理由コード", is_needed=False, help="101〜105"),
    Field(name="fix_points", label="出荷と同時にポイントを確定する", is_needed=False, default="no",
          help="yes または no"),
    Field(name="completes", label="出荷を知らせたら注文を完了にする", is_needed=False, default="no",
          help="yes または no。yes でも、入金済みの注文だけを完了にします"),
    Field(name="token_url", label="認証の接続先", is_needed=False, help="空のままで Yahoo! につながります"),
)  # fmt: skip
_APIS = """orderCount orderList orderInfo orderStatusChange orderShipStatusChange getStock setStock myItemList
    updateItems editItem reservePublish""".split()
LIMITS = {
    "token": Limit(per_second=0.2, burst=5),  # not stated: one an hour is needed
    # One a second is stated; it is counted where calls arrive, and lines are not equally slow.
    **{api: Limit(per_second=0.7, per_day=50_000) for api in _APIS},
}
BATCHES = Batches(read=1, stock=1000, ship=10, confirm=1000, days=30, overlap_seconds=600)


class Client:
    """One store."""

    def __init__(self, access: Access) -> None:
        self.line = Line(access)
        self.orders = Orders(self.line)
        self.shelf = Shelf(self.line)

    def look(self) -> Health:
        """Count new orders: whoever may do that may do the rest."""
        answer = self.line.get("orderCount", {"sellerId": self.line.seller})
        status = text(answer, "Result", "Status")
        warnings = () if status in ("", "OK") else (f"応答: {status}",)
        return Health(name=self.line.seller, key_expires_at=self._expiry(), warnings=warnings)

    def _expiry(self) -> datetime | None:
        """A login lasts four weeks with the public key, half a day without."""
        try:
            day = date.fromisoformat(self.line.option("authorised_on"))
        except ValueError:
            return None
        lasts = timedelta(days=28) if self.line.access.secrets.get("public_key") else timedelta(hours=12)
        return datetime.combine(day, time(), JST) + lasts

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Orders that are new or changed."""
        return self.orders.changed(since, until, more)

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers."""
        return self.orders.read(keys)

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """Every order of a time."""
        return self.orders.counted(since, until)

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """Yahoo! has no such step: an order is new until it is looked at."""
        return [Verdict(key=key, outcome=Outcome.DONE) for key in keys]

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """Call orders off."""
        return self.orders.cancel(cancels)

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """Tell of parcels."""
        return self.orders.ship(shipments)

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """Everything is answered at once: there is nothing to follow."""
        return [Verdict(key=ticket, outcome=Outcome.UNKNOWN) for ticket in tickets]

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Set counts."""
        return self.shelf.show(stocks)

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """What buyers see."""
        return self.shelf.shown(stocks)

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of goods."""
        return self.shelf.goods(more)

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Create or change goods."""
        return self.shelf.publish(goods)

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Change prices."""
        return self.shelf.reprice(prices)

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """Yahoo! tells nothing by itself."""
        raise Refused("no_messages", "Yahoo!ショッピングには、注文などを知らせる通知がありません。")


def connect(access: Access) -> Port:
    """Open Yahoo! for a channel; asks nothing."""
    return Client(access)
