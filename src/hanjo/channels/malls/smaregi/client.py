"""スマレジ by its Platform API (スマレジ接続): the till of a shop of bricks.

A transaction of the till is no order that anybody ships: it is kept, and its pieces leave the shelves of the shop's own
place (`malls/tills.py`). So nothing is confirmed, reported or called off there. Source: the digest of the official
reference; what it leaves open (which divisions take pieces) are fields of the connection.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    Port,
    Price,
    Refused,
    Shipment,
    Shown,
    Stock,
    Verdict,
)
from hanjo.channels.malls.said import words
from hanjo.channels.malls.smaregi import stock
from hanjo.channels.malls.smaregi.again import READS, read_again
from hanjo.channels.malls.smaregi.speaking import Line, listed
from hanjo.channels.malls.smaregi.translate import document_text, receipt, understand
from hanjo.channels.malls.tills import LOCATION
from hanjo.kernel.clock import JST

__all__ = [
    "BASE_URL", "BATCHES", "FIELDS", "LABEL", "LIMITS", "MALL", "POLICY", "READS", "connect", "lacking",
    "read_again", "receipt", "understand",
]  # fmt: skip

MALL = "smaregi"
LABEL = "スマレジ（店頭のレジ）"
BASE_URL = "https://api.smaregi.jp"
FIELDS = (
    Field(name="contract_id", label="契約 ID", help="スマレジの契約 ID"),
    Field(name="client_id", label="クライアント ID", is_secret=True, help="スマレジ・デベロッパーズのアプリ"),
    Field(name="client_secret", label="クライアントシークレット", is_secret=True),
    Field(name="store_id", label="スマレジの店舗 ID", default="1"),
    Field(
        name=LOCATION, label="店舗の在庫の場所",
        help="このシステムのロケーションコード。店頭で売れた分はここから出て、在庫もこの場所の分だけを送ります。",
    ),
    Field(
        name="sale_divisions", label="在庫が出る取引区分", default="1,7,12",
        help="1 通常、7 売上確定、12 取り置き引渡",
    ),
    Field(name="return_divisions", label="在庫が戻る取引区分", default="5", help="5 返品"),
    Field(name="return_lines", label="返品の明細区分", default="2", help="1 つの取引の中で返品になる明細"),
    Field(
        name="hook_header", label="通知のカスタムヘッダー名", default="x-hanjo-secret",
        help="Webhook の設定で、同じ名前のカスタムヘッダーを作ってください。",
    ),
    Field(name="hook_secret", label="通知のカスタムヘッダーの値", is_secret=True, is_needed=False, is_key=False),
)  # fmt: skip
LIMITS: Mapping[str, Limit] = {
    "read": Limit(per_second=40, burst=40), "write": Limit(per_second=15, burst=15),
    "token": Limit(per_second=0.2, burst=3),
}  # fmt: skip
BATCHES = Batches(read=20, stock=200, ship=100, confirm=1000, days=31, overlap_seconds=600)
#: What a new connection does otherwise: the till's own counts stay until somebody has counted the shop's place here and
#: lets them be told (only that place's then); and there is no order that somebody would have to allow.
POLICY: Mapping[str, Any] = {
    "pushes_stock": False, "confirms": False, "reports_shipments": False, "read_back_per_hour": 0, "first_days": 0,
    "catches_up_alone": True,
}  # fmt: skip
PAGE = 500
HOOK_HELP = (
    "スマレジの Webhook の設定に、この URL と、上で決めたカスタムヘッダーの名前と値を登録してください。"
)
AT_THE_TILL = "店頭の取引は、スマレジのレジで取り消してください。"
NOTHING_TO_SHIP = "店頭の取引に出荷はありません。"


def connect(access: Access) -> Port:
    """Open the contract; asks nothing."""
    return Smaregi(Line(access))


def lacking(goods: Goods) -> list[str]:
    """What is missing before the till can sell this (出品の準備)."""
    return stock.lacking(goods)


@dataclass(frozen=True, slots=True)
class Smaregi:
    """A till's port."""

    line: Line

    def look(self) -> Health:
        """Ask for the shops; changes nothing."""
        stores = listed(self.line.ask("GET", "stores", query={"limit": 1000}))
        wanted = self.line.option("store_id", "1")
        name = next((words(one, "storeName") for one in stores if words(one, "storeId") == wanted), "")
        warnings = []
        if not name:
            known = "、".join(f"{words(one, 'storeId')} {words(one, 'storeName')}" for one in stores)
            warnings.append(f"店舗 ID {wanted} がスマレジにありません（{known}）。")
        if not self.line.access.secrets.get("hook_secret"):
            warnings.append("カスタムヘッダーの値がないため、スマレジからの通知を確かめられません。")
        return Health(name=name, warnings=tuple(warnings))

    # --- transactions in ---

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Transactions that changed in this time, oldest change first; each page begins with the last change of the
        one before, so that one that changes meanwhile pulls no other out of sight."""
        begin, _, page = more.partition("|")
        begin, page = begin or since.astimezone(JST).isoformat(timespec="seconds"), page or "1"
        query: dict[str, str | int] = {
            "upd_date_time-from": begin, "upd_date_time-to": until.astimezone(JST).isoformat(timespec="seconds"),
            "store_id": self.line.option("store_id", "1"), "with_details": "all", "sort": "updDateTime",
            "limit": PAGE, "page": int(page),
        }  # fmt: skip
        rows = listed(self.line.ask("GET", "transactions", query=query))
        last = words(rows[-1], "updDateTime") if rows else ""
        onward = f"{last}|1" if last and last != begin else f"{begin}|{int(page) + 1}"
        return Page(documents=[self._document(one) for one in rows], more=onward if len(rows) == PAGE else "")

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Transactions by their numbers."""
        found = []
        for key in keys:
            if not key.isdecimal():
                continue
            try:
                told = dict(self.line.ask("GET", f"transactions/{key}", about=key))
                if not isinstance(told.get("details"), list):
                    told["details"] = listed(self.line.ask("GET", f"transactions/{key}/details", about=key))
            except Refused as error:
                if error.code == "404":
                    continue
                raise
            found.append(self._document(told))
        return found

    def _document(self, told: Mapping[str, Any]) -> Document:
        text = document_text(
            told, sales=self.line.named("sale_divisions", "1,7,12"),
            returns=self.line.named("return_divisions", "5"), return_lines=self.line.named("return_lines", "2"),
        )  # fmt: skip
        return Document(key=words(told, "transactionHeadId"), text=text)

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """A till has no orders: there is nothing that could be missing on the board."""
        return ()

    # --- nothing goes out ---

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """A sale at a till was taken when it was paid."""
        return [Verdict(key=key, outcome=Outcome.DONE) for key in keys]

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """Transactions are cancelled at the till, with its money."""
        return [
            Verdict(key=one.key, outcome=Outcome.REFUSED, code="at_the_till", text=AT_THE_TILL)
            for one in cancels
        ]

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """What a till sells is carried out of the door."""
        return [
            Verdict(key=one.key, outcome=Outcome.REFUSED, code="at_the_till", text=NOTHING_TO_SHIP)
            for one in shipments
        ]

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """Everything is answered at once."""
        return [Verdict(key=ticket, outcome=Outcome.DONE) for ticket in tickets]

    # --- stock and goods ---

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Counts out, by the piece."""
        return stock.show(self.line, stocks) if stocks else []

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """Counts as they are there."""
        return stock.shown(self.line, stocks) if stocks else []

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of products."""
        return stock.goods(self.line, more)

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Products out."""
        return stock.publish(self.line, goods)

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Prices out."""
        return stock.reprice(self.line, prices)

    # --- messages ---

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """Prove a message by the header that was agreed on: there is no signature. A message has no number of its
        own: what comes again within the minute is taken for the same."""
        given = {name.lower(): value for name, value in headers.items()}
        secret = self.line.access.secrets.get("hook_secret", "")
        said = given.get(self.line.option("hook_header", "x-hanjo-secret").lower(), "")
        contract = given.get("smaregi-contract-id", "")
        right = bool(secret) and hmac.compare_digest(said.encode(), secret.encode())
        if not right or contract != self.line.option("contract_id"):
            raise Refused(
                "bad_secret", "スマレジからの通知と確かめられません。カスタムヘッダーの値を確かめてください。"
            )
        try:
            told = json.loads(body)
        except ValueError:
            told = {}
        minute = int(self.line.access.now().timestamp() // 60)
        key = f"{hashlib.sha256(body).hexdigest()[:40]}-{minute}"
        return [_heard(key, words(told, "event") or given.get("smaregi-event", ""), told)]


def _heard(key: str, event: str, told: Any) -> Heard:
    data = told.get("data") if isinstance(told, Mapping) else None
    rows = data if isinstance(data, list) else [data]
    if event == "pos:transactions":
        numbers = [number for one in rows if (number := words(one, "transactionHeadId"))]
        return Heard(key=key, kind="order", keys=tuple(dict.fromkeys(numbers)))
    return Heard(key=key, kind={"pos:stock": "stock", "pos:products": "goods"}.get(event, "other"))
