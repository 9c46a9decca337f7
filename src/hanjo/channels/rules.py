"""Decisions about what channels tell: values in, values out."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Pair:
    """Cancelled goods and one order line that they may take back."""

    goods_id: int
    quantity: int
    made_at: datetime
    unit_price: Decimal
    line_id: int
    order_id: int
    ordered_at: datetime
    left: int
    line_price: Decimal | None


def meet(pairs: Sequence[Pair]) -> dict[int, Pair]:
    """Which line each of many cancelled goods takes back: goods id → pair (取消の突合).

    Cancellations in the order they were made; for each, a line of exactly this quantity and price first, then of
    this quantity, then the latest. A line gives back no more than it has left.
    """
    by_goods: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_goods.setdefault(pair.goods_id, []).append(pair)
    left = {pair.line_id: pair.left for pair in pairs}
    met: dict[int, Pair] = {}
    for goods in sorted(by_goods.values(), key=lambda group: (group[0].made_at, group[0].goods_id)):
        fitting = [pair for pair in goods if left[pair.line_id] >= pair.quantity]
        if not fitting:
            continue
        best = max(
            fitting,
            key=lambda pair: (
                left[pair.line_id] == pair.quantity and pair.line_price == pair.unit_price,
                left[pair.line_id] == pair.quantity,
                pair.ordered_at,
                pair.line_id,
            ),
        )
        left[best.line_id] -= best.quantity
        met[best.goods_id] = best
    return met


OF_OTHER_THINGS = (
    "注文についての通知ではありません。在庫と商品は、次の読み返しのときにモールの今の表示を確かめます。"
)
SENT_BY_US = (
    "こちらから送った内容です。同じものをもう一度送ると、あとの変更を打ち消すおそれがあります。"
    "在庫・出荷報告・価格・取消は、それぞれの画面から今の内容で送り直せます。"
)
NOT_ANSWERED = "モールの答えが届いていないか、断りの答えのため、取り込むものがありません。"


def why_not_again(direction: str, endpoint: str, status: int, reads: frozenset[str]) -> str:
    """Why a kept message cannot be taken in once more; empty when it can (読み直しの可否).

    `reads`: the kinds of questions of this mall whose answers speak of orders.
    """
    if direction == "in":
        return "" if endpoint == "order" else OF_OTHER_THINGS
    if endpoint not in reads:
        return SENT_BY_US
    return "" if 200 <= status < 300 else NOT_ANSWERED


INSIDE = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid")


def is_public(address: str) -> bool:
    """Whether a mall can reach this address: HTTPS, and a host that is not only known inside (公開アドレス)."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or not host:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(INSIDE)
