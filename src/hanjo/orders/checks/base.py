"""What a check is, what it is given, and the catalogue of all checks.

A rule is a plain function `(order, seen, limits) -> findings`: values in, values out. It says what it saw with
`saw(...)`; the run adds the code, the severity and the しるし of the check. `limits` are the shop's numbers for this
check on this channel, with the defaults of the check beneath them.

The words of `Finding.fix` (nothing is ever applied silently; a person or a shop's own rule says yes):

    {"set": {field: value}}                   fields of the order; dates as ISO text, None empties a field
    {"line": key, "map": code}                tie the line's item code to a SKU (code "" = the person chooses)
    {"do": "merge", "with": number}           同梱 with another open order
    {"do": "split_by_temperature"}            one parcel per 温度帯
    {"do": "cancel_duplicate"}                cancel this order because it is there twice
    {"do": "change_service", "service": code} another service of a carrier
    {"do": "accept"}                          seen and fine
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hanjo.catalogue.terms import SkuCard
from hanjo.orders.checks import postal
from hanjo.orders.terms import Address, Finding, LineKind, Severity


@dataclass(kw_only=True, slots=True)
class LineView:
    """A line as checks see it. `sku` is None while the code is unknown.

    No check changes what it is shown. These values are not frozen, since one of each is made for every order and
    freezing makes that three times as slow.
    """

    key: str
    code: str
    name: str
    quantity: int
    unit_price_yen: int
    total_yen: int
    tax_rate: int
    options: str = ""
    kind: LineKind = LineKind.GOODS
    sku: SkuCard | None = None
    sku_active: bool = True  # False: the product is no longer sold (販売終了)


@dataclass(kw_only=True, slots=True)
class OrderView:
    """An order as checks see it, whether it comes from a draft or from the tables."""

    number: str
    channel: str
    external_number: str
    ordered_at: datetime
    buyer: Address
    recipient: Address
    lines: Sequence[LineView]
    buyer_email: str = ""
    goods_yen: int = 0
    shipping_yen: int = 0
    fee_yen: int = 0
    wrapping_yen: int = 0
    discount_yen: int = 0
    points_yen: int = 0
    total_yen: int = 0
    currency: str = "JPY"
    pay_method: str = ""
    pay_kind: str = ""  # card, cod, bank, konbini, pay_later, mall, points, other
    pay_policy: str = ""
    money_state: str = "unpaid"
    shipping_method: str = ""
    carrier: str = ""
    service: str = ""
    wanted_on: date | None = None
    window: str = ""
    window_raw: str = ""
    ship_by_on: date | None = None
    remarks: str = ""
    shop_note: str = ""
    is_gift: bool = False
    noshi: str = ""
    wrapping: str = ""
    gift_message: str = ""
    receipt_name: str = ""
    receipt_proviso: str = ""
    several_recipients: bool = False
    remote_island: bool = False
    is_prime: bool = False
    is_subscription: bool = False
    mall_is_checking: bool = False
    amount_undecided: bool = False
    tags: Sequence[str] = ()
    no_slip: bool = False
    no_prices: bool = False


@dataclass(kw_only=True, slots=True)
class History:
    """What is known of the buyer and of the receiver from other orders."""

    orders: int = 0  # earlier orders that were not cancelled
    cancelled: int = 0
    caution: str = ""  # 要注意 with its reason
    same_receiver_open: Sequence[str] = ()  # numbers of open orders to the same receiver (同梱候補)
    look_alikes: Sequence[str] = ()  # numbers of recent orders with the same buyer and the same goods (重複)
    known_addresses: Sequence[tuple[str, str]] = ()  # (postal, city) of earlier orders of the buyer


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """What a carrier's service can do, as the shop has it on file."""

    carrier: str
    code: str
    label: str
    windows: Sequence[str]  # canonical codes it can serve
    temperatures: Sequence[str]
    cod: bool
    cod_limit_yen: int
    is_mail: bool  # into the letter box: no window, no date, no COD
    max_weight_g: int
    max_thickness_mm: int  # 0: no limit
    dates: bool  # can deliver on a wanted date
    lead_days: Mapping[str, int] = field(default_factory=dict)  # prefecture → days after shipping
    cutoff: str = ""  # local time at which its truck leaves (集荷の締切)


@dataclass(kw_only=True, slots=True)
class Seen:
    """Everything around the order that checks may look at."""

    today: date
    now: datetime
    ship_on: date  # the earliest day on which the order can leave
    history: History
    services: Mapping[str, Service] = field(default_factory=dict)  # by service code
    towns: Callable[[str], Sequence[tuple[str, str, str]]] = lambda postal: ()
    """Postal code → (prefecture, city, town) tuples; empty when the code does not exist."""
    codes: Callable[[str, str, str], Sequence[str]] = postal.codes_at
    """Prefecture, city, street → the postal codes of that town; asked only when a code is missing or wrong."""


Limits = Mapping[str, Any]
Rule = Callable[[OrderView, Seen, Limits], Iterable[Finding]]
NOTHING: tuple[Finding, ...] = ()


def saw(
    reason: str,
    evidence: str = "",
    *,
    fix: dict[str, Any] | None = None,
    fix_label: str = "",
    confidence: int = 100,
    key: str = "",
    flag: str = "",
    only_note: bool = False,
) -> tuple[Finding, ...]:
    """One finding of the rule that is running. `only_note`: never stops, whatever the shop chose."""
    return (
        Finding(
            check="",
            severity=Severity.NOTE if only_note else Severity.STOP,
            reason=reason,
            evidence=evidence,
            fix=fix,
            fix_label=fix_label,
            confidence=confidence,
            flag=flag,
            key=key,
        ),
    )


ACCEPT: dict[str, Any] = {"do": "accept"}
ACCEPT_LABEL = "確認済みにして進める"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One automatic check and how the shop meets it at first."""

    number: int  # 0 … 62, never reused: the bit that says "passed" on an order
    code: str
    label: str
    says: str  # one sentence for the settings page
    severity: Severity
    limits: Limits
    flag: str
    rule: Rule
    foreign: bool  # also runs on orders that leave Japan


CHECKS: dict[str, Check] = {}


def check(
    *,
    number: int,
    code: str,
    label: str,
    says: str,
    severity: Severity = Severity.STOP,
    flag: str = "",
    limits: Limits | None = None,
    foreign: bool = False,
) -> Callable[[Rule], Rule]:
    """Enter a pure rule into the catalogue of checks. `flag` is the short しるし on the board (≤ 8 characters)."""

    def enter(rule: Rule) -> Rule:
        if code in CHECKS or any(known.number == number for known in CHECKS.values()):
            raise ValueError(f"check {code} or its number {number} is taken")
        CHECKS[code] = Check(
            number=number,
            code=code,
            label=label,
            says=says,
            severity=severity,
            limits=dict(limits or {}),
            flag=flag,
            rule=rule,
            foreign=foreign,
        )
        return rule

    return enter
