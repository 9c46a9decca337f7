"""Decisions about orders: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hanjo.catalogue.terms import SkuCard, Temperature
from hanjo.kernel import tax
from hanjo.kernel.money import spread
from hanjo.kernel.speech import say
from hanjo.orders.terms import (
    LineDraft,
    LineKind,
    MoneyState,
    OrderState,
    ParcelState,
    PayPolicy,
    Placement,
    ReturnReason,
    ReturnTerms,
    ReturnWish,
    Stage,
)

_PAID = {MoneyState.PAID, MoneyState.PART_REFUNDED}


def money_allows(policy: str, money: str) -> bool:
    """Whether the money lets goods leave (出荷条件)."""
    if policy == PayPolicy.MAY_SHIP:
        return True
    if policy == PayPolicy.AFTER_AUTHORISED:
        return money in _PAID or money == MoneyState.AUTHORISED
    return money in _PAID


def stage_of(  # noqa: PLR0911  # one line per stage, in order, is the rule itself
    *,
    state: str,
    parcels: str,
    merged: bool,
    held_by_hand: bool,
    open_holds: int,
    policy: str,
    money: str,
    short_lines: int,
    release_on: date | None,
    ship_on: date | None,
    today: date,
) -> Stage:
    """The one stage that the board shows, from the five lives; the first that applies (ステージ)."""
    if merged:
        return Stage.MERGED
    if state == OrderState.CANCELLED:
        return Stage.CANCELLED
    if parcels == ParcelState.SHIPPED:
        return Stage.SHIPPED
    if parcels in (ParcelState.INSTRUCTED, ParcelState.PART_SHIPPED):
        return Stage.WORK
    if held_by_hand:
        return Stage.HELD
    if open_holds:
        return Stage.CHECK
    if not money_allows(policy, money):
        return Stage.MONEY
    if short_lines:
        return Stage.STOCK
    if release_on is not None and release_on > today:
        return Stage.RELEASE
    if ship_on is not None and ship_on > today:
        return Stage.DATE
    return Stage.READY


STAGE_SQL = """
    CASE WHEN {o}.merged_into_id IS NOT NULL THEN 'merged'
         WHEN {state} = 'cancelled' THEN 'cancelled'
         WHEN {o}.parcel_state = 'shipped' THEN 'shipped'
         WHEN {o}.parcel_state IN ('instructed', 'part_shipped') THEN 'work'
         WHEN {o}.held_by_hand THEN 'held'
         WHEN {holds} > 0 THEN 'check'
         WHEN NOT ({o}.pay_policy = 'may_ship'
                OR {o}.money_state IN ('paid', 'part_refunded')
                OR ({o}.pay_policy = 'after_authorised' AND {o}.money_state = 'authorised')) THEN 'money'
         WHEN {short} > 0 THEN 'stock'
         WHEN {o}.release_on > {today} THEN 'release'
         WHEN {o}.ship_on > {today} THEN 'date'
         ELSE 'ready' END
