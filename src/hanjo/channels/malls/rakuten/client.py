"""楽天市場 by RMS WEB SERVICE (楽天市場の API 接続). Every address of it stands here.

Official rates are not published; one call a second is what implementers keep to. The licence key lives 90 days and is
renewed by hand in RMS: its last day is asked for with every test of the connection.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from hanjo.channels.malls.desk import Question
from hanjo.channels.malls.port import (
    Access,
    Answer,
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
    Limited,
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
from hanjo.channels.malls.rakuten import again, inquiries, orders, shelves, shipping, translate, wares
from hanjo.channels.malls.rakuten.again import READS, read_again
from hanjo.channels.malls.rakuten.inquiries import unfit_reply
from hanjo.channels.malls.rakuten.notices import heard
from hanjo.channels.malls.rakuten.translate import understand
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.dates import parse_datetime

__all__ = [
    "BASE_URL", "BATCHES", "FIELDS", "LABEL", "LIMITS", "MALL", "READS", "connect", "lacking", "read_again",
    "understand", "unfit_reply",
]  # fmt: skip

MALL = "rakuten"
LABEL = "楽天市場（RMS WEB SERVICE）"
BASE_URL = "https://api.rms.rakuten.co.jp"
FIELDS = (
    Field(
        name="service_secret",
        label="serviceSecret",
        help="RMS の「拡張サービス一覧 › RMS WEB SERVICE › WEB APIサービス」に表示されます。",
        is_secret=True,
    ),
    Field(
        name="license_key",
        label="licenseKey",
        help="有効期間は 90 日です。期限の前に RMS で更新して、ここに入れ直してください。",
        is_secret=True,
    ),
    Field(
        name="version",
        label="getOrder のバージョン",
        help="10 はソーシャルギフト対応の版です。",
        default="10",
    ),
    Field(
        name="ship_mode",
        label="発送報告の方法",
        help="async: まとめて送ります（結果はあとで届きます） / sync: 1 件ずつ送ります",
        default="async",
    ),
    Field(
        name="shipping_date",
        label="発送日の形式",
        help="受け付けられないときは YYYYMMDD にしてください。",
        default="YYYY-MM-DD",
    ),
    Field(
        name="sweep_minutes",
        label="変更・取消を見直す間隔（分）",
        help="RMS には更新日時での検索がないため、未確定の注文とキャンセルを定期的に読み直します。",
        default="15",
    ),
    Field(name="sweep_days", label="見直す期間（日、63 まで）", default="63"),
    Field(
        name="notify_key",
        label="注文通知の認証キー",
        help="システムイベント通知を使うときだけ入れます。",
        is_secret=True,
        is_needed=False,
        is_key=False,
    ),
)
DEFAULTS: Mapping[str, str] = {one.name: one.default for one in FIELDS}
_SLOW = Limit(per_second=1, burst=5)
LIMITS: Mapping[str, Limit] = {
    "order.search": _SLOW,
    "order.get": _SLOW,
    "order.count": _SLOW,  # the same call for the proof, so that it never stands in the way of new orders
    "order.write": _SLOW,
    "inventory.get": _SLOW,
    "inventory.check": _SLOW,  # the same call after telling: it may be left out, telling may not
    "inventory.put": _SLOW,
    "item.get": _SLOW,
    "item.put": _SLOW,
    "inquiry": _SLOW,
    "license": Limit(per_second=0.2, burst=3),
}
BATCHES = Batches(read=100, stock=400, ship=100, confirm=100, days=63, overlap_seconds=600)
INQUIRIES = True
HOOK_HELP = (
    "楽天のシステムイベント通知の送り先に、この URL を登録してください。認証キーは、上の欄に保存します。"
)
OWN_PICTURES = True  # R-Cabinet: pictures are named by where they lie there
_ORDER = "/es/2.0/order"
_INVENTORY = "/es/2.1/inventories"
#: what is asked → its budget, the method, the address
ADDRESSES: Mapping[str, tuple[str, str, str]] = {
    "searchOrder": ("order.search", "POST", f"{_ORDER}/searchOrder/"),
    "getOrder": ("order.get", "POST", f"{_ORDER}/getOrder/"),
    "countOrder": ("order.count", "POST", f"{_ORDER}/getOrder/"),
    "confirmOrder": ("order.write", "POST", f"{_ORDER}/confirmOrder/"),
    "cancelOrder": ("order.write", "POST", f"{_ORDER}/cancelOrder/"),
    "cancelOrderAfterShipping": ("order.write", "POST", f"{_ORDER}/cancelOrderAfterShipping/"),
    "updateOrderShipping": ("order.write", "POST", f"{_ORDER}/updateOrderShipping/"),
    "updateOrderShippingAsync": ("order.write", "POST", f"{_ORDER}/updateOrderShippingAsync/"),
    "getResultUpdateOrderShippingAsync": (
        "order.get", "POST", f"{_ORDER}/getResultUpdateOrderShippingAsync/",
    ),
    "inventories": ("inventory.get", "POST", f"{_INVENTORY}/bulk-get"),
    "lookAtInventories": ("inventory.check", "POST", f"{_INVENTORY}/bulk-get"),
    "putInventories": ("inventory.put", "POST", f"{_INVENTORY}/bulk-upsert"),
    "searchItems": ("item.get", "GET", "/es/2.0/items/search"),
    "item": ("item.get", "GET", "/es/2.0/items/manage-numbers/{number}"),
    "putItem": ("item.put", "PUT", "/es/2.0/items/manage-numbers/{number}"),
    "patchItem": ("item.put", "PATCH", "/es/2.0/items/manage-numbers/{number}"),
    "inquiries": ("inquiry", "GET", "/es/1.0/inquirymng-api/inquiries"),
    "inquiry": ("inquiry", "GET", "/es/1.0/inquirymng-api/inquiry/{number}"),
    "reply": ("inquiry", "POST", "/es/1.0/inquirymng-api/inquiry/reply"),
    "expiry": ("license", "GET", "/es/1.0/license-management/license-key/expiry-date"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rms:
    """The line to RMS: who we are, and what its answers mean."""

    access: Access

    def ask(
        self,
        name: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        number: str = "",
        key: str = "",
        about: str = "",
    ) -> dict[str, Any]:
        """One call. Raises what the port names; an answer without a body is an empty object."""
        endpoint, method, path = ADDRESSES[name]
        url = f"{self.access.base_url}{path.format(number=quote(number, safe=''))}"
        answer = self.access.wire.ask(
            endpoint, method, f"{url}?{urlencode(query)}" if query else url, headers=self._headers(),
            body=json.dumps(body, ensure_ascii=False).encode() if body is not None else None, key=key, about=about,
        )  # fmt: skip
        return _data(answer)

    def option(self, name: str) -> str:
        """What the connection says, else the default."""
        return str(self.access.options.get(name) or DEFAULTS.get(name, ""))

    def whole(self, name: str, most: int) -> int:
        """An option that is a number from 1 to `most`; the default when it is none."""
        written = self.option(name)
        return min(max(int(written if written.isdigit() else DEFAULTS[name]), 1), most)

    def _headers(self) -> dict[str, str]:
        secrets = self.access.secrets
        pair = f"{secrets.get('service_secret', '')}:{secrets.get('license_key', '')}"
        return {
            "Authorization": f"ESA {base64.b64encode(pair.encode()).decode()}",
            "Content-Type": "application/json; charset=utf-8",
        }


def _data(answer: Answer) -> dict[str, Any]:
    if answer.status == 429:
        written = answer.headers.get("retry-after", "")
        raise Limited(float(written) if written.isdigit() else 2.0)
    if answer.status >= 500 or 300 <= answer.status < 400:
        raise Unreachable(f"RMS: HTTP {answer.status}")
    if answer.status in (401, 403) or (answer.status >= 400 and b"uthori" in answer.body[:2000].lower()):
        raise KeyRefused(
            "RMS が認証を拒みました。serviceSecret と licenseKey、WEB APIサービスの利用設定（受注・在庫・商品）、"
            "licenseKey の有効期限（90 日）を確かめてください。"
        )
    try:
        data = answer.data
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise Unreachable(f"RMS: HTTP {answer.status}, the answer cannot be read")
    if answer.status >= 400:
        raise Refused(*_reason(data, answer.status))
    return data


def _reason(data: Mapping[str, Any], status: int) -> tuple[str, str]:
    """Code and text of the first error, in either spelling."""
    for one in translate.parts(data, "errors"):
        where = translate.text_of(translate.part(one, "metadata"), "propertyPath")
        return translate.text_of(one, "code"), f"{translate.text_of(one, 'message')} {where}".strip()
    if wrong := translate.part(data, "error"):  # as the inquiry API says it
        targets = "、".join(f"{name}: {why}" for name, why in translate.part(wrong, "targets").items())
        code = str(status) if status in (404, 409) else translate.text_of(wrong, "code")
        return code, targets or translate.text_of(wrong, "message")
    for one in translate.parts(data, "MessageModelList"):
        if translate.text_of(one, "messageType") == "ERROR":
            return translate.text_of(one, "messageCode"), translate.text_of(one, "message")
    return str(status), ""


@dataclass(frozen=True, slots=True)
class Rakuten:
    """The port of 楽天市場."""

    rms: Rms

    def look(self) -> Health:
        """Ask for the key's last day, and for the orders of a second, so that both rights are proven."""
        found = self.rms.ask("expiry", query={"licenseKey": self.rms.access.secrets.get("license_key", "")})
        now = self.rms.access.now()
        orders.search(self.rms, orders.Stretch(1, (), now, now))
        try:
            expires = parse_datetime(str(found.get("expiryDate", "")), "expiryDate")
        except BadCell:
            return Health(
                name="楽天市場",
                warnings=("licenseKey の有効期限を読めません。RMS で確かめてください。",),
            )
        return Health(name="楽天市場", key_expires_at=expires)

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """New and changed orders: see `orders.changed`."""
        return orders.changed(self.rms, since, until, more)

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers."""
        return [again.document(model) for model in orders.read(self.rms, keys)]

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """Every order that was placed in this time."""
        return orders.counted(self.rms, since, until)

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """注文確認."""
        return orders.confirm(self.rms, keys)

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """キャンセル."""
        return orders.cancel(self.rms, cancels)

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """発送報告."""
        return shipping.ship(self.rms, shipments)

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """The results of asynchronous 発送報告."""
        return shipping.follow(self.rms, tickets)

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Counts out."""
        return shelves.show(self.rms, stocks)

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """Counts as they are shown."""
        return shelves.shown(self.rms, stocks)

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of items, one entry for each variant."""
        return wares.goods(self.rms, more)

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Items out."""
        return wares.publish(self.rms, goods)

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Prices out."""
        return wares.reprice(self.rms, prices)

    def questions(self, since: datetime, until: datetime) -> list[Question]:
        """Inquiries in R-Messe."""
        return inquiries.questions(self.rms, since, until)

    def question(self, key: str) -> Question | None:
        """One inquiry in R-Messe."""
        return inquiries.question(self.rms, key)

    def reply(self, key: str, shop: str, text: str) -> Verdict:
        """An answer in R-Messe."""
        return inquiries.reply(self.rms, key, shop, text)

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """システムイベント通知, proven by its authKey."""
        return heard(body, self.rms.access.secrets.get("notify_key", ""))


def connect(access: Access) -> Port:
    """Open 楽天市場 for a channel."""
    return Rakuten(Rms(access))


def lacking(goods: Goods) -> list[str]:
    """What RMS still needs before it can sell this (出品の準備)."""
    return wares.lacking(goods)


def own_ids(product: str, sku: str, sibling: Mapping[str, str]) -> dict[str, str]:
    """The numbers that a new listing gets (新しい出品の番号)."""
    return wares.own_ids(product, sku, sibling)
