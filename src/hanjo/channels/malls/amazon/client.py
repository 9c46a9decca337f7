"""Amazon by its Selling Partner API (Amazon・SP-API).

Orders 2026-01-01 (v0 on request), shipment confirmation v0, Listings Items 2021-08-01, Feeds and Reports 2021-06-30,
after Amazon's published models of 2026-08-05. Rates and bursts are those models' defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from hanjo.channels.malls.amazon.again import READS, read_again
from hanjo.channels.malls.amazon.bodies import CARRIERS
from hanjo.channels.malls.amazon.line import Line
from hanjo.channels.malls.amazon.orders import Orders
from hanjo.channels.malls.amazon.reports import Reports
from hanjo.channels.malls.amazon.stock import Listings
from hanjo.channels.malls.amazon.translate import lacking, understand
from hanjo.channels.malls.amazon.values import listed, moment, part, text
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
    KeyRefused,
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
)  # fmt: skip

__all__ = [
    "BASE_URL", "BATCHES", "FIELDS", "LABEL", "LIMITS", "MALL", "READS", "connect", "lacking", "read_again",
    "understand",
]  # fmt: skip

MALL = "amazon"
LABEL = "Amazon"
BASE_URL = "https://sellingpartnerapi-fe.amazon.com"
JAPAN = "A1VC38T7YXB528"
FIELDS = (
    Field(name="seller_id", label="出品者 ID", help="セラーセントラル「アカウント情報 › マーチャントトークン」"),
    Field(name="client_id", label="LWA クライアント ID", help="ソリューションプロバイダーポータルのアプリの画面"),
    Field(name="client_secret", label="LWA クライアントシークレット", is_secret=True),
    Field(name="refresh_token", label="リフレッシュトークン", help="アプリの認可で表示される値", is_secret=True),
    Field(name="marketplace_id", label="マーケットプレイス ID", default=JAPAN),
    Field(name="key_expires_on", label="シークレットの期限", is_needed=False,
          help="分かるとき: 2027-03-31 のように。近づくと知らせます"),
    Field(name="orders_api", label="注文 API の版", is_needed=False, default="2026-01-01",
          help="2026-01-01 または v0（Amazon が廃止予定としている旧版）"),
    Field(name="fulfilled_by", label="取り込む注文の出荷元", is_needed=False, default="MERCHANT"),
    Field(name="carriers", label="配送会社コード", is_needed=False, default=CARRIERS,
          help="自社のコード=Amazon のコード。ないものは Other と会社名で知らせます"),
    Field(name="direct_stock", label="1 件ずつ送る在庫の上限", is_needed=False, default="100",
          help="これより多いときは、まとめてフィードで送ります"),
    Field(name="stock_op", label="在庫の更新方法", is_needed=False, default="replace",
          help="replace または merge（出荷作業日数を商品ごとに決めているとき）"),
    Field(name="token_url", label="認証の接続先", is_needed=False, help="空のままで Amazon につながります"),
)  # fmt: skip
LIMITS = {
    "token": Limit(per_second=0.2, burst=5),  # not stated: one an hour is needed
    "document": Limit(per_second=5, burst=20),  # not stated: documents lie on a storage server
    "searchOrders": Limit(per_second=0.0056, burst=20),
    "getOrder": Limit(per_second=0.5, burst=30),
    "getOrdersV0": Limit(per_second=0.0167, burst=20),
    "getOrderV0": Limit(per_second=0.5, burst=30),
    "getOrderItemsV0": Limit(per_second=0.5, burst=30),
    "confirmShipment": Limit(per_second=2, burst=10),
    "getListingsItem": Limit(per_second=5, burst=10),
    "putListingsItem": Limit(per_second=5, burst=10),
    "patchListingsItem": Limit(per_second=5, burst=5),
    "searchListingsItems": Limit(per_second=5, burst=5),
    "createFeedDocument": Limit(per_second=0.5, burst=15),
    "createFeed": Limit(per_second=0.0083, burst=15),
    "getFeed": Limit(per_second=2, burst=15),
    "getFeedDocument": Limit(per_second=0.0222, burst=10),
    "createReport": Limit(per_second=0.0167, burst=15),
    "getReport": Limit(per_second=2, burst=15),
    "getReports": Limit(per_second=0.0222, burst=10),
    "getReportDocument": Limit(per_second=0.0167, burst=15),
    "getMarketplaceParticipations": Limit(per_second=0.016, burst=15),
    "createRestrictedDataToken": Limit(per_second=1, burst=10),
}
POLICY = {"pull_seconds": 200}  # it allows one search in three minutes: every tenth is for the proof
BATCHES = Batches(read=20, stock=25_000, ship=10, confirm=1000, days=30, overlap_seconds=900,
                  short_overlap_seconds=180)  # fmt: skip
_CANCEL = "Amazon の注文の取消は API ではできません。セラーセントラルの注文管理で取り消してください。"
_NO_PLACE = (
    "このアプリは、マーケットプレイス「{place}」を許されていません。ID とアプリの認可を確かめてください。"
)
_NOT_THERE = "このアカウントは、いま Amazon.co.jp で販売できる状態ではありません。"
_OLD = "注文 API は旧版（v0）です。Amazon が廃止予定としているため、2026-01-01 への切り替えをお勧めします。"
_SUSPENDED = "停止中の出品があります。セラーセントラルで確かめてください。"


class Client:
    """One seller on Amazon."""

    def __init__(self, access: Access) -> None:
        self.line = Line(access, LIMITS)
        self.orders = Orders(self.line)
        self.listings = Listings(self.line)
        self.reports = Reports(self.line)

    def look(self) -> Health:
        """Who the keys belong to, and whether they sell where the connection says."""
        answer = self.line.told(
            "getMarketplaceParticipations", "GET", "/sellers/v1/marketplaceParticipations"
        )
        own = next(
            (
                one
                for one in listed(answer, "payload")
                if text(one, "marketplace", "id") == self.line.marketplace
            ),
            None,
        )
        if own is None:
            raise KeyRefused(_NO_PLACE.format(place=self.line.marketplace))
        warnings = []
        if part(own, "participation", "isParticipating") is False:
            warnings.append(_NOT_THERE)
        if part(own, "participation", "hasSuspendedListings") is True:
            warnings.append(_SUSPENDED)
        if self.orders.is_old:
            warnings.append(_OLD)
        name = " ".join(filter(None, (text(own, "storeName"), text(own, "marketplace", "name"))))
        return Health(name=name, key_expires_at=self._expiry(), warnings=tuple(warnings))

    def _expiry(self) -> datetime | None:
        """Amazon does not say when a client secret ends; the shop may."""
        try:
            return moment({"on": self.line.option("key_expires_on")}, "on")
        except ValueError:
            return None

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Orders that are new or changed."""
        return self.orders.changed(since, until, more)

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers."""
        return self.orders.read(keys)

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """Every order of a time, also those that wait for their payment."""
        return self.orders.counted(since, until)

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """Amazon has no such step."""
        return [Verdict(key=key, outcome=Outcome.DONE) for key in keys]

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """Not among the operations that Amazon publishes for sellers: people do it in Seller Central."""
        return [
            Verdict(key=one.key, outcome=Outcome.REFUSED, code="by_hand", text=_CANCEL) for one in cancels
        ]

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """Confirm parcels."""
        return self.orders.ship(shipments)

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """What became of feeds; the keys are the tickets."""
        return self.listings.follow(tickets)

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Show these counts; more than a few go by a feed and are answered later."""
        return self.listings.show(stocks)

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """What buyers see."""
        return self.listings.shown(stocks)

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of listings."""
        return self.listings.goods(more)

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Offer products that Amazon knows."""
        return self.listings.publish(goods)

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Change prices."""
        return self.listings.reprice(prices)

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """Amazon sends its notifications to queues of AWS, not to an address of ours."""
        raise Refused("no_messages", "Amazon からの通知は AWS のキューに届くため、ここでは受け取りません。")


def connect(access: Access) -> Port:
    """Open Amazon for a channel; asks nothing."""
    return Client(access)
