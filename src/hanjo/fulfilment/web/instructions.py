"""One instruction: its boxes, its service, its window, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.carriers.terms import Window
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.terms import InstructionNotFound, InstructionState, ParcelNotFound
from hanjo.fulfilment.web.words import TONES, order_url
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

VERBS = ("change_service", "add_parcel", "cancel_instruction", "scan")


@require_GET
@page("fulfilment.look")
def instruction(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one instruction."""
    return _show(request, pk)


def _show(request: StaffRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    row = Instruction.objects.select_related("order", "service", "wave", "location").filter(pk=pk).first()
    if row is None:
        raise InstructionNotFound(key=pk)
    state = InstructionState(row.state)
    live = state not in {InstructionState.DISPATCHED, InstructionState.CANCELLED}
    context = {
        "row": row,
        "state": state,
        "tone": TONES[state],
        "live": live,
        "refusal": refusal,
        "order_url": order_url(row.order.number),
        "lines": queries.expected([row.pk]).get(row.pk, []),
        "parcels": queries.parcels_of_orders([row.order_id], voided=True).get(row.order_id, []),
        "verdicts": queries.verdicts(row) if live else [],
        "windows": [
            ("", "指定なし"),
            *((word.value, word.label) for word in Window if word is not Window.NONE),
        ],
        "may": {name: request.may(f"fulfilment.{name}") for name in VERBS},
    }
    return render(request, "fulfilment/instruction.html", context, status=422 if refusal else 200)


@require_POST
@page("fulfilment.change_service")
def service(request: StaffRequest, pk: int) -> HttpResponse:
    """Send it by another service; a window without an equal is asked for."""
    window = request.POST.get("window", "keep")
    try:
        because = commands.change_service(
            pk, request.POST.get("service", ""), by=request.actor, window=None if window == "keep" else window
        )
    except Refusal as refusal:
        return _show(request, pk, refusal)
    messages.success(request, f"配送を変更しました（{because}）。")
    return go(request, reverse("fulfilment-instruction", args=[pk]))


@require_POST
@page("fulfilment.add_parcel")
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Give it one more box."""
    already = request.POST.get("already", "0")
    try:
        key = commands.add_parcel(pk, by=request.actor, already=int(already) if already.isdigit() else 0)
    except Refusal as refusal:
        return _show(request, pk, refusal)
    messages.success(request, f"個口 {key} を加えました。")
    return go(request, reverse("fulfilment-instruction", args=[pk]))


@require_POST
@page("fulfilment.cancel_instruction")
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it back."""
    try:
        commands.cancel_instruction([pk], because=request.POST.get("because", "").strip(), by=request.actor)
    except Refusal as refusal:
        return _show(request, pk, refusal)
    messages.success(request, "出荷指示を取り消しました。発行済みの送り状は使わないでください。")
    return go(request, reverse("fulfilment-instruction", args=[pk]))


@require_POST
@page("fulfilment.set_size")
def parcel(request: StaffRequest, key: str) -> HttpResponse:
    """Write what the packer measured, and a number that was typed."""
    pk = _owner(key)
    size, weight = request.POST.get("size_cm", ""), request.POST.get("weight_g", "")
    try:
        if size.isdigit() and weight.isdigit():
            commands.set_size(key, size_cm=int(size), weight_g=int(weight), by=request.actor)
        number = request.POST.get("tracking_number", "").strip()
        if number:
            commands.set_tracking(key, number, by=request.actor)
    except Refusal as refusal:
        return _show(request, pk, refusal)
    messages.success(request, f"個口 {key} を保存しました。")
    return go(request, reverse("fulfilment-instruction", args=[pk]))


@require_POST
@page("fulfilment.remove_parcel")
def remove(request: StaffRequest, key: str) -> HttpResponse:
    """Take one box back."""
    pk = _owner(key)
    try:
        commands.remove_parcel(key, by=request.actor)
    except Refusal as refusal:
        return _show(request, pk, refusal)
    messages.success(request, f"個口 {key} を減らしました。")
    return go(request, reverse("fulfilment-instruction", args=[pk]))


def _owner(key: str) -> int:
    found = Parcel.objects.filter(key=key).values_list("instruction_id", flat=True).first()
    if found is None:
        raise ParcelNotFound(key=key)
    return found
