"""Change the service."""

from __future__ import annotations

from hanjo.fulfilment import queries
from hanjo.fulfilment.carriers.choosing import WINDOWS
from hanjo.fulfilment.commands import _orders
from hanjo.fulfilment.commands._live import live
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.terms import ServiceCannot, UnknownService, WindowUnclear
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders


@command("fulfilment.change_service", "配送サービスの変更")
def change_service(instruction_id: int, service_code: str, *, by: Actor, window: str | None = None) -> str:
    """Send an instruction by another service and take the delivery window over by its meaning (配送の変更).

    A window that the new carrier has is kept; when it has no equal one, nothing is changed and the refusal
    (WindowUnclear) names the nearest, of which the caller passes one as `window` ("" for none). Refuses a
    service that cannot carry the parcel, and parcels whose label is made. Answers why the service fits.
    """
    row = live(instruction_id, verb="配送を変更")
    verdict = queries.judge_service(row, service_code)
    service = queries.service(service_code)
    if service is None or verdict is None:
        raise UnknownService(key=service_code)
    settled = _settle(row, service.carrier, bool(service.windows), window)
    if not verdict.accepted:
        raise ServiceCannot(number=row.order.number, service=service.name, reason=verdict.because)
    row.service, row.because = service, f"手で変更、{verdict.because}"[:200]
    row.size_cm, row.charge_yen = verdict.size_cm, verdict.price_yen or 0
    row.save(update_fields=["service", "because", "size_cm", "charge_yen"])
    Parcel.objects.filter(instruction=row, voided_at__isnull=True).update(size_cm=verdict.size_cm)
    said = _orders.notes([row.order_id], "配送を変更", services={row.order_id: service}, window=settled)
    orders.note_parcels(said, by=by)
    audit.record(
        by, "fulfilment.change_service", [f"instruction:{row.pk}"], service=service_code, window=settled
    )
    return row.because


def _settle(row: Instruction, carrier: str, has_windows: bool, window: str | None) -> str:
    wanted = queries.window_of(row.order.window if window is None else window)
    table = WINDOWS.get(carrier) if has_windows else None
    if table is None:
        if wanted.value == "none" or window == "":
            return ""
        reason = f"{queries.carrier_name(carrier)}は時間帯（{wanted.label}）を指定できません。"
        raise WindowUnclear(number=row.order.number, reason=reason, options="指定なし")
    choice = table.settle(wanted, clock.business_date(), queries.carrier_name(carrier))
    if choice.window is None:
        options = "、".join(option.label for option in choice.options)
        raise WindowUnclear(number=row.order.number, reason=choice.reason, options=options)
    return "" if choice.window.value == "none" else choice.window.value
