"""Shared inner step: write many new orders with COPY, their lines, holds and first steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hanjo.catalogue.terms import SkuCard
from hanjo.customers.commands import Known
from hanjo.kernel import bulk
from hanjo.kernel.actor import Actor
from hanjo.orders import rules
from hanjo.orders.checks.run import Report
from hanjo.orders.commands import _context, _view
from hanjo.orders.deadlines import Due
from hanjo.orders.models import Hold, Order, OrderEvent, OrderLine
from hanjo.orders.terms import (
    LineDraft,
    LineKind,
    MoneyState,
    OrderDraft,
    OrderState,
    ParcelState,
    Placement,
    Severity,
    Stage,
)


@dataclass(slots=True)
class NewOrder:
    """An order that is about to be written, with everything that was decided about it."""

    id: int
    number: str
    placement: Placement
    rates: list[int]  # tax rate of each line
    cards: list[SkuCard | None]  # SKU of each line, as far as it is known
    customer: Known
    report: Report
    short_lines: int
    ship_on: date | None
    release_on: date | None
    due: Due  # by when it must have left
    line_ids: list[int]  # empty for a history
    is_history: bool = False
    stops: int = field(init=False)  # how many findings stop the order

    def __post_init__(self) -> None:
        self.stops = sum([finding.severity == Severity.STOP for finding in self.report.findings])

    @property
    def state(self) -> OrderState:
        """Confirmed at once when nothing stops it (受注確定)."""
        if self.placement.draft.cancelled:
            return OrderState.CANCELLED
        if self.is_history:
            return OrderState.COMPLETED
        return OrderState.TAKEN if self.stops else OrderState.CONFIRMED

    @property
    def parcels(self) -> ParcelState:
        """Orders of a history left long ago."""
        if self.is_history and not self.placement.draft.cancelled:
            return ParcelState.SHIPPED
        return ParcelState.NONE

    def stage(self, today: date) -> Stage:
        """The stage on the board from the first moment on."""
        return rules.stage_of(
            state=self.state,
            parcels=self.parcels,
            merged=False,
            held_by_hand=False,
            open_holds=self.stops,
            policy=self.placement.pay_policy,
            money=self.placement.money_state,
            short_lines=self.short_lines,
            release_on=self.release_on,
            ship_on=self.ship_on,
            today=today,
        )


ORDER_COLUMNS = (
    "id number channel external_number ordered_at taken_at customer state money_state parcel_state "
    "stage open_holds short_lines held_by_hand version buyer_name buyer_kana buyer_email buyer_phone "
    "buyer_postal buyer_address name kana company postal prefecture city street building phone "
    "country receiver_key goods_yen shipping_yen fee_yen wrapping_yen discount_yen points_yen "
    "total_yen taxes currency total_foreign rate pay_method pay_kind pay_policy paid_yen "
    "shipping_method carrier service wanted_on window ship_on release_on ship_by_on promise_from_at due_at due_kind "
    "due_note temperature "
    "remarks shop_note is_gift noshi wrapping gift_message receipt_name receipt_proviso no_slip flags tags assignee "
    "passed_checks checked_at facts"
).split()
LINE_COLUMNS = (
    "id order key position kind sku code name options quantity cancelled_quantity unit_price_yen "
    "total_yen tax_rate unit_price_foreign"
).split()
NULL = "\\N"
_GOODS = LineKind.GOODS
HOLD_COLUMNS = (
    "order check_code key severity reason evidence fix fix_label confidence opened_at lifted_by "
    "lifted_because"
).split()


def write(orders: Sequence[NewOrder], *, channel: str, today: date, now: datetime, by: Actor) -> None:
    """Write orders, lines, holds and the first step of each timeline: four statements for any number."""
    bulk.copy_rows(Order, ORDER_COLUMNS, (_order_row(new, channel, today, now) for new in orders))
    # Nobody asks for stock for lines of a history, so that they need no number before they are written.
    unnumbered = any(new.is_history for new in orders)
    bulk.copy_lines(OrderLine, LINE_COLUMNS[unnumbered:], _lines(orders))
    holds = [row for new in orders for row in hold_rows(new.id, new.report, now)]
    if holds:
        bulk.copy_rows(Hold, HOLD_COLUMNS, holds)
    actor = str(by)
    bulk.copy_rows(
        OrderEvent,
        ["order", "at", "actor", "verb", "text", "data"],
        ([new.id, now, actor, "place", _first_step(new), {}] for new in orders),
    )


def _first_step(new: NewOrder) -> str:
    if new.is_history:
        return "取り込み（過去の注文）"
    if new.stops:
        return f"取り込み・自動チェックで {new.stops} 件の確認待ち"
    if new.short_lines:
        return "取り込み・自動チェックを通過・在庫待ち"
    return "取り込み・自動チェックを通過・在庫を確保"


def _order_row(new: NewOrder, channel: str, today: date, now: datetime) -> list[Any]:
    """One order in the order of ORDER_COLUMNS."""
    return [
        *_who(new, channel, now),
        *_lives(new, today),
        *_people(new.placement.draft),
        *_money(new),
        *_delivery(new),
        *_wishes(new, now),
    ]


def _who(new: NewOrder, channel: str, now: datetime) -> tuple[Any, ...]:
    draft = new.placement.draft
    return (new.id, new.number, channel, draft.external_number[:64], draft.ordered_at, now, new.customer.id)


def _lives(new: NewOrder, today: date) -> tuple[Any, ...]:
    return (
        new.state.value,
        new.placement.money_state.value,
        new.parcels.value,
        new.stage(today).value,
        new.stops,
        new.short_lines,
        False,
        1,
    )


def _people(draft: OrderDraft) -> tuple[Any, ...]:
    to, buyer = draft.recipient, draft.buyer
    return (
        buyer.name[:120],
        buyer.kana[:120],
        draft.buyer_email[:254],
        buyer.phone[:20],
        buyer.postal[:8],
        f"{buyer.prefecture}{buyer.city}{buyer.street} {buyer.building}".strip()[:400],
        to.name[:120],
        to.kana[:120],
        to.company[:120],
        to.postal[:8],
        to.prefecture[:40],
        to.city[:100],
        to.street[:255],
        to.building[:255],
        to.phone[:20],
        to.country[:60],
        _context.receiver_key(to),
    )


def _money(new: NewOrder) -> tuple[Any, ...]:
    draft, place = new.placement.draft, new.placement
    # Fee lines show what the amounts beside them already hold.
    goods: dict[int, int] = {}
    for rate, line in zip(new.rates, draft.lines, strict=True):
        if line.kind is _GOODS:
            goods[rate] = goods.get(rate, 0) + line.total_yen
    extras = draft.shipping_yen + draft.fee_yen + draft.wrapping_yen
    return (
        sum(goods.values()),  # ours; a check compares it with what the mall says
        draft.shipping_yen,
        draft.fee_yen,
        draft.wrapping_yen,
        draft.discount_yen,
        draft.points_yen,
        draft.total_yen,
        rules.taxes(goods.items(), extras_yen=extras, discount_yen=draft.discount_yen),
        draft.currency,
        draft.total_foreign,
        draft.rate,
        draft.pay_method[:60],
        place.pay_kind,
        str(place.pay_policy),
        draft.total_yen if place.money_state == MoneyState.PAID else 0,
    )


def _delivery(new: NewOrder) -> tuple[Any, ...]:
    draft, place = new.placement.draft, new.placement
    return (
        draft.shipping_method[:80],
        place.carrier,
        place.service,
        draft.wanted_on,
        draft.window,
        new.ship_on,
        new.release_on,
        draft.ship_by_on,
        rules.promise_from(place),
        new.due.at,
        new.due.kind,
        new.due.note,
        rules.coldest(new.cards),
    )


def _wishes(new: NewOrder, now: datetime) -> tuple[Any, ...]:
    draft = new.placement.draft
    return (
        draft.remarks,
        draft.shop_note,
        draft.is_gift,
        draft.noshi[:120],
        draft.wrapping[:120],
        draft.gift_message,
        draft.receipt_name[:120],
        draft.receipt_proviso[:120],
        False,
        _array(new.report.flags),
        "{}",
        "",
        new.report.passed,
        now,
        {**_view.facts_of(new.placement), **draft.extra},
    )


def _array(words: Sequence[str]) -> str:
    quoted = ('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    return "{" + ",".join(quoted) + "}"


def _lines(orders: Sequence[NewOrder]) -> Iterator[str]:
    """The lines of orders as COPY takes them: written by hand, since nothing else has as many rows.

    A translator hands the same draft on for lines that say the same, so that most of a line is written once.
    """
    texts: dict[int, str] = {}
    heads: list[str] = []  # key and position of lines that have no key of their own
    for new in orders:
        drafts = new.placement.draft.lines
        heads.extend(f"\t{place + 1}\t{place}\t" for place in range(len(heads), len(drafts)))
        said, own = list(map(texts.get, map(id, drafts))), heads
        if None in said:
            own = heads[: len(drafts)]
            for position, line in enumerate(drafts):
                if said[position] is not None:
                    continue
                said[position] = _line_text(line, new.placement.sku_ids[position], new.rates[position])
                if line.key:
                    own[position] = f"\t{bulk.escape(line.key[:40])}\t{position}\t"
                else:
                    texts[id(line)] = said[position]  # type: ignore[assignment]  # written just above
        order = str(new.id)
        rows = [f"{order}{head}{text}" for head, text in zip(own, said, strict=False)]
        if new.line_ids:
            rows = [f"{pk}\t{row}" for pk, row in zip(new.line_ids, rows, strict=True)]
        yield from rows


def _line_text(line: LineDraft, sku_id: int | None, rate: int) -> str:
    foreign = line.unit_price_foreign
    code, name, options = line.code[:100], line.name[:400], line.options[:400]
    words = code + name + options
    if not words.isprintable() or "\\" in words:
        code, name, options = map(bulk.escape, (code, name, options))
    return (
        f"{'goods' if line.kind is _GOODS else line.kind.value}\t{NULL if sku_id is None else sku_id}\t{code}\t{name}\t"
        f"{options}\t{line.quantity}\t{line.cancelled_quantity}\t{line.unit_price_yen}\t{line.total_yen}\t{rate}\t"
        f"{NULL if foreign is None else str(foreign)}"
    )


def hold_rows(order_id: int, report: Report, now: datetime) -> list[list[Any]]:
    """The findings of a report as holds; notes are kept too, they only do not stop."""
    return [
        [
            order_id,
            finding.check,
            finding.key[:100],
            finding.severity.value,
            finding.reason[:300],
            finding.evidence,
            finding.fix,
            finding.fix_label[:200],
            finding.confidence,
            now,
            "",
            "",
        ]
        for finding in report.findings
    ]
