"""Scan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from hanjo.fulfilment import queries, rules
from hanjo.fulfilment.models import Instruction, InstructionLine, Scan
from hanjo.fulfilment.queries import ScanState
from hanjo.fulfilment.rules import Beep, Wanted
from hanjo.fulfilment.terms import (
    INSTRUCTION_MOVES,
    AlreadyDispatched,
    InstructionNotFound,
    InstructionState,
    NotLive,
    ScanResult,
    SurplusGoods,
    UnknownCode,
    WrongGoods,
)
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class _Heard:
    """What became of a beep; the refusal is raised after its record has been kept."""

    state: ScanState
    refusal: Refusal | None


def scan(instruction_id: int, code: str, *, key: str, by: Actor, quantity: int = 1) -> ScanState:
    """Compare one piece of goods with the order on the table (検品).

    `code` is a JAN or one of our SKU codes as the scanner typed it, `key` the device's own id of this beep: sent
    again, it counts once and gets the same answer. `quantity` is for goods that are counted instead of scanned
    one by one. The last piece makes the instruction 検品済. Refuses goods that are not on the order (WrongGoods),
    one too many (SurplusGoods) and codes that mean nothing (UnknownCode); the refused beep is kept, nothing else
    changes.
    """
    heard = _hear(instruction_id, code, key=key, by=by, quantity=quantity)
    if heard.refusal is not None:
        raise heard.refusal
    return heard.state


@command("fulfilment.scan", "検品")
def _hear(instruction_id: int, code: str, *, key: str, by: Actor, quantity: int) -> _Heard:
    row = lock_for_scanning(instruction_id, verb="検品")
    earlier = Scan.objects.filter(key=key).first()
    goods = queries.goods_of(code)
    lines = wanted_lines(row.pk)
    if earlier is not None:
        return _Heard(queries.scan_state(row.pk), _refusal(ScanResult(earlier.result), code, goods, row.pk))
    beep = rules.judge(lines, goods[0] if goods else None, max(1, min(quantity, 9999)))
    _keep(row, beep, code, key=key, by=by, quantity=quantity)
    return _Heard(queries.scan_state(row.pk), _refusal(beep.result, code, goods, row.pk))


def lock_for_scanning(instruction_id: int, *, verb: str) -> Instruction:
    """Hold the instruction, so that two people at one table count one after the other."""
    row = (
        Instruction.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(pk=instruction_id)
        .first()
    )
    if row is None:
        raise InstructionNotFound(key=instruction_id)
    if row.state == InstructionState.CANCELLED:
        raise NotLive(number=row.order.number)
    if row.state == InstructionState.DISPATCHED:
        raise AlreadyDispatched(number=row.order.number, verb=verb)
    return row


def wanted_lines(instruction_id: int) -> list[Wanted]:
    """The lines of an instruction in a steady order."""
    rows = InstructionLine.objects.filter(instruction=instruction_id).order_by("id")
    return [
        Wanted(line_id=line_id, sku_id=sku_id, quantity=quantity, verified=verified)
        for line_id, sku_id, quantity, verified in rows.values_list("id", "sku_id", "quantity", "verified")
    ]


def _keep(row: Instruction, beep: Beep, code: str, *, key: str, by: Actor, quantity: int) -> None:
    """Write the beep, and what it adds, in one step."""
    adds = beep.adds or ((None, quantity),)
    try:
        with transaction.atomic():
            Scan.objects.bulk_create(
                Scan(
                    instruction=row,
                    line_id=line_id,
                    code=code[:80],
                    result=beep.result,
                    quantity=count,
                    key=key if place == 0 else f"{key[:58]}#{place}",
                    by=str(by),
                )
                for place, (line_id, count) in enumerate(adds)
            )
    except IntegrityError:  # the same beep, sent twice at one moment to two instructions
        return
    for line_id, count in beep.adds:
        InstructionLine.objects.filter(pk=line_id).update(verified=F("verified") + count)
    row.version += 1
    if beep.result is ScanResult.OK and not queries.pieces_left(row.pk):
        row.state = INSTRUCTION_MOVES.target("verify", InstructionState(row.state), label="検品完了")
        row.verified_at, row.verified_by = clock.now(), str(by)
    row.save(update_fields=["version", "state", "verified_at", "verified_by"])


def _refusal(
    result: ScanResult, code: str, goods: tuple[int, str] | None, instruction_id: int
) -> Refusal | None:
    if result is ScanResult.UNKNOWN:
        return UnknownCode(scanned=code[:40])
    if result is ScanResult.WRONG:
        after = queries.scan_state(instruction_id).next
        return WrongGoods(
            scanned=goods[1] if goods else code[:40], expected=after.name if after else "正しい商品"
        )
    if result is ScanResult.SURPLUS and goods is not None:
        lines = [line for line in wanted_lines(instruction_id) if line.sku_id == goods[0]]
        return SurplusGoods(name=goods[1], quantity=sum(line.quantity for line in lines))
    return None
