"""取込: drop a file, watch it go, see the verdict of every row."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels import queries as channel_queries
from hanjo.channels.jobs import receive
from hanjo.channels.models import Mapping, RawOrder
from hanjo.channels.terms import Format
from hanjo.console.queries import imports as reads
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@page("channels.look", post="channels.store_file")
def imports(request: StaffRequest) -> HttpResponse:
    """The latest files, and the place to drop a new one."""
    trouble = ""
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        if not uploads:
            trouble = "ファイルが選ばれていません。受注ファイルを選んでから「取り込む」を押してください。"
        else:
            try:
                return _store(request, uploads)
            except Refusal as refusal:
                trouble = f"{refusal.text}{refusal.advice}"
    context = {
        **_listed(),
        "channels": [
            one for one in channel_queries.channels() if one.format != Format.OWN
        ],  # no file comes from it
        "mappings": Mapping.objects.order_by("name"),
        "inbox": [(channel, [path.name for path in paths]) for channel, paths in channels.waiting_files()],
        "trouble": trouble,
        "chosen": request.POST.get("channel", ""),
    }
    return render(request, "console/imports.html", context, status=422 if trouble else 200)


@page("channels.look")
def import_list(request: StaffRequest) -> HttpResponse:
    """Only the list of files, asked for again while one of them is being taken in."""
    return render(request, "console/import_list.html", _listed())


def _listed() -> dict[str, object]:
    files = list(reads.files())
    going = [one for one in files if one.format and one.state in ("queued", "running")]
    return {"files": files, "busy": len(going)}


def _store(request: StaffRequest, uploads: list) -> HttpResponse:  # type: ignore[type-arg]  # Django's uploads
    code = request.POST.get("channel", "")
    shop = channel_queries.channel(code)
    mapping = request.POST.get("mapping", "")
    pair = shop.format == Format.YAHOO and len(uploads) == 2
    groups = [uploads] if pair else [[one] for one in uploads]
    last = 0
    for group in groups:
        named = [(one.name, one.file) for one in group]
        stored = receive(named, channel=code, mapping=mapping, by=request.actor)
        if shop.format == Format.GENERIC and not stored.mapping:
            return HttpResponseRedirect(reverse("imports-mapping", args=[stored.pk]), status=303)
        last = stored.pk
    if len(groups) == 1:
        return HttpResponseRedirect(reverse("imports-file", args=[last]), status=303)
    messages.success(request, f"{len(groups)} 件のファイルの取込を始めました")
    return HttpResponseRedirect(reverse("imports"), status=303)


@page("channels.look")
def import_file(request: StaffRequest, pk: int) -> HttpResponse:
    """One file: its progress, its account, the verdict of every document and row."""
    file = reads.file(pk)
    after = _number(request.GET.get("after", ""))
    row_class = request.GET.get("class", "")
    showing = request.GET.get("show", "notes" if row_class else "documents")
    notes = reads.notes(pk, row_class, after) if showing == "notes" else []
    documents = reads.documents(pk, after) if showing == "documents" else []
    return render(
        request,
        "console/import_file.html",
        {
            "file": file,
            "format_label": Format(file.format).label if file.format else "形式を判定中",
            "account": channel_queries.account(file),
            "classes": reads.classes(file),
            "showing": showing,
            "row_class": row_class,
            "notes": notes,
            "documents": documents,
            "outcomes": reads.OUTCOMES,
            "next_after": (notes[-1].number if len(notes) == reads.PAGE else 0)
            or (documents[-1].pk if len(documents) == reads.PAGE else 0),
        },
    )


@page("channels.look")
def import_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The job card of a file, polled while it runs."""
    return render(request, "console/import_progress.html", {"file": reads.file(pk)})


@page("channels.replay")
def import_replay(request: StaffRequest, pk: int) -> HttpResponse:
    """Understand the kept documents once more."""
    reads.file(pk)
    try:
        answer = channels.replay(pk, by=request.actor)
        text = "読み直しました: 新しい受注 {created}・変更 {updated}・変化なし {unchanged}・取り込めない {refused}"
        messages.success(request, text.format(**answer))
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    return HttpResponseRedirect(reverse("imports-file", args=[pk]), status=303)


@page("channels.look")
def import_errors(request: StaffRequest, pk: int) -> HttpResponse:
    """The refused rows as a file: the same columns, and the reason."""
    file = reads.file(pk)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    headers = [str(header) for header in file.headers]
    writer.writerow([*headers, "行", "取り込めない理由"])
    for note in reads.refused_rows(pk):
        cells = [_safe(str(cell)) for cell in note.cells]
        cells += [""] * (len(headers) - len(cells))
        writer.writerow([*cells, note.number, note.reason])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{pk}-errors.csv"'
    return answer


@page("channels.look")
def raw_order(request: StaffRequest, pk: int) -> HttpResponse:
    """A document as it stood in its file."""
    raw = RawOrder.objects.select_related("file__channel", "order").filter(pk=pk).first()
    if raw is None:
        raise NotFound(what="生データ", key=pk)
    headers = list(raw.file.headers)
    rows = [(number, list(zip(headers, cells, strict=False))) for number, cells in raw.written()]
    context = {"raw": raw, "rows": rows}
    return render(request, "console/raw_order.html", context)


def _safe(cell: str) -> str:
    # A sheet would run such a cell as a formula; the apostrophe shows it as text.
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
