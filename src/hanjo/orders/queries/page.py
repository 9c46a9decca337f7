"""One order with everything that its page shows, in a flat number of statements."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.models import BundleComponent, Image, Sku
from hanjo.inventory import queries as inventory
from hanjo.inventory.models import Inbound, Reservation, Shortage
from hanjo.inventory.terms import ReservationState
from hanjo.orders.checks.base import Check
from hanjo.orders.checks.run import CHECKS
from hanjo.orders.models import OPEN_STAGES, Change, Order, OrderLine
from hanjo.orders.terms import OrderNotFound, ParcelState, Severity, Stage


@dataclass(frozen=True, slots=True)
class Held:
    """Stock that is set aside for a line: where it lies and since when."""

    location: str
    bin: str
    sku_code: str
    quantity: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Lack:
    """What a line waits for: how many are missing, and what comes when."""

    sku_code: str
    missing: int
    since: datetime
    due: Sequence[Inbound] = ()


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with its stock: held, missing, and the parts of a set."""

    line: OrderLine
    held: list[Held] = field(default_factory=list)
    lack: list[Lack] = field(default_factory=list)
    parts: list[tuple[str, str, int]] = field(default_factory=list)  # SKU, name, how many in one set
    thumb: str = ""
    free: int | None = None

    @property
    def quantity(self) -> int:
        """How many still count."""
        return self.line.quantity - self.line.cancelled_quantity


@dataclass(frozen=True, slots=True)
class HoldView:
    """A stop or a note, as a person meets it."""

    id: int
    check: str
    label: str
    stops: bool
    reason: str
    evidence: str
    fix: dict[str, Any] | None
    fix_label: str
    confidence: int
    opened_at: datetime
    lifted_at: datetime | None
    lifted_by: str
    lifted_because: str

    @property
    def can_fix(self) -> bool:
        """Whether one key can carry the proposal out; a choice of goods needs the person."""
        return bool(self.fix) and "map" not in (self.fix or {}) and bool(self.fix_label)

    @property
    def only_accept(self) -> bool:
        """Whether the proposal is only to say that it was seen."""
        return (self.fix or {}).get("do") == "accept"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline."""

    at: datetime
    actor: str
    verb: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything that orders, stock and goods know of one order (受注)."""

    order: Order
    lines: list[LineRow]
    holds: list[HoldView]
    steps: list[Step]
    changes: list[Change]
    passed: list[Check]
    followers: list[Order]
    splits: list[Order]
    candidates: list[Order]
    related: list[Order]
    siblings: list[Order]

    @property
    def open_stops(self) -> list[HoldView]:
        """What stops the order now."""
        return [hold for hold in self.holds if hold.stops and hold.lifted_at is None]

    @property
    def open_notes(self) -> list[HoldView]:
        """What was noticed and does not stop."""
        return [hold for hold in self.holds if not hold.stops and hold.lifted_at is None]

    @property
    def lifted(self) -> list[HoldView]:
        """What was looked at before."""
        return [hold for hold in self.holds if hold.lifted_at is not None]

    @property
    def undoable(self) -> Change | None:
        """The newest change that can be taken back; None once the label is printed."""
        if self.order.parcel_state != ParcelState.NONE:
            return None
        return next((made for made in self.changes if made.undone_at is None and made.verb in UNDOABLE), None)

    @property
    def is_printed(self) -> bool:
        """Whether the goods are instructed or further: contents can no longer change here."""
        return self.order.parcel_state != ParcelState.NONE


UNDOABLE = {"change", "fix", "change_lines", "split", "cancel", "merge"}
VERBS = {
    "change": "内容の変更",
    "fix": "提案どおりに変更",
    "change_lines": "明細の変更",
    "revise_lines": "モールで明細が変更",
    "split": "分割",
    "cancel": "取消",
    "merge": "同梱",
    "undo": "元に戻した",
    "undo_lines": "明細を元に戻した",
}


def get(number: str) -> Order:
    """The order of this number; refuses one that nobody has."""
    order = Order.objects.filter(number=number).select_related("customer").first()
    if order is None:
        raise OrderNotFound(number=number)
    return order


