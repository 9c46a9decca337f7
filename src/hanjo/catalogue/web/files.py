"""Product files: in with a preview, out as CSV or Excel."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app

from hanjo.catalogue import commands, queries, sheets
from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import FileState, RowVerdict
from hanjo.catalogue.web.board import filters_of
from hanjo.kernel import clock
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

LOOK_AT_ONCE = 300_000  # bytes: below this the preview is there when the page opens
APPLY_AT_ONCE = 200  # rows: above this a job with progress does the work
ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
TONES = {
    RowVerdict.NEW: "ok",
    RowVerdict.CHANGED: "go",
    RowVerdict.UNCHANGED: "quiet",
    RowVerdict.REFUSED: "danger",
}


@page("catalogue.look", post="catalogue.import_file")
def listing(request: StaffRequest) -> HttpResponse:
    """Take a file in, and show those that came before."""
    sent = request.FILES.get("file")
    if request.method == "POST" and isinstance(sent, UploadedFile):
        received = commands.receive_file(sent.name or "商品.csv", sent.chunks(), by=request.actor)
        if (sent.size or 0) <= LOOK_AT_ONCE:
            commands.look_through_file(received.pk, by=request.actor)
        else:
            _later("catalogue.look_through", received.pk, request)
        return HttpResponseRedirect(reverse("catalogue-file", args=[received.pk]))
    if request.method == "POST":
        messages.error(request, "ファイルを選んでください。")
    context = {"files": queries.files(), "may_import": request.may("catalogue.import_file")}
    return render(request, "catalogue/files.html", context)


@require_GET
@page("catalogue.look")
def file(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what a file would change, how far it is, or what it changed."""
    return render(request, "catalogue/file.html", _context(request, queries.file(pk)))


@require_GET
@page("catalogue.look")
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """Show only how far a file is."""
    return render(request, "catalogue/file.html", _context(request, queries.file(pk)), block="job")


def _context(request: StaffRequest, found: ProductFile) -> dict[str, object]:
    state = FileState(found.state)
    counts = [(word, found.counts.get(word.value, 0), TONES[word]) for word in RowVerdict]
    return {
        "file": found, "state": state, "counts": counts, "verdicts": {word.value: word for word in RowVerdict},
        "tones": {word.value: tone for word, tone in TONES.items()},
        "busy": state in {FileState.READING, FileState.APPLYING},
        "changing": sum(count for word, count, _ in counts if word in {RowVerdict.NEW, RowVerdict.CHANGED}),
        "may_apply": request.may("catalogue.import_file"),
    }  # fmt: skip


@require_POST
@page("catalogue.import_file")
def apply(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a previewed file go in; a long one in the background."""
    with transaction.atomic():  # the release and its job stand or fall together
        started = commands.start_file(pk, by=request.actor)
        long = started.total > APPLY_AT_ONCE
        if long and started.state == FileState.APPLYING:
            _later("catalogue.apply", pk, request)
    if not long:
        commands.apply_file(pk, by=request.actor)
    return HttpResponseRedirect(reverse("catalogue-file", args=[pk]))


def _later(task: str, pk: int, request: StaffRequest) -> None:
    app.configure_task(task, queue="catalogue").defer(file_id=pk, by=str(request.actor))


@require_GET
@page("catalogue.look")
def refused(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hand out the rows that were refused, with their reasons, to be mended and sent again."""
    found = queries.file(pk)
    try:
        errors = media(found.path + ".refused").open("rb")
    except OSError as error:
        raise Http404 from error
    name = f"商品エラー_{pk}.csv"
    return FileResponse(errors, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


@require_GET
@page("catalogue.look")
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand out what the board shows, as CSV or Excel, row by row."""
    filters = filters_of(request.GET)
    chosen = (
        None if filters == queries.Filters() else list(queries.found(filters).values_list("pk", flat=True))
    )
    rows = queries.export_rows(chosen)
    name = f"商品_{clock.business_date():%Y%m%d}"
    if request.GET.get("form") == "xlsx":
        book = sheets.xlsx_file(rows)
        return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx", content_type=sheets.XLSX)
    encoding = ENCODINGS.get(request.GET.get("encoding", ""), "utf-8-sig")
    answer = StreamingHttpResponse(sheets.csv_bytes(rows, encoding), content_type="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return answer
