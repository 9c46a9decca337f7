"""What programs send and get: the shapes of orders in the API (API の形)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from hanjo.orders.terms import MoneyState, OrderState, ParcelState, Stage


class AddressOut(Schema):
    """Where an order goes, as the buyer wrote it."""

    name: str
    kana: str
    company: str
    postal: str
    prefecture: str
    city: str
    street: str
    building: str
    phone: str
    country: str


class LineOut(Schema):
    """One line; `sku_code` is empty while the channel's code is unknown."""

    id: str
    kind: str
    code: str
    sku_code: str
    name: str
    options: str
    quantity: int
    cancelled_quantity: int
    unit_price_yen: int
    total_yen: int
    tax_rate: int


class HoldOut(Schema):
    """Why an order stops, or what was noticed: reason, evidence, proposal."""

    id: str
    check: str
    stops: bool
    reason: str
    evidence: str
    proposal: str
    confidence: int
    opened_at: datetime


class TaxOut(Schema):
    """The total of one rate."""

    rate: int
    gross_yen: int
    tax_yen: int


class OrderOut(Schema):
    """An order with its five lives; `version` grows with every change."""

    id: str
    number: str
    version: int
    channel: str
    external_number: str
    ordered_at: datetime
    stage: Stage
    state: OrderState
    money_state: MoneyState
    parcel_state: ParcelState
    held_by_hand: bool
    short_lines: int
    buyer_name: str
    buyer_email: str
    recipient: AddressOut
    goods_yen: int
    shipping_yen: int
    fee_yen: int
    wrapping_yen: int
    discount_yen: int
    points_yen: int
    total_yen: int
    paid_yen: int
    taxes: list[TaxOut]
    pay_method: str
    service: str
    wanted_on: date | None
    window: str
    ship_on: date | None
    ship_by_on: date | None
    due_at: datetime | None
    due_kind: str
    due_note: str
    remarks: str
    shop_note: str
    flags: list[str]
    tags: list[str]
    assignee: str
    merged_into: str
    split_from: str
    lines: list[LineOut]
    holds: list[HoldOut]


class ListQuery(Schema):
    """What a list is limited to."""

    after: str = ""
    limit: int = Field(50, ge=1, le=200)
    stage: Stage | Literal["open", "all"] = "all"
    channel: str = ""
    assignee: str = ""
    tag: str = ""
    flag: str = ""
    ordered_from: date | None = None
    ordered_to: date | None = None


class NumbersIn(Schema):
    """Up to a thousand orders by number."""

    numbers: list[str] = Field(min_length=1, max_length=1_000)


class BecauseIn(NumbersIn):
    """Orders, and why."""

    because: str = Field("", max_length=200)


class NumbersOut(Schema):
    """The numbers that were reached."""

    numbers: list[str]


class LiftIn(Schema):
    """Stops that somebody has looked at."""

    holds: list[str] = Field(min_length=1, max_length=1_000)
    because: str = Field("", max_length=200)


class FieldsIn(Schema):
    """New values of fields; what is absent stays. With `version` a stale caller is refused."""

    version: int | None = None
    name: str | None = None
    kana: str | None = None
    company: str | None = None
    postal: str | None = Field(None, pattern=r"^([0-9]{7})?$")
    prefecture: str | None = None
    city: str | None = None
    street: str | None = None
    building: str | None = None
    phone: str | None = None
    wanted_on: date | None = None
    window: str | None = None
    service: str | None = None
    ship_by_on: date | None = None
    is_gift: bool | None = None
    noshi: str | None = None
    wrapping: str | None = None
    gift_message: str | None = None
    receipt_name: str | None = None
    receipt_proviso: str | None = None
    no_slip: bool | None = None
    shop_note: str | None = None
    assignee: str | None = None
    tags: list[str] | None = Field(None, max_length=20)
    shipping_yen: int | None = Field(None, ge=0)
    fee_yen: int | None = Field(None, ge=0)
    wrapping_yen: int | None = Field(None, ge=0)
    discount_yen: int | None = Field(None, ge=0)
    points_yen: int | None = Field(None, ge=0)


NULLABLE = {"wanted_on", "ship_by_on"}


class LineIn(Schema):
    """A line as it shall be: `id` changes one, without it one is added; quantity 0 takes the goods off."""

    id: str = ""
    quantity: int = Field(ge=0, le=100_000)
    sku_code: str = ""
    unit_price_yen: int | None = Field(None, ge=0)


class LinesIn(Schema):
    """The lines that change."""

    version: int | None = None
    lines: list[LineIn] = Field(min_length=1, max_length=200)


class MergeIn(NumbersIn):
    """Orders of one receiver that travel together."""

    drop_shipping: bool = False


class SplitIn(Schema):
    """The lines that travel apart, or every temperature on its own."""

    lines: list[str] = Field([], max_length=200)
    by_temperature: bool = False


class ChangedOut(Schema):
    """A change that can be undone, who outside must be told, and the order as it is now."""

    change: str
    tell_outside: str
    order: OrderOut
