"""印刷センター: ask for papers and label files, fetch them, print again with a reason."""

from __future__ import annotations

from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.models import PrintJob
from hanjo.fulfilment.terms import Paper
from hanjo.fulfilment.web.waves import prints_context
from hanjo.fulfilment.web.words import PRINT_TONES, PRINT_WORDS
from hanjo.kernel import audit
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render


@require_GET
@page("fulfilment.look")
def centre(request: StaffRequest) -> HttpResponse:
    """Show every open wave with its papers, and the newest files."""
    waves = queries.waves()
    prints = queries.latest_prints(100)
    made: dict[int, set[str]] = {}
    for job in prints:
        if job.state != "failed":
            made.setdefault(job.wave_id, set()).add(job.kind)
    context = {
        "waves": waves,
        "papers": list(Paper),
        "made": made,
        "prints": prints,
        "paper_words": {paper.value: paper.label for paper in Paper},
        "print_tones": PRINT_TONES,
        "print_words": PRINT_WORDS,
        "busy": any(job.state == "queued" for job in prints),
        "may_print": request.may("fulfilment.order_prints"),
    }
    return render(request, "fulfilment/prints.html", context)


@require_POST
@page("fulfilment.order_prints")
def order(request: StaffRequest, number: str) -> HttpResponse:
    """Have papers of a wave made."""
    words = request.POST.getlist("paper")
    papers = [Paper(word) for word in words if word in set(Paper)] or list(Paper)
    commands.order_prints(number, papers, by=request.actor, reason=request.POST.get("reason", ""))
    back = request.POST.get("back", "")
    return go(
        request,
        reverse("fulfilment-prints") if back == "centre" else reverse("fulfilment-wave", args=[number]),
    )


@require_GET
@page("fulfilment.look")
def list_of_wave(request: StaffRequest, number: str) -> HttpResponse:
    """Show only the papers of a wave, while they are being made."""
    found = queries.wave(number)
    context: dict[str, object] = {
        "wave": found,
        **prints_context(found),
        "may": {"order_prints": request.may("fulfilment.order_prints")},
    }
    answer = render(request, "fulfilment/prints_of_wave.html", context)
    if not context["busy"]:
        answer.headers["HX-Refresh"] = "true"  # printed orders stand differently on the whole page
    return answer


@require_GET
@page("fulfilment.look")
def file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hand out one file."""
    job = get_object_or_404(PrintJob, pk=pk)
    if job.state != "done" or not default_storage.exists(job.file):
        raise Http404
    is_pdf = job.file.endswith(".pdf")
    audit.record(
        request.actor, "fulfilment.export", [f"print:{job.pk}"], file=job.file
    )  # names and addresses
    answer = FileResponse(
        default_storage.open(job.file), content_type="application/pdf" if is_pdf else "text/csv"
    )
    how = "inline" if is_pdf else "attachment"
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(job.name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
@page("fulfilment.look")
def notes(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what had to be replaced, split or refused in one file."""
    job = get_object_or_404(PrintJob.objects.select_related("wave"), pk=pk)
    context = {"job": job, "word": Paper(job.kind).label, "carrier": queries.carrier_name(job.carrier)}
    return render(request, "fulfilment/print_notes.html", context, block="dialog_content")