def order_page(number: str) -> OrderPage:
    """Read an order with its lines, stock, stops, steps, changes and relatives in at most ten statements (受注)."""
    order = (
        Order.objects.filter(number=number).select_related("customer", "merged_into", "split_from").first()
    )
    if order is None:
        raise OrderNotFound(number=number)
    holds, steps = _story(order.pk)
    relatives = _relatives(order)
    followers = [other for other in relatives if other.merged_into_id == order.pk]
    splits = [other for other in relatives if other.split_from_id == order.pk]
    parts = _parts_of_one_purchase(order)
    siblings = [o for o in relatives if o.channel == order.channel and o.external_number in parts]
    company = {other.pk for other in (*followers, *splits, *siblings)}
    candidates = [other for other in relatives if _may_join(order, other) and other.pk not in company]
    return OrderPage(
        order=order,
        lines=_lines(order),
        holds=holds,
        steps=steps,
        changes=list(Change.objects.filter(order=order).order_by("-id")),
        passed=[check for check in CHECKS.values() if order.passed_checks >> check.number & 1],
        followers=followers,
        splits=splits,
        candidates=candidates,
        related=[
            o
            for o in relatives
            if o.customer_id and o.customer_id == order.customer_id and o.pk not in company
        ],
        siblings=sorted(siblings, key=lambda one: one.external_number),
    )


def _may_join(order: Order, other: Order) -> bool:
    return bool(
        order.receiver_key
        and other.receiver_key == order.receiver_key
        and order.stage in OPEN_STAGES
        and other.stage in OPEN_STAGES
        and order.parcel_state == other.parcel_state == ParcelState.NONE
    )


def _story(order_id: int) -> tuple[list[HoldView], list[Step]]:
    """Stops and steps in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'h', id, check_code, severity, reason, evidence, fix::text, fix_label, confidence, opened_at,
                   lifted_at, lifted_by, lifted_because FROM orders_hold WHERE order_id = %s
            UNION ALL
            SELECT 'e', id, verb, actor, text, '', NULL, '', 0, at, NULL, '', '' FROM orders_orderevent
            WHERE order_id = %s ORDER BY 2
            """,
            [order_id, order_id],
        )
        rows = cursor.fetchall()
    holds = [_hold(row[1:]) for row in rows if row[0] == "h"]
    steps = [Step(at=row[9], actor=row[3], verb=row[2], text=row[4]) for row in rows if row[0] == "e"]
    return holds, steps[::-1]


def _hold(row: Sequence[Any]) -> HoldView:
    code = row[1]
    label = CHECKS[code].label if code in CHECKS else BY_HAND.get(code, code)
    fix = json.loads(row[5]) if row[5] else None
    return HoldView(
        row[0], code, label, row[2] == Severity.STOP, row[3], row[4], fix, row[6], row[7], *row[8:12]
    )


BY_HAND = {
    "changed_too_late": "出荷指示後の変更",
    "cancelled_too_late": "出荷指示後の取消",
    "by_hand": "手で止めた",
}


def _lines(order: Order) -> list[LineRow]:
    first = (
        Image.objects.filter(product=OuterRef("sku__product")).order_by("position", "id").values("thumb")[:1]
    )
    rows = OrderLine.objects.filter(order=order).annotate(thumb=Subquery(first))
    lines = list(rows.select_related("sku__product").order_by("position", "id"))
    # What has left holds nothing any more.
    held = _held(order.pk) if order.parcel_state != ParcelState.SHIPPED else {}
    lacks = _lacks(order.pk) if order.short_lines else {}
    bundles = [line.sku_id for line in lines if line.sku_id and line.sku and line.sku.kind == "bundle"]
    parts = _parts(bundles) if bundles else {}
    return [
        LineRow(
            line=line,
            held=held.get(line.pk, []),
            lack=lacks.get(line.pk, []),
            parts=parts.get(line.sku_id or 0, []),
            thumb=line.thumb or "",
        )
        for line in lines
    ]


def _line_id(ref: str) -> int:
    return int(ref.rpartition(":")[2])


