"""Dispatch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hanjo.fulfilment import queries
from hanjo.fulfilment.commands import _orders
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel
from hanjo.fulfilment.terms import INSTRUCTION_MOVES, InstructionState
from hanjo.inventory import commands as inventory
from hanjo.kernel import audit, clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell
from hanjo.orders import commands as orders
from hanjo.orders.terms import OrderState


@dataclass(frozen=True, slots=True)
class NotDispatched:
    """One instruction that stays, and why."""

    instruction_id: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What became of a batch: orders that left, their parcels, those that had left before, those that stay."""

    numbers: tuple[str, ...]
    parcels: int
    already: int
    refused: tuple[NotDispatched, ...]


@command("fulfilment.dispatch", "出荷確定")
def dispatch(
    instruction_ids: Sequence[int],
    *,
    by: Actor,
    shipped_on: date | None = None,
    unverified: bool = False,
    without_numbers: bool = False,
) -> Dispatched:
    """Let the goods of many instructions leave: stock goes down, buyers and malls are told (出荷確定).

    Doing it again changes nothing: what left is counted as `already`. An instruction whose goods were not all
    scanned stays, unless the shop has switched 検品 off (setting `fulfilment.must_verify`) or the caller passes
    `unverified`; one whose parcels have no tracking number stays likewise (`fulfilment.must_have_number`,
    `without_numbers`). Each that stays is answered with its reason. The number of statements does not grow
    with the batch, and everything, the report to the listeners included, is one transaction.
    """
    rows = _orders.hold_instructions(instruction_ids)
    parcels = _parcels(rows)
    verify = not unverified and setting.get("fulfilment.must_verify", True)
    number = not without_numbers and setting.get("fulfilment.must_have_number", True)
    going, refused, already = _sort(rows, parcels, verify=verify, number=number)
    if going:
        _leave(going, parcels, by=by, on=shipped_on or clock.business_date())
    numbers = tuple(dict.fromkeys(row.order.number for row in going))
    return Dispatched(numbers, sum(len(parcels[row.pk]) for row in going), already, tuple(refused))


def dispatch_wave(wave_number: str, *, by: Actor, unverified: bool = False) -> Dispatched:
    """Dispatch whatever of a wave is still here (ウェーブの出荷確定)."""
    return dispatch(queries.live_instructions_of(wave_number), by=by, unverified=unverified)


def _parcels(rows: Sequence[Instruction]) -> dict[int, list[Parcel]]:
    found: dict[int, list[Parcel]] = defaultdict(list)
    parcels = Parcel.objects.filter(instruction__in=rows, voided_at__isnull=True).order_by("id")
    for parcel in parcels:
        found[parcel.instruction_id].append(parcel)
    return found


def _sort(
    rows: Sequence[Instruction], parcels: dict[int, list[Parcel]], *, verify: bool, number: bool
) -> tuple[list[Instruction], list[NotDispatched], int]:
    going: list[Instruction] = []
    refused: list[NotDispatched] = []
    already = 0
    left = queries.pieces_left_of([row.pk for row in rows]) if verify else {}
    for row in rows:
        state = InstructionState(row.state)
        if state is InstructionState.DISPATCHED:
            already += 1
            continue
        reason = ""
        if not INSTRUCTION_MOVES.allowed("dispatch", state):
            reason = "出荷指示が取り消されています。"
        elif row.order.state == OrderState.CANCELLED:
            reason = "受注が取り消されています。出荷指示を取り消してください。"
        elif row.order.open_holds or row.order.held_by_hand:
            reason = "受注が保留になっています。確認を済ませてください。"
        elif verify and state is not InstructionState.VERIFIED:
            reason = f"まだ {left.get(row.pk, 0)} 点の検品が残っています。"
        elif number and any(not parcel.tracking_number for parcel in parcels[row.pk]):
            reason = "送り状番号がまだありません。結果ファイルを取り込んでください。"
        if reason:
            refused.append(NotDispatched(row.pk, row.order.number, reason))
        else:
            going.append(row)
    return going, refused, already


def _leave(going: Sequence[Instruction], parcels: dict[int, list[Parcel]], *, by: Actor, on: date) -> None:
    at = clock.now()
    ids = [row.pk for row in going]
    lines = InstructionLine.objects.filter(instruction__in=ids).values_list("order_line_id", "level_id")
    takes = {(f"order-line:{line_id}", level_id) for line_id, level_id in lines}
    inventory.ship(sorted({ref for ref, _ in takes}), by=by, only=takes)
    Instruction.objects.filter(pk__in=ids).update(state=InstructionState.DISPATCHED, dispatched_at=at)
    Parcel.objects.filter(instruction__in=ids, voided_at__isnull=True).update(dispatched_at=at)
    order_ids = sorted({row.order_id for row in going})
    orders.note_parcels(_orders.notes(order_ids, "出荷確定"), by=by)
    tell(_facts(going, parcels, on))
    audit.record(by, "fulfilment.dispatch", [f"instruction:{pk}" for pk in ids], shipped_on=on.isoformat())


def _facts(
    going: Sequence[Instruction], parcels: dict[int, list[Parcel]], on: date
) -> list[ParcelsDispatched]:
    """One fact per order, with all its parcels that left in this step."""
    boxes: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in going:
        boxes[row.order_id].extend(
            {
                "key": parcel.key,
                "tracking_number": parcel.tracking_number or "",
                "carrier": row.service.carrier,
                "service": row.service.code,
            }
            for parcel in parcels[row.pk]
        )
    named = {row.order_id: row.order for row in going}
    return [
        ParcelsDispatched(
            order_id=order_id,
            number=order.number,
            channel=order.channel,
            shipped_on=on.isoformat(),
            parcels=boxes[order_id],
        )
        for order_id, order in named.items()
    ]
