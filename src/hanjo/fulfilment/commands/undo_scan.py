"""Undo a scan."""

from __future__ import annotations

from django.db.models import F

from hanjo.fulfilment import queries
from hanjo.fulfilment.commands.scan import lock_for_scanning
from hanjo.fulfilment.models import InstructionLine, Scan
from hanjo.fulfilment.queries import ScanState
from hanjo.fulfilment.terms import INSTRUCTION_MOVES, InstructionState, NothingToUndo, ScanResult
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("fulfilment.undo_scan", "検品を一つ戻す")
def undo_scan(instruction_id: int, *, key: str, by: Actor) -> ScanState:
    """Take the last counted beep back, also from an order that was complete (一つ戻す).

    Repeating with the same `key` undoes no further. Refuses when nothing was counted and after dispatch.
    """
    row = lock_for_scanning(instruction_id, verb="検品を戻すことが")
    if Scan.objects.filter(key=key).exists():
        return queries.scan_state(row.pk)
    last = (
        Scan.objects.filter(instruction=row, result=ScanResult.OK, undone_at__isnull=True)
        .order_by("-id")
        .first()
    )
    if last is None:
        raise NothingToUndo
    last.undone_at = clock.now()
    last.save(update_fields=["undone_at"])
    Scan.objects.create(
        instruction=row, line=last.line, code=last.code, result=ScanResult.UNDONE, quantity=-last.quantity,
        key=key, by=str(by), undone_at=last.undone_at,
    )  # fmt: skip
    InstructionLine.objects.filter(scan=last).update(verified=F("verified") - last.quantity)
    row.version += 1
    if row.state == InstructionState.VERIFIED:
        row.state = INSTRUCTION_MOVES.target("unverify", InstructionState.VERIFIED, label="検品を戻す")
        row.verified_at, row.verified_by = None, ""
    row.save(update_fields=["version", "state", "verified_at", "verified_by"])
    return queries.scan_state(row.pk)
