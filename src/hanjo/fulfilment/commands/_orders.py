"""Tell the orders how far their goods are, in one step for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.fulfilment import rules
from hanjo.fulfilment.models import Instruction, Service
from hanjo.fulfilment.terms import InstructionState
from hanjo.orders.commands import ParcelNote
from hanjo.orders.models import Order
from hanjo.orders.terms import ParcelState


def hold_orders(instruction_ids: Sequence[int]) -> None:
    """Lock the orders behind these instructions in key order, before the instructions themselves."""
    orders = Order.objects.select_for_update(of=("self",)).filter(
        pk__in=Instruction.objects.filter(pk__in=instruction_ids).values("order_id")
    )
    list(orders.order_by("id").values_list("id"))


def hold_instructions(instruction_ids: Sequence[int]) -> list[Instruction]:
    """Lock orders and then instructions; two commands over the same parcels run one after the other."""
    hold_orders(instruction_ids)
    return list(
        Instruction.objects.select_for_update(of=("self",))
        .select_related("order", "service", "wave")
        .filter(pk__in=instruction_ids)
        .order_by("id")
    )


def notes(
    order_ids: Sequence[int],
    text: str,
    *,
    services: Mapping[int, Service] | None = None,
    window: str | None = None,
) -> dict[int, ParcelNote]:
    """What to tell the orders: 出荷状況 as it follows from their instructions, and the service that was chosen."""
    states: dict[int, list[InstructionState]] = {order_id: [] for order_id in order_ids}
    rows = Instruction.objects.filter(order__in=order_ids).values_list("order_id", "state")
    for order_id, state in rows:
        states[order_id].append(InstructionState(state))
    short = dict(Order.objects.filter(pk__in=order_ids).values_list("id", "short_lines"))
    said = {}
    for order_id, mine in states.items():
        service = (services or {}).get(order_id)
        state = rules.parcel_state(mine, more_to_come=bool(short.get(order_id)))
        said[order_id] = note(state, text, service, window)
    return said


def note(state: ParcelState, text: str, service: Service | None, window: str | None = None) -> ParcelNote:
    """What to tell one order, or all that are in the same situation."""
    return ParcelNote(
        state=state,
        text=f"{text}（{service.name}）" if service else text,
        carrier=service.carrier if service else "",
        service=service.code if service else "",
        window=window,
    )
