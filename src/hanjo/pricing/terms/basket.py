"""What decides a price: the basket and the shop's terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from hanjo.kernel.tax import Rounding


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
    per_customer: bool = False
    ranks: tuple[str, ...] = ()
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Basket:
    """Everything that decides what a buyer pays. `points` is how many they wish to use, at most their balance.

    `orders_before` is how many orders this person has placed, as far as it is known. `knows_buyer`: they are signed in,
    so that a coupon with a limit per customer can be counted.
    """

    lines: tuple[BasketLine, ...]
    at: datetime
    stops: tuple[Stop, ...] = (Stop(),)
    pay_kind: str = ""
    coupons: tuple[CouponTerms, ...] = ()
    points: int = 0
    rank: str = ""
    orders_before: int = 0
    knows_buyer: bool = True


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
    """A wrapping, noshi or bag that can be chosen, with its price per piece, tax included (包装・のし・手提げ袋)."""

    code: str
    label: str
    yen: int
    noshi: bool = False
    bag: bool = False


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
class Price:
    """What a SKU costs at a moment, and which strike-through price may stand beside it (売価)."""

    regular_yen: int
    now_yen: int
    was_yen: int | None = None
    was_label: str = ""
    until: datetime | None = None
    sale: str = ""
