"""Hold one instruction whose parcels can still be changed."""

from __future__ import annotations

from hanjo.fulfilment.commands import _orders
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.terms import (
    AlreadyDispatched,
    InstructionNotFound,
    InstructionState,
    LabelMade,
    NotLive,
)


def live(instruction_id: int, *, verb: str, labels_too: bool = False) -> Instruction:
    """Lock it; refuses one that has left, was cancelled, or (unless `labels_too`) has a label on a box."""
    rows = _orders.hold_instructions([instruction_id])
    if not rows:
        raise InstructionNotFound(key=instruction_id)
    row = rows[0]
    if row.state == InstructionState.DISPATCHED:
        raise AlreadyDispatched(number=row.order.number, verb=verb)
    if row.state == InstructionState.CANCELLED:
        raise NotLive(number=row.order.number)
    if not labels_too:
        labelled = Parcel.objects.filter(instruction=row, labelled_at__isnull=False, voided_at__isnull=True)
        first = labelled.first()
        if first is not None:
            raise LabelMade(key=first.key, verb=verb)
    return row
