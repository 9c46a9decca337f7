"""Words of stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class LocationKind(Word):
    """What kind of place holds stock."""

    WAREHOUSE = "warehouse", "倉庫"
    SHOP = "shop", "店舗"


class Cause(Word):
    """Why a count changed. Every movement names exactly one."""

    OPENING = "opening", "期首在庫"
    RECEIVED = "received", "入庫"
    SHIPPED = "shipped", "出庫"
    RETURNED = "returned", "返品入庫"
    MOVED_OUT = "moved_out", "移動出庫"
    MOVED_IN = "moved_in", "移動入庫"
    COUNTED = "counted", "棚卸差異"
    DAMAGED = "damaged", "破損・廃棄"
    FOUND = "found", "発見"
    CORRECTED = "corrected", "訂正"
    SOLD_IN_SHOP = "sold_in_shop", "店頭販売"


class ReservationState(Word):
    """Where a reservation is in its short life."""

    OPEN = "open", "引当中"
    SHIPPED = "shipped", "出庫済"
    RELEASED = "released", "解除"


class HoldState(Word):
    """Where a buyer's hold is in its short life."""

    OPEN = "open", "取り置き中"
    ENDED = "ended", "終了"
    LAPSED = "lapsed", "期限切れ"


class DemandState(Word):
    """Where a buyer's demand is in the queue."""

    WAITING = "waiting", "順番待ち"
    ANSWERED = "answered", "回答済"
    GONE = "gone", "立ち去り"


class Policy(Word):
    """What an order that cannot be filled whole gets (引当方針)."""

    WHOLE = "whole", "全部そろうまで引き当てない"
    PARTIAL = "partial", "あるだけ引き当てる"


@dataclass(kw_only=True, slots=True)
class Claim:  # not frozen, like its answers: made for every line of every order
    """What asks for stock: a reference such as `order-line:123`, the order it belongs to, and a priority.

    Claims of one `group` (an order) are filled together. Earlier `promise_on`, then earlier `asked_at`, then
    the smaller group come first.
    """

    ref: str
    group: str
    sku_id: int
    quantity: int
    promise_on: date | None
    asked_at: datetime


@dataclass(kw_only=True, slots=True)
class Filled:
    """A claim that has its stock: from which levels, how many each."""

    claim: Claim
    takes: tuple[tuple[int, int, int], ...]  # (component sku_id, level_id, quantity)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfilled:
    """A claim that waits: how many it lacks, of which component."""

    claim: Claim
    missing: tuple[tuple[int, int], ...]  # (component sku_id, missing quantity)


Outcome = Filled | Unfilled


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What one buyer wants held: everything of it or nothing."""

    key: str  # of the hold, chosen by the asker; asking again with it holds once
    wants: tuple[tuple[int, int], ...]  # (sku_id, quantity)
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A wish whose stock is set aside until then."""

    key: str
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class NotHeld:
    """A wish that could not be met; nothing of it is held."""

    key: str
    short: tuple[tuple[int, int], ...]  # (sku_id as it was asked for, how many could be had)


class ShortOfStock(Refusal):
    """Not enough is free to take."""

    code = "short_of_stock"
    message = "{sku} の在庫が足りません（必要 {wanted}・販売可能 {available}）。"
    fix = "入荷を待つか、ほかの倉庫から移動してください。"


class StockFlagged(Refusal):
    """The books of this SKU disagree with each other; nothing moves until somebody has looked."""

    code = "stock_flagged"
    message = "{sku} は在庫の記録が合わないため止めています。"
    fix = "在庫ページの証跡を確かめ、訂正してから再開してください。"
