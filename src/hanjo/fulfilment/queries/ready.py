"""Which orders can be instructed, with what, from where, and why the others cannot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hanjo.fulfilment import rules
from hanjo.fulfilment.queries import outgoing
from hanjo.fulfilment.queries.outgoing import Earlier, Outgoing, Take
from hanjo.fulfilment.queries.services import Choice, Menu, menu
from hanjo.fulfilment.rules import Box, Piece
from hanjo.fulfilment.terms import InstructionState
from hanjo.orders.terms import OrderState, ParcelState, Stage

LIVE = [InstructionState.INSTRUCTED, InstructionState.PRINTED, InstructionState.VERIFIED]


class Ready(NamedTuple):
    """One order that can leave one place, and how."""

    order: Outgoing
    location_id: int
    takes: tuple[Take, ...]
    box: Box
    choice: Choice
    cod_yen: int
    earlier: Sequence[Earlier]  # its instructions so far


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
    everyone = outgoing.orders_with_company(wanted, lock=lock)
    asked = set(wanted)
    orders = [order for order in everyone if order.number in asked]
    leaders = {order.pk: order.merged_into_id or order.pk for order in everyone}
    company: dict[int, list[Outgoing]] = defaultdict(list)
    for order in everyone:
        if order.state != OrderState.CANCELLED or order.pk == leaders[order.pk]:
            company[leaders[order.pk]].append(order)
    known = {order.number for order in orders}
    refused = [NotReady(n, "見つからない", "受注が見つかりません。") for n in wanted if n not in known]
    before = outgoing.earlier_of([order.pk for order in orders])
    takes = outgoing.takes_of(leaders, location)
    lines = outgoing.lines_of(leaders)
    packing = _Packing(
        outgoing.pieces_of({take.sku_id for group in takes.values() for take in group}), menu()
    )
    ready: list[Ready] = []
    for order in orders:
        mine, earlier = takes.get(order.pk, []), before.get(order.pk, [])
        stop = _stop(order, mine, lines.get(order.pk, set()), earlier)
        stop = stop or _stop_of_company(order, company[order.pk])
        if stop:
            refused.append(stop)
            continue
        paid_before = any(one.state != InstructionState.CANCELLED for one in earlier)
        cod = 0 if paid_before else sum(_cod(one) for one in company[order.pk])
        answer = _plan(order, mine, packing, earlier, cod_yen=cod)
        if isinstance(answer, NotReady):
            refused.append(answer)
        else:
            ready.extend(answer)
    return Preview(len(wanted), tuple(ready), tuple(refused))


def _cod(order: Outgoing) -> int:
    return order.total_yen if order.pay_kind == "cod" else 0


def _stop_of_company(order: Outgoing, company: Sequence[Outgoing]) -> NotReady | None:
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


def _stop(
    order: Outgoing, takes: Sequence[Take], lines: set[int], earlier: Sequence[Earlier]
) -> NotReady | None:
    stage = Stage(order.stage)
    live = {one.location_id for one in earlier if one.state in LIVE}
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


@dataclass(frozen=True, slots=True)
class _Packing:
    """Goods and services of a batch; the same goods, in the same numbers, get their box worked out once."""

    pieces: Mapping[int, tuple[Piece, str]]
    services: Menu
    boxes: dict[tuple[tuple[tuple[Piece, str], int], ...], tuple[Box, tuple[str, ...]]] = field(
        default_factory=dict
    )

    def box(self, takes: Sequence[Take]) -> tuple[Box, tuple[str, ...]]:
        """The box that these goods need, and their temperatures."""
        key = tuple([(self.pieces[take.sku_id], take.quantity) for take in takes])
        found = self.boxes.get(key)
        if found is None:
            pieces = [replace(piece, quantity=quantity) for (piece, _), quantity in key]
            found = rules.box_for(pieces), tuple(dict.fromkeys(words for (_, words), _ in key))
            self.boxes[key] = found
        return found


def _plan(
    order: Outgoing, takes: Sequence[Take], packing: _Packing, earlier: Sequence[Earlier], *, cod_yen: int
) -> list[Ready] | NotReady:
    by_place: dict[int, list[Take]] = {}
    for take in takes:
        by_place.setdefault(take.location_id, []).append(take)
    plans: list[Ready] = []
    for place, mine in by_place.items():
        box, temperatures = packing.box(mine)
        cod = 0 if plans else cod_yen
        choice = packing.services.choose(order, box, temperatures, cod_yen=cod)
        if isinstance(choice, str):
            return NotReady(order.number, "送れる配送なし", choice)
        plans.append(Ready(order, place, tuple(mine), box, choice, cod, earlier))
    return plans
