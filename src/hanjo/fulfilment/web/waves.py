"""The page of a wave: its orders, its papers, its numbers, and the moment it leaves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.models import Wave
from hanjo.fulfilment.terms import InstructionState, Paper
from hanjo.fulfilment.web.words import PRINT_TONES, PRINT_WORDS, TONES
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.board import Column, columns
from hanjo.ui.render import go, render

COLUMNS = columns(
    Column("position", "順", "xs", num=True, phone="hide"),
    Column("number", "受注番号", "l"),
    Column("state", "状態", "m"),
    Column("receiver", "お届け先", "grow"),
    Column("goods", "明細", "xs", num=True, phone="hide"),
    Column("service", "配送", "l"),
    Column("tracking", "送り状番号", "xl"),
    Column("flags", "しるし", "grow"),
)

UNVERIFIED = "fulfilment.dispatch_unverified"


@require_GET
@page("fulfilment.look")
def wave(request: StaffRequest, number: str) -> HttpResponse:
    """Show a wave."""
    found = queries.wave(number)
    [card] = queries.cards([found])
    rows = list(queries.instructions_of(found.pk))
    parcels = queries.parcels_of([row.pk for row in rows])
    listed = [
        {
            "row": row,
            "state": InstructionState(row.state),
            "tone": TONES[InstructionState(row.state)],
            "parcels": parcels.get(row.pk, []),
            "numbers": "、".join(parcel.tracking_number or "—" for parcel in parcels.get(row.pk, [])),
            "flags": [("info", flag) for flag in queries.pack_flags(row.order)],
        }
        for row in rows
    ]
    context = {
        "wave": found,
        "card": card,
        "rows": listed,
        "col": COLUMNS,
        "open_labels": sum(queries.carriers_of(found.pk).values()),
        **prints_context(found),
        "may": {
            name: request.may(f"fulfilment.{name}")
            for name in ("order_prints", "dispatch", "cancel_instruction", "dispatch_unverified")
        },
    }
    return render(request, "fulfilment/wave.html", context)


def prints_context(found: Wave) -> dict[str, object]:
    """What the list of a wave's papers shows."""
    prints = queries.prints_of(found.pk)
    made = {job.kind for job in prints if job.state != "failed"}
    return {
        "prints": prints,
        "papers": [{"paper": paper, "made": paper.value in made} for paper in Paper],
        "paper_words": {paper.value: paper.label for paper in Paper},
        "busy": any(job.state == "queued" for job in prints),
        "print_tones": PRINT_TONES,
        "print_words": PRINT_WORDS,
    }


@require_POST
@page("fulfilment.dispatch")
def dispatch(request: StaffRequest, number: str) -> HttpResponse:
    """Let the ticked orders leave, or everything that is ready."""
    chosen = _ticked(request.POST) or queries.live_instructions_of(number)
    unverified = request.POST.get("unverified") == "1" and request.may(UNVERIFIED)
    answer = commands.dispatch(chosen, by=request.actor, unverified=unverified)
    if answer.numbers:
        messages.success(
            request, f"{len(answer.numbers):,} 件（{answer.parcels:,} 個口）を出荷確定しました。"
        )
    if answer.refused:
        reasons = "、".join(f"{one.number} {one.reason}" for one in answer.refused[:3])
        more = f" ほか {len(answer.refused) - 3:,} 件" if len(answer.refused) > 3 else ""
        messages.warning(request, f"{len(answer.refused):,} 件は残りました: {reasons}{more}")
    if not answer.numbers and not answer.refused:
        messages.info(request, "出荷できる注文はもうありません。")
    return go(request, reverse("fulfilment-wave", args=[number]))


@require_POST
@page("fulfilment.cancel_instruction")
def cancel(request: StaffRequest, number: str) -> HttpResponse:
    """Take the ticked instructions back."""
    chosen = _ticked(request.POST)
    if not chosen:
        messages.warning(request, "取り消す行を選んでください。")
        return go(request, reverse("fulfilment-wave", args=[number]))
    because = request.POST.get("because", "").strip() or "出荷デスクで取り消し"
    count = commands.cancel_instruction(chosen, because=because, by=request.actor)
    messages.success(
        request, f"{count:,} 件の出荷指示を取り消しました。発行済みの送り状は使わないでください。"
    )
    return go(request, reverse("fulfilment-wave", args=[number]))


def _ticked(values: QueryDict) -> list[int]:
    return [int(one) for one in values.getlist("ids") if one.isdigit()]