"""
"""`stage_of` for sets of rows; a test walks both over every combination."""


def gross_by_rate(lines: Iterable[tuple[int, int]], extras_yen: int, extras_rate: int) -> dict[int, int]:
    """Tax-inclusive totals by rate of (rate, yen) lines plus what is not goods: shipping, fees, wrapping."""
    gross: dict[int, int] = {}
    for rate, yen in lines:
        gross[rate] = gross.get(rate, 0) + yen
    if extras_yen:
        gross[extras_rate] = gross.get(extras_rate, 0) + extras_yen
    return gross


def taxes(lines: Iterable[tuple[int, int]], *, extras_yen: int, discount_yen: int) -> list[dict[str, int]]:
    """What the document says by rate, frozen on the order (税率別内訳). Shipping and fees bear 10 %."""
    gross = gross_by_rate(lines, extras_yen, 10)
    if discount_yen > sum(gross.values()):
        discount_yen = max(sum(gross.values()), 0)
    if any(amount < 0 for amount in gross.values()):
        discount_yen = 0
    return [
        {"rate": total.rate, "gross_yen": total.gross_yen, "tax_yen": total.tax_yen}
        for total in tax.totals(gross, discount_yen=discount_yen)
    ]


def coldest(cards: Iterable[SkuCard | None]) -> str:
    """The temperature a parcel with all of these needs (温度帯): frozen, else chilled, else normal."""
    found = {card.temperature for card in cards if card is not None}
    for temperature in (Temperature.FROZEN, Temperature.CHILLED):
        if temperature in found:
            return temperature
    return Temperature.NORMAL


def release_on(cards: Iterable[SkuCard | None]) -> date | None:
    """The day on which the last of these may be sold (発売日)."""
    days = [date.fromisoformat(card.on_sale_on) for card in cards if card is not None and card.on_sale_on]
    return max(days, default=None)


def ship_on(
    wanted_on: date | None, lead_days: Mapping[str, int], prefecture: str, today: date
) -> date | None:
    """The day on which goods must leave to arrive as wished (出荷予定日); none when nothing was wished."""
    if wanted_on is None:
        return None
    return max(today, wanted_on - timedelta(days=lead_days.get(prefecture, 1)))


def promise_from(placed: Placement) -> datetime | None:
    """From when a promise to ship counts: the order, or the money where it is paid before (約束の起点)."""
    draft = placed.draft
    if placed.pay_policy != PayPolicy.AFTER_PAID:
        return draft.ordered_at
    return (draft.paid_at or draft.ordered_at) if placed.money_state in _PAID else None


def claimable(lines: Sequence[LineDraft], sku_ids: Sequence[int | None]) -> list[int]:
    """Positions of the lines that ask for stock: known goods with something left to send."""
    return [
        position
        for position, (line, sku_id) in enumerate(zip(lines, sku_ids, strict=True))
        if sku_id is not None and line.kind == LineKind.GOODS and line.quantity - line.cancelled_quantity > 0
    ]


DERIVED = """
    SELECT o.id,
        (SELECT count(*) FROM orders_hold h
          WHERE h.order_id = o.id AND h.lifted_at IS NULL AND h.severity = 'stop') AS holds,
        (SELECT count(*) FROM inventory_shortage w WHERE w."group" = 'order:' || o.id) AS short
    FROM orders_order o
"""
"""What the derived columns of an order must say; the proof compares with the same statement."""


def why_no_return(
    wish: ReturnWish, terms: ReturnTerms, *, left: Mapping[int, int], parcels: str, today: date
) -> str:
    """Why these goods cannot come back; empty when they can (返品の可否). Source: 特定商取引法 15条の3."""
    pieces = {pk: count for pk, count in wish.pieces.items() if count}
    if parcels not in (ParcelState.SHIPPED, ParcelState.PART_SHIPPED):
        return say("まだ発送していません。発送の前なら、ご注文を取り消せます。")
    if not pieces:
        return say("返品する商品と数を選んでください。")
    if any(count < 0 or count > left.get(pk, 0) for pk, count in pieces.items()):
        return say("お申し込みの数が、ご注文の数（すでにお申し込みの分を除く）を超えています。")
    if wish.reason != ReturnReason.MIND:
        return ""
    return why_not_mind(terms, today) or (
        say(
            "お客様のご都合では返品できない商品が含まれています。不良品やお届け違いのときは、その理由をお選びください。"
        )
        if terms.excluded & set(pieces)
        else ""
    )


def why_not_mind(terms: ReturnTerms, today: date) -> str:
    """Why nothing of an order comes back for a change of mind; empty when something can (ご都合による返品の可否)."""
    if not terms.accepts_mind:
        return say("お客様のご都合による返品は、ご注文のときにお知らせしたとおり、お受けしていません。")
    if terms.until is not None and today > terms.until:
        return say(
            "お客様のご都合による返品は、お申し込みの期限（{month}月{day}日）を過ぎています。",
            month=terms.until.month,
            day=terms.until.day,
        )
    return ""


def return_postage(reason: ReturnReason, terms: ReturnTerms) -> str:
    """Who pays for the way back: the shop for what is broken or wrong (返送料)."""
    return terms.postage if reason == ReturnReason.MIND else "shop"


def return_postage_is_shops(reason: str) -> bool:
    """Whether the reason is the shop's fault, so that shipping usually goes back as well (店の負担の返品)."""
    return reason in (ReturnReason.DEFECT, ReturnReason.WRONG)


