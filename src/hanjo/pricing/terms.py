"""Words of pricing: the basket, the shop's terms, the quote."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from hanjo.kernel.tax import Rounding
from hanjo.kernel.word import Word


class CouponKind(Word):
    """What a coupon takes off (クーポンの種類)."""

    YEN = "yen", "円引き"
    PERCENT = "percent", "%引き"
    SHIPPING = "shipping", "送料割引"


class CouponRefusal(Word):
    """Why a coupon does not count for a basket; the label is the sentence for the buyer (使えない理由)."""

    NOT_YET = "coupon_not_yet", "クーポン「{code}」は、まだ使える期間ではありません。"
    OVER = "coupon_over", "クーポン「{code}」は、使える期間が過ぎています。"
    MINIMUM = "coupon_minimum", "クーポン「{code}」は、対象商品のお買い上げ {minimum:,}円以上で使えます。"
    NOT_THESE = "coupon_not_these", "クーポン「{code}」の対象商品がカートにありません。"
    RANK = "coupon_rank", "クーポン「{code}」は、対象の会員ランクの方だけが使えます。"
    FIRST_ONLY = "coupon_first_only", "クーポン「{code}」は、はじめてのご注文でだけ使えます。"
    ALONE = "coupon_alone", "クーポン「{code}」は、ほかのクーポンと一緒に使えません。"
    NOTHING_LEFT = "coupon_nothing_left", "クーポン「{code}」で割り引ける金額が残っていません。"


@dataclass(frozen=True, kw_only=True, slots=True)
class BasketLine:
    """One line of the cart. Prices are per piece and include tax; `unit_yen` is what it costs now.

    `was_yen` is the strike-through price that `queries.prices` allows, if any. `size` is the carrier's size class
    of one piece (60, 80 …), 0 when nobody knows it.
    """

    key: str
    sku_id: int
    product_id: int
    name: str
    quantity: int
    regular_yen: int
    unit_yen: int
    tax_rate: int
    category_ids: tuple[int, ...] = ()
    temperature: str = "normal"
    mail_size: bool = False
    wrapping_yen: int = 0
    destination: int = 0
    was_yen: int | None = None
    size: int = 0
    point_times: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """One destination. No prefecture: not known yet, shipping is then the lowest there is."""

    prefecture: str = ""
    service: str = ""
    postal: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CouponTerms:
    """What a coupon gives and to whom. Empty limits mean everything and everybody."""

    code: str
    label: str
    kind: str
    value: int
    minimum_yen: int = 0
    most_yen: int | None = None
    category_ids: tuple[int, ...] = ()
    product_ids: tuple[int, ...] = ()
    stacks: bool = False
    first_order_only: bool = False
    ranks: tuple[str, ...] = ()
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Basket:
    """Everything that decides what a buyer pays. `points` is how many they wish to use, at most their balance.

    `orders_before` is how many orders this person has placed, as far as it is known.
    """

    lines: tuple[BasketLine, ...]
    at: datetime
    stops: tuple[Stop, ...] = (Stop(),)
    pay_kind: str = ""
    coupons: tuple[CouponTerms, ...] = ()
    points: int = 0
    rank: str = ""
    orders_before: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Fare:
    """One cell of the shipping table (送料). Empty prefectures: everywhere else; size_to 0: any size.

    `free_from_yen`: goods of the destination, with tax and after discounts, from which this parcel costs nothing.
    """

    yen: int
    prefectures: tuple[str, ...] = ()
    zone: str = ""
    temperature: str = "normal"
    mail_size: bool = False
    size_to: int = 0
    service: str = ""
    free_from_yen: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteArea:
    """Islands and the like: postal codes that begin so cost more (離島の追加送料)."""

    postals: tuple[str, ...]
    yen: int
    label: str = "離島"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bracket:
    """The fee of a way to pay for amounts up to `to_yen` (None: any amount) (手数料)."""

    pay_kind: str
    yen: int
    to_yen: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PointRule:
    """How points are earned and used (ポイント). Rates are in hundredths of a per cent: 100 is 1 %.

    `cap_percent`: at most this part of what there is to pay; `covers_all`: points also pay shipping and fees;
    `on_paid`: what was paid by points earns nothing; `with_tax`: earned on tax-inclusive amounts.
    """

    rate: int = 100
    rates: dict[str, int] = field(default_factory=dict)
    minimum: int = 1
    cap_percent: int = 100
    covers_all: bool = True
    on_paid: bool = True
    with_tax: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrapping:
    """A wrapping or noshi that can be chosen, with its price per piece, tax included (ラッピング・のし)."""

    code: str
    label: str
    yen: int
    noshi: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """The shop's terms at one moment, all that `quote` needs beside the basket (料金条件).

    `rides`: (guest, host) temperatures; goods of the first travel with goods of the second if there are any.
    `boxed_kinds`: ways to pay that need a box (nothing that goes into a letter box is paid at the door).
    """

    fares: tuple[Fare, ...] = ()
    remotes: tuple[RemoteArea, ...] = ()
    remote_is_waived: bool = False
    rides: tuple[tuple[str, str], ...] = ()
    mail_pieces: int = 0
    brackets: tuple[Bracket, ...] = ()
    boxed_kinds: tuple[str, ...] = ("cod",)
    single_stop_kinds: tuple[str, ...] = ("cod",)
    wrappings: tuple[Wrapping, ...] = ()
    points: PointRule = field(default_factory=PointRule)
    rounding: str = Rounding.FLOOR.value
    standard_rate: int = 10
    version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuoteLine:
    """One line with its money; `discount_yen` is its share of the coupons."""

    key: str
    unit_yen: int
    was_yen: int | None
    quantity: int
    subtotal_yen: int
    discount_yen: int
    tax_rate: int
    destination: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """What travels together and what that costs. Not `known`: the lowest there is, until the prefecture is named."""

    destination: int
    temperature: str
    keys: tuple[str, ...]
    mail: bool
    shipping_yen: int
    why: str
    known: bool = True
    free: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Discount:
    """What one coupon takes off."""

    label: str
    code: str
    yen: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that cannot be, in the buyer's words. `about`: a coupon's code, a line's key or a destination."""

    code: str
    text: str
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """The part of a quote that belongs to one destination; the shares add up to the quote.

    `taxes`: rate, amount with tax, tax in it, rounded for this share as a document of its own.
    """

    destination: int
    goods_yen: int
    wrapping_yen: int
    shipping_yen: int
    fee_yen: int
    discount_yen: int
    points_used: int
    points_earned: int
    total_yen: int
    taxes: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """What a basket costs, to be shown, agreed to and frozen on the order (見積り).

    `taxes`: rate, amount with tax, tax in it, higher rate first. `discounts` hold goods and shipping coupons;
    total = goods + wrapping + shipping + fee − discounts − points.
    """

    lines: tuple[QuoteLine, ...]
    parcels: tuple[Parcel, ...]
    goods_yen: int
    wrapping_yen: int
    shipping_yen: int
    fee_yen: int
    discounts: tuple[Discount, ...]
    points_used: int
    points_earned: int
    total_yen: int
    taxes: tuple[tuple[int, int, int], ...]
    shares: tuple[Share, ...]
    to_free_shipping_yen: int | None
    problems: tuple[Problem, ...]
    terms_version: str

    @property
    def discount_yen(self) -> int:
        """What all coupons take off together."""
        return sum(discount.yen for discount in self.discounts)

    @property
    def shipping_is_known(self) -> bool:
        """Tell whether every parcel has its real fee; otherwise the total is a “from”."""
        return all(parcel.known for parcel in self.parcels)

    def as_json(self) -> dict[str, Any]:
        """The quote as plain values, to be kept with an order."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]  # tuples become lists once

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The quote as it was kept."""
        rest: dict[str, Any] = {name: values[name] for name in _PLAIN}
        return cls(
            lines=tuple(QuoteLine(**line) for line in values["lines"]),
            parcels=tuple(Parcel(**{**p, "keys": tuple(p["keys"])}) for p in values["parcels"]),
            discounts=tuple(Discount(**one) for one in values["discounts"]),
            problems=tuple(Problem(**one) for one in values["problems"]),
            shares=tuple(Share(**{**one, "taxes": _taxes(one["taxes"])}) for one in values["shares"]),
            taxes=_taxes(values["taxes"]),
            **rest,
        )

    def digest(self) -> str:
        """What makes two quotes the same: a fingerprint over every value in it."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_PLAIN = (
    "goods_yen wrapping_yen shipping_yen fee_yen points_used points_earned total_yen to_free_shipping_yen"
    " terms_version"
).split()


def _taxes(rows: list[list[int]]) -> tuple[tuple[int, int, int], ...]:
    return tuple((row[0], row[1], row[2]) for row in rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """What a SKU costs at a moment, and which strike-through price may stand beside it (売価)."""

    regular_yen: int
    now_yen: int
    was_yen: int | None = None
    was_label: str = ""
    until: datetime | None = None
    sale: str = ""


class Part(Word):
    """A part of the shop's terms that changes by itself (料金条件の種類)."""

    SHIPPING = "shipping", "送料表"
    FEES = "fees", "手数料表"
    WRAPPING = "wrapping", "ラッピング・のし"
    POINTS = "points", "ポイント"
    TAX = "tax", "税の端数"


class ClaimKind(Word):
    """What a strike-through price says (比較対照価格)."""

    PAST = "past", "通常価格"
    MSRP = "msrp", "メーカー希望小売価格"
    FUTURE = "future", "セール後の価格"
    MEMBER = "member", "一般価格"


class SaleState(Word):
    """How far a sale is (セールの状態)."""

    DRAFT = "draft", "下書き"
    PLANNED = "planned", "予定・実施中"
    ENDED = "ended", "終了"


class PlanState(Word):
    """What became of a planned price (予定価格の状態)."""

    PLANNED = "planned", "予定"
    DONE = "done", "実施済み"
    DROPPED = "dropped", "取りやめ"


class UseState(Word):
    """What became of one use of a coupon (利用の状態)."""

    HELD = "held", "確保中"
    USED = "used", "利用済み"
    GIVEN = "given", "戻し"