def _held(order_id: int) -> dict[int, list[Held]]:
    rows = Reservation.objects.filter(group=f"order:{order_id}", state=ReservationState.OPEN)
    found: dict[int, list[Held]] = {}
    for row in rows.select_related("level__location", "level__bin", "level__sku").order_by("id"):
        shelf = row.level.bin.code if row.level.bin else ""
        found.setdefault(_line_id(row.ref), []).append(
            Held(row.level.location.name, shelf, row.level.sku.code, row.quantity, row.made_at)
        )
    return found


def _lacks(order_id: int) -> dict[int, list[Lack]]:
    rows = list(Shortage.objects.filter(group=f"order:{order_id}"))
    missing = {sku_id for row in rows for sku_id, _ in row.missing}
    codes = dict(Sku.objects.filter(pk__in=missing).values_list("pk", "code"))
    due: dict[int, list[Inbound]] = {}
    for one in Inbound.objects.filter(sku__in=missing, arrived_at__isnull=True).order_by("due_on"):
        due.setdefault(one.sku_id, []).append(one)
    return {
        _line_id(row.ref): [
            Lack(codes.get(sku_id, "?"), number, row.since, due.get(sku_id, [])[:2])
            for sku_id, number in row.missing
        ]
        for row in rows
    }


def _parts(bundle_ids: Sequence[int]) -> dict[int, list[tuple[str, str, int]]]:
    found: dict[int, list[tuple[str, str, int]]] = {}
    links = BundleComponent.objects.filter(bundle__in=set(bundle_ids)).order_by("bundle", "component")
    for bundle, code, name, option1, option2, quantity in links.values_list(
        "bundle",
        "component__code",
        "component__product__name",
        "component__option1",
        "component__option2",
        "quantity",
    ):
        found.setdefault(bundle, []).append((code, catalogue.full_name(name, option1, option2), quantity))
    return found


MOST_STOPS = 30


def _parts_of_one_purchase(order: Order) -> set[str]:
    """The numbers that the orders of one purchase in the own shop have: one for each receiver, `12-1`, `12-2` …"""
    whole, _, part = order.external_number.rpartition("-")
    if not (order.facts.get("checkout") and whole and part.isdigit()):
        return set()
    return {f"{whole}-{place}" for place in range(1, MOST_STOPS + 1)}


def _relatives(order: Order) -> list[Order]:
    """Followers, splits, parts of the same purchase, the buyer's other orders, open ones to the same receiver."""
    sql = """
        SELECT id FROM orders_order WHERE merged_into_id = %s OR split_from_id = %s
        UNION (SELECT id FROM orders_order WHERE channel = %s AND external_number = ANY(%s))
        UNION (SELECT id FROM orders_order WHERE customer_id = %s ORDER BY ordered_at DESC LIMIT 12)
        UNION (SELECT id FROM orders_order WHERE receiver_key = %s AND receiver_key <> ''
               AND stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held') LIMIT 12)
    """
    parts = sorted(_parts_of_one_purchase(order))
    params = [order.pk, order.pk, order.channel, parts, order.customer_id, order.receiver_key]
    others = Order.objects.filter(pk__in=RawSQL(sql, params)).exclude(pk=order.pk)
    return list(others.order_by("-ordered_at", "-id"))


def lines_with_stock(order: Order) -> list[LineRow]:
    """The lines of an order with what could still be promised of each, for changing them (明細の変更)."""
    rows = _lines(order)
    free: Mapping[int, int] = inventory.available(sorted({r.line.sku_id for r in rows if r.line.sku_id}))
    return [
        LineRow(
            line=row.line,
            held=row.held,
            lack=row.lack,
            parts=row.parts,
            thumb=row.thumb,
            free=free.get(row.line.sku_id) if row.line.sku_id else None,
        )
        for row in rows
    ]


def next_to_check(*, after: int = 0) -> Order | None:
    """The oldest promise among the orders that wait for a person, behind a given one (次の確認)."""
    waiting = Order.objects.filter(stage=Stage.CHECK).exclude(pk=after)
    return waiting.order_by("due_at", "ordered_at").first()
