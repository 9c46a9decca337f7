"""Words of points and paid balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class PointKind(Word):
    """Given free, or paid for: the law tells them apart (ポイントの種類)."""

    FREE = "free", "ポイント"
    PAID = "paid", "有償残高"


class PointOrigin(Word):
    """Why a lot was given (付与の理由)."""

    PURCHASE = "purchase", "お買い物"
    GIFT = "gift", "プレゼント"
    CORRECTION = "correction", "補正"
    SALE = "sale", "購入"


class PointCause(Word):
    """What moved a lot (増減の理由)."""

    ISSUED = "issued", "付与"
    USED = "used", "利用"
    RETURNED = "returned", "戻し"
    EXPIRED = "expired", "失効"
    CORRECTED = "corrected", "補正"


class HoldState(Word):
    """What became of points set aside (確保の状態)."""

    HELD = "held", "確保中"
    USED = "used", "利用済み"
    RELEASED = "released", "解放済み"


class PromiseState(Word):
    """What became of points promised with an order (付与予定の状態)."""

    PENDING = "pending", "付与予定"
    GRANTED = "granted", "付与済み"
    DROPPED = "dropped", "取り消し"


@dataclass(frozen=True, kw_only=True, slots=True)
class Earning:
    """Free points to give now; the same `ref` is given once."""

    customer_id: int
    points: int
    ref: str
    origin: PointOrigin = PointOrigin.GIFT
    expires_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Promised:
    """Points that an order will earn when it ships."""

    customer_id: int
    order_ref: str
    points: int
    days: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PointWish:
    """Points that a checkout wants to set aside."""

    customer_id: int
    points: int
    key: str
    until: datetime
    kind: PointKind = PointKind.FREE


@dataclass(frozen=True, kw_only=True, slots=True)
class PointsHeld:
    """The points are set aside."""

    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PointsShort:
    """There are not that many."""

    key: str
    wanted: int
    there: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveBack:
    """Points of an order to give back, up to what it used; the same `ref` is given back once."""

    order_ref: str
    points: int
    ref: str
    kind: PointKind = PointKind.FREE


@dataclass(frozen=True, slots=True)
class Balance:
    """What a customer can spend, each kind on its own (ポイント残高)."""

    free: int = 0
    paid: int = 0
    held_free: int = 0
    held_paid: int = 0
    pending: int = 0
    soonest_on: date | None = None  # the first day on which some free points no longer work
    soonest: int = 0


@dataclass(frozen=True, slots=True)
class PaidReport:
    """Unused paid balance on a base date and what the law asks for (基準日未使用残高)."""

    on: date
    total_yen: int  # what counts: balance that lives longer than six months
    short_lived_yen: int  # balance that ends within six months, outside the law
    duty: bool
    notify_by: date | None
    deposit_yen: int


class ShortOfPoints(Refusal):
    """Fewer points than asked for, or somebody was quicker."""

    code = "short_of_points"
    message = "お使いになれるポイントは {there} ポイントです。{wanted} ポイントはお使いになれません。"
    fix = "お使いになるポイントを減らして、もう一度お試しください。"


class NotHeld(Refusal):
    """The points that were set aside are no longer."""

    code = "points_not_held"
    message = "確保していたポイントの期限が切れました（{key}）。"
    fix = "お支払いの画面から、もう一度お試しください。"


class BadCorrection(Refusal):
    """A correction of points that nobody could explain later."""

    code = "bad_correction"
    message = "ポイントを補正できません。{why}"
