"""送り状・追跡: the carriers' results in, parcels that still wait for their number."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.commands.load_results import MOST_BYTES
from hanjo.fulfilment.models import ResultFile
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

WORDS = {"set": "番号を付けた", "unchanged": "変わらず", "unknown": "該当なし", "refused": "付けられない"}
TONES = {"set": "ok", "unchanged": "quiet", "unknown": "danger", "refused": "danger"}


@page("fulfilment.look", post="fulfilment.load_results")
def tracking(request: StaffRequest) -> HttpResponse:
    """Take a result file in, and show what is missing."""
    refusal: Refusal | None = None
    if request.method == "POST":
        sent = request.FILES.get("file")
        if isinstance(sent, UploadedFile):
            try:
                return _load(request, sent)
            except Refusal as error:
                refusal = error
        else:
            messages.error(request, "ファイルを選んでください。")
    carriers = sorted({service.carrier for service in queries.menu().services.values()})
    context = {
        "refusal": refusal,
        "carriers": [(carrier, queries.carrier_name(carrier)) for carrier in carriers],
        "waiting": queries.waiting_numbers(),
        "files": queries.results(),
        "carrier_name": queries.carrier_name,
        "may_load": request.may("fulfilment.load_results"),
    }
    return render(request, "fulfilment/tracking.html", context, status=422 if refusal else 200)


def _load(request: StaffRequest, sent: UploadedFile[bytes]) -> HttpResponse:
    content = sent.read(MOST_BYTES + 1)
    loaded = commands.load_results(
        request.POST.get("carrier", ""),
        content,
        by=request.actor,
        name=sent.name or "",
        dispatch_too=request.POST.get("dispatch") == "1" and request.may("fulfilment.dispatch"),
    )
    if loaded.dispatched is not None:
        left = loaded.dispatched
        messages.success(
            request, f"{len(left.numbers):,} 件を出荷確定しました（{len(left.refused):,} 件は残りました）。"
        )
    return go(request, reverse("fulfilment-result", args=[loaded.file_id]))


@require_GET
@page("fulfilment.look")
def result(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what became of every row of a result file."""
    found = get_object_or_404(ResultFile, pk=pk)
    notes = sorted(found.notes, key=lambda note: (note["outcome"] in {"set", "unchanged"}, note["row"]))
    context = {
        "file": found,
        "carrier": queries.carrier_name(found.carrier),
        "counts": [(WORDS[key], found.counts.get(key, 0), TONES[key]) for key in WORDS],
        "notes": notes[:500],
        "more": max(0, len(notes) - 500),
        "words": WORDS,
        "tones": TONES,
    }
    return render(request, "fulfilment/result.html", context)