def why_no_receipt(*, state: str, pay_kind: str, money: str, total_yen: int) -> str:
    """Why no receipt can be made out for an order; empty when it can (領収書の可否)."""
    if state == OrderState.CANCELLED:
        return "取り消されたご注文です。"
    if pay_kind == "cod":
        return "代金引換では、配達のときにお渡しする送り状の控えが領収書になります。"
    if pay_kind in ("deferred", "pay_later"):
        return "後払いでは、お支払いのときの受領証が領収書になります。"
    if total_yen <= 0:
        return "お支払いの金額がありません。"
    if money not in _PAID:
        return "お支払いが確かめられてから発行できます（カードは発送のときにお支払いが確定します）。"
    return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bought:
    """A line of an order, and how many of its pieces came back before and come back now."""

    line_id: int
    name: str
    rate: int
    quantity: int
    yen: int
    before: int
    now: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Back:
    """What was paid for the pieces of one line that come back: money, and points."""

    line_id: int
    name: str
    rate: int
    pieces: int
    yen: int
    points: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Worth:
    """What a return is worth at most: its goods, and what shipping and charges cost the buyer (返金の上限)."""

    lines: tuple[Back, ...]
    shipping_yen: int
    shipping_points: int
    charges_yen: int
    charges_points: int
    is_whole: bool  # nothing of the order stays with the buyer

    @property
    def goods_yen(self) -> int:
        """Money for the goods."""
        return sum(line.yen for line in self.lines)

    @property
    def goods_points(self) -> int:
        """Points for the goods."""
        return sum(line.points for line in self.lines)


def worth(
    lines: Sequence[Bought], *, shipping_yen: int, charges_yen: int, discount_yen: int, points_yen: int
) -> Worth:
    """What the buyer really paid for what comes back (返品の金額).

    Coupons and points are spread over goods, shipping and charges by price, as on the receipt; each piece bears its
    part. Pieces that come back in several returns add up to the yen.
    """
    gross = [line.yen for line in lines] + [shipping_yen, charges_yen]
    after = [yen - cut for yen, cut in zip(gross, spread(min(discount_yen, sum(gross)), gross), strict=True)]
    points = spread(min(points_yen, sum(after)), after)
    money = [yen - part for yen, part in zip(after, points, strict=True)]
    backs = tuple(
        Back(
            line_id=line.line_id,
            name=line.name,
            rate=line.rate,
            pieces=line.now,
            yen=_part(money[at], line),
            points=_part(points[at], line),
        )
        for at, line in enumerate(lines)
        if line.now
    )
    return Worth(
        lines=backs,
        shipping_yen=money[-2],
        shipping_points=points[-2],
        charges_yen=money[-1],
        charges_points=points[-1],
        is_whole=all(line.before + line.now >= line.quantity for line in lines),
    )


def _part(whole: int, line: Bought) -> int:
    return (
        whole * (line.before + line.now) // line.quantity - whole * line.before // line.quantity
        if line.quantity
        else 0
    )


def without_extras(whole: Worth, *, shipping: bool, charges: bool) -> Worth:
    """The same without shipping or charges that went back before."""
    if shipping:
        whole = replace(whole, shipping_yen=0, shipping_points=0)
    return replace(whole, charges_yen=0, charges_points=0) if charges else whole


RETURN_INVOICE_FROM = 10_000
"""Paid back to one buyer for one order, tax included: from here on a return invoice is due (通達 1-8-17)."""


def needs_return_invoice(paid_back_yen: int) -> bool:
    """Whether the law asks for a return invoice, judged on the order and not on a line (返還インボイスの要否)."""
    return paid_back_yen >= RETURN_INVOICE_FROM
