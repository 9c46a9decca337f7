"""What is on its way: parcels of orders, for the order page, the API and the mails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hanjo.fulfilment.models import InstructionLine, Parcel
from hanjo.fulfilment.queries.services import carrier_name, tracking_url
from hanjo.fulfilment.terms import InstructionState


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """One parcel of an order with everything a page says of it."""

    key: str
    order_id: int
    number: str
    instruction_id: int
    wave: str
    state: InstructionState
    carrier: str
    carrier_name: str
    service: str
    service_name: str
    because: str
    tracking_number: str
    tracking_url: str
    size_cm: int
    weight_g: int
    charge_yen: int
    cod_yen: int
    labelled_at: datetime | None
    verified_at: datetime | None
    verified_by: str
    dispatched_at: datetime | None
    voided: bool
    warning: str


def parcels_of_orders(order_ids: Sequence[int], *, voided: bool = False) -> dict[int, list[ParcelCard]]:
    """The parcels of each order, oldest first (個口の一覧); `voided` also those that were taken back."""
    rows = Parcel.objects.filter(instruction__order__in=order_ids)
    if not voided:
        rows = rows.filter(voided_at__isnull=True)
    found: dict[int, list[ParcelCard]] = {}
    for row in rows.select_related(
        "instruction__order", "instruction__service", "instruction__wave"
    ).order_by("id"):
        card = parcel_card(row)
        found.setdefault(card.order_id, []).append(card)
    return found


def parcel_card(row: Parcel) -> ParcelCard:
    """One parcel, read with its instruction, order, service and wave."""
    order, service = row.instruction.order, row.instruction.service
    number = row.tracking_number or ""
    return ParcelCard(
        key=row.key,
        order_id=order.pk,
        number=order.number,
        instruction_id=row.instruction_id,
        wave=row.instruction.wave.number,
        state=InstructionState(row.instruction.state),
        carrier=service.carrier,
        carrier_name=carrier_name(service.carrier),
        service=service.code,
        service_name=service.name,
        because=row.instruction.because,
        tracking_number=number,
        tracking_url=tracking_url(service.carrier, number),
        size_cm=row.size_cm,
        weight_g=row.weight_g,
        charge_yen=row.instruction.charge_yen,
        cod_yen=row.cod_yen,
        labelled_at=row.labelled_at,
        verified_at=row.instruction.verified_at,
        verified_by=row.instruction.verified_by.rpartition(":")[2],
        dispatched_at=row.dispatched_at,
        voided=row.voided_at is not None,
        warning=row.warning,
    )


def lines_of_parcels(keys: Sequence[str]) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """What each parcel carries of each order: (parcel, order) → keys of its lines as its mall named them, and pieces.

    Parcels of one instruction are not told apart: each may hold any of its goods.
    """
    if not keys:
        return {}
    rows = InstructionLine.objects.filter(instruction__parcels__key__in=keys)
    found: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for key, order_id, line, pieces in (
        rows.order_by("instruction__parcels__key", "order_line_id")
        .values_list(
            "instruction__parcels__key", "order_line__order_id", "order_line__key", "order_line__quantity"
        )
        .distinct()
    ):
        if key in keys:
            found.setdefault((key, order_id), []).append((line, pieces))
    return found
