"""Which orders can be instructed, with what, from where, and why the others cannot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from hanjo.catalogue.models import Sku
from hanjo.fulfilment import rules
from hanjo.fulfilment.models import Instruction
from hanjo.fulfilment.queries.services import Choice, Menu, menu
from hanjo.fulfilment.rules import Box, Piece
from hanjo.fulfilment.terms import InstructionState
from hanjo.inventory.models import Reservation
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind, OrderState, ParcelState, Stage

LIVE = [InstructionState.INSTRUCTED, InstructionState.PRINTED, InstructionState.VERIFIED]


@dataclass(frozen=True, slots=True)
class Take:
    """Goods set aside for one order line on one shelf."""

    order_line_id: int
    level_id: int
    quantity: int
    sku_id: int
    location_id: int
    bin: str


@dataclass(frozen=True, slots=True)
class Ready:
    """One order that can leave one place, and how."""

    order: Order
    location_id: int
    takes: tuple[Take, ...]
    box: Box
    choice: Choice
    cod_yen: int


@dataclass(frozen=True, slots=True)
class NotReady:
    """One order that cannot be instructed: the group of the reason, and the whole reason."""

    number: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an instruction would do (出荷指示の事前確認)."""

    asked: int
    ready: tuple[Ready, ...]
    not_ready: tuple[NotReady, ...]

    @property
    def orders(self) -> int:
        """How many orders can go; an order in two warehouses counts once."""
        return len({ready.order.pk for ready in self.ready})

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The reasons with their counts, most frequent first."""
        return Counter(answer.word for answer in self.not_ready).most_common()

    @property
    def text(self) -> str:
        """`241 件中 238 件を出荷指示できます。3 件はできません: 在庫不足 2 / 住所不備 1`"""
        said = f"{self.asked:,} 件中 {self.orders:,} 件を出荷指示できます。"
        if not self.not_ready:
            return said
        reasons = " / ".join(f"{word} {count:,}" for word, count in self.reasons)
        return f"{said}{len(self.not_ready):,} 件はできません: {reasons}"


def preview_instruct(numbers: Sequence[str], *, location: str = "") -> Preview:
    """Say what an instruction of these orders would do, without doing it (出荷指示の事前確認)."""
    return gather(list(numbers), location=location, lock=False)


def gather(numbers: Sequence[str], *, location: str = "", lock: bool) -> Preview:
    """Look at all orders of a selection in a flat number of statements; `lock` holds them for the writer."""
    wanted = list(dict.fromkeys(numbers))
    found = Order.objects.filter(Q(number__in=wanted) | Q(merged_into__number__in=wanted)).order_by("id")
    everyone = list(found.select_for_update(of=("self",)) if lock else found)
    asked = set(wanted)
    orders = [order for order in everyone if order.number in asked]
    leaders = {order.pk: order.merged_into_id or order.pk for order in everyone}
    company: dict[int, list[Order]] = defaultdict(list)
    for order in everyone:
        if order.state != OrderState.CANCELLED or order.pk == leaders[order.pk]:
            company[leaders[order.pk]].append(order)
    known = {order.number for order in orders}
    refused = [NotReady(n, "見つからない", "受注が見つかりません。") for n in wanted if n not in known]
    open_for, parcels = _instructions(orders)
    takes = _takes(leaders, location)
    lines = _lines(leaders)
    boxes = _pieces({take.sku_id for group in takes.values() for take in group})
    services = menu()
    ready: list[Ready] = []
    for order in orders:
        mine = takes.get(order.pk, [])
        stop = _stop(order, mine, lines.get(order.pk, set()), open_for.get(order.pk, set()))
        stop = stop or _stop_of_company(order, company[order.pk])
        if stop:
            refused.append(stop)
            continue
        cod = 0 if parcels.get(order.pk) else sum(_cod(one) for one in company[order.pk])
        answer = _plan(order, mine, boxes, services, cod_yen=cod)
        if isinstance(answer, NotReady):
            refused.append(answer)
        else:
            ready.extend(answer)
    return Preview(len(wanted), tuple(ready), tuple(refused))


def _cod(order: Order) -> int:
    return order.total_yen if order.pay_kind == "cod" else 0


def _stop_of_company(order: Order, company: Sequence[Order]) -> NotReady | None:
    """An order that travels with this one (同梱) and may not leave keeps both here."""
    for one in company:
        if one.pk == order.pk:
            continue
        word = ""
        if one.open_holds or one.held_by_hand:
            word = "確認待ち"
        elif not rules.money_lets_go(one.pay_policy, one.money_state):
            word = "入金待ち"
        elif one.short_lines:
            word = "在庫不足"
        if word:
            return NotReady(order.number, f"同梱の相手が{word}", f"一緒に送る {one.number} が{word}です。")
    return None


def _stop(order: Order, takes: Sequence[Take], lines: set[int], live: set[int]) -> NotReady | None:
    stage = Stage(order.stage)
    if live and any(take.location_id in live for take in takes):
        return NotReady(order.number, "指示済み", "すでに出荷指示済みです。")
    rest = stage is Stage.WORK and order.parcel_state == ParcelState.PART_SHIPPED and not order.open_holds
    if stage is not Stage.READY and not rest:
        return NotReady(order.number, stage.label, f"{rules.WHY_NOT[stage]}。")
    missing = lines - {take.order_line_id for take in takes}
    if not takes or missing or order.short_lines:
        return NotReady(order.number, "在庫不足", "引き当てていない商品があります。在庫を確かめてください。")
    if not (order.name and order.prefecture):
        return NotReady(order.number, "住所不備", "お届け先の名前または住所がありません。")
    return None


def _plan(
    order: Order,
    takes: Sequence[Take],
    pieces: Mapping[int, tuple[Piece, str]],
    services: Menu,
    *,
    cod_yen: int,
) -> list[Ready] | NotReady:
    by_place: dict[int, list[Take]] = defaultdict(list)
    for take in takes:
        by_place[take.location_id].append(take)
    plans: list[Ready] = []
    for place, mine in by_place.items():
        box = rules.box_for(_as_piece(pieces[take.sku_id][0], take.quantity) for take in mine)
        cod = 0 if plans else cod_yen
        choice = services.choose(order, box, [pieces[take.sku_id][1] for take in mine], cod_yen=cod)
        if isinstance(choice, str):
            return NotReady(order.number, "送れる配送なし", choice)
        plans.append(Ready(order, place, tuple(mine), box, choice, cod))
    return plans


def _as_piece(piece: Piece, quantity: int) -> Piece:
    return Piece(
        quantity=quantity,
        length_mm=piece.length_mm,
        width_mm=piece.width_mm,
        height_mm=piece.height_mm,
        weight_g=piece.weight_g,
        mail_size=piece.mail_size,
    )


def _instructions(orders: Sequence[Order]) -> tuple[dict[int, set[int]], dict[int, int]]:
    """Places with a live instruction, and how many instructions an order has that were not cancelled."""
    live: dict[int, set[int]] = defaultdict(set)
    made: dict[int, int] = defaultdict(int)
    rows = Instruction.objects.filter(order__in=orders).exclude(state=InstructionState.CANCELLED)
    for order_id, place, state in rows.values_list("order_id", "location_id", "state"):
        made[order_id] += 1
        if state in LIVE:
            live[order_id].add(place)
    return live, made


def _takes(leaders: Mapping[int, int], location: str) -> dict[int, list[Take]]:
    """What is set aside for each order and for those that travel with it."""
    rows = Reservation.objects.filter(group__in=[f"order:{pk}" for pk in leaders], state="open")
    if location:
        rows = rows.filter(level__location__code=location)
    takes: dict[int, list[Take]] = defaultdict(list)
    columns = (
        "group",
        "ref",
        "level_id",
        "quantity",
        "level__sku_id",
        "level__location_id",
        "level__bin__code",
    )
    for group, ref, level_id, quantity, sku_id, place, shelf in rows.order_by("id").values_list(*columns):
        line_id = int(ref.rpartition(":")[2])
        leader = leaders[int(group.rpartition(":")[2])]
        takes[leader].append(Take(line_id, level_id, quantity, sku_id, place, shelf or ""))
    return takes


def _lines(leaders: Mapping[int, int]) -> dict[int, set[int]]:
    """Goods lines of each order that still want something and have not left yet."""
    rows = OrderLine.objects.filter(order__in=list(leaders), kind=LineKind.GOODS).exclude(
        instruction_lines__instruction__state=InstructionState.DISPATCHED
    )
    wanted: dict[int, set[int]] = defaultdict(set)
    for order_id, line_id, quantity, cancelled in rows.values_list(
        "order_id", "id", "quantity", "cancelled_quantity"
    ):
        if quantity > cancelled:
            wanted[leaders[order_id]].add(line_id)
    return wanted


def _pieces(sku_ids: set[int]) -> dict[int, tuple[Piece, str]]:
    rows = Sku.objects.filter(pk__in=sku_ids).values_list(
        "id", "length_mm", "width_mm", "height_mm", "weight_g", "mail_size", "product__temperature"
    )
    return {
        sku_id: (
            Piece(quantity=1, length_mm=long, width_mm=wide, height_mm=high, weight_g=grams, mail_size=mail),
            temperature,
        )
        for sku_id, long, wide, high, grams, mail, temperature in rows
    }
