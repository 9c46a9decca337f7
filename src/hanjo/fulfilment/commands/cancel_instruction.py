"""Cancel an instruction."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.fulfilment.commands import _orders
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.terms import AlreadyDispatched, InstructionState
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders


@command("fulfilment.cancel_instruction", "出荷指示取消")
def cancel_instruction(instruction_ids: Sequence[int], *, because: str, by: Actor) -> int:
    """Take instructions back, so that their orders can be changed or cancelled again (出荷指示取消).

    The goods stay reserved; the parcels' keys are never used again and their labels are waste. Cancelling again
    does nothing. Refuses the whole batch when one of them has left. Answers how many were taken back.
    """
    rows = _orders.hold_instructions(instruction_ids)
    for row in rows:
        if row.state == InstructionState.DISPATCHED:
            raise AlreadyDispatched(number=row.order.number, verb="出荷指示を取り消すことが")
    live = [row for row in rows if row.state != InstructionState.CANCELLED]
    if not live:
        return 0
    at = clock.now()
    ids = [row.pk for row in live]
    Instruction.objects.filter(pk__in=ids).update(state=InstructionState.CANCELLED, cancelled_at=at)
    Parcel.objects.filter(instruction__in=ids, voided_at__isnull=True).update(
        voided_at=at, warning=f"指示取消: {because}"[:200]
    )
    order_ids = sorted({row.order_id for row in live})
    orders.note_parcels(
        _orders.notes(order_ids, f"出荷指示を取り消し: {because}" if because else "出荷指示を取り消し"), by=by
    )
    audit.record(by, "fulfilment.cancel_instruction", [f"instruction:{pk}" for pk in ids], because=because)
    return len(live)
