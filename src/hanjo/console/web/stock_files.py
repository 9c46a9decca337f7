"""Many counts at once, from a file or pasted from a spreadsheet, looked at before anything moves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from hanjo.console.web.stock_lines import (
    MOST_BYTES,
    Kind,
    StockLine,
    UnreadableLines,
    decoded,
    read,
    reference,
)
from hanjo.inventory import commands, queries
from hanjo.kernel import clock
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("inventory.look", post="inventory.adjust")
def lines(request: StaffRequest) -> HttpResponse:
    """Show what the lines would do; on the second press do it, each line once."""
    kind = Kind(request.POST["kind"]) if request.POST.get("kind") in set(Kind) else Kind.ADJUST
    context = {
        "kind": kind, "kinds": [{"value": str(one), "label": one.label} for one in Kind], "content": "",
        "lines": [], "good": 0, "problem": "", "locations": queries.locations(),
        "may_adjust": request.may("inventory.adjust"),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "console/stock_lines.html", context)
    try:
        content = _content(request)
        found = read(content, kind)
    except UnreadableLines as refusal:
        return render(request, "console/stock_lines.html", {**context, "problem": refusal.text}, status=422)
    if request.POST.get("apply"):
        return _apply(request, content, kind, found)
    good = sum(1 for line in found if not line.wrong and line.before != line.after)
    context |= {"content": content, "lines": found, "good": good}
    return render(request, "console/stock_lines.html", context)


def _content(request: StaffRequest) -> str:
    sent = request.FILES.get("file")
    if isinstance(sent, UploadedFile) and sent.size:
        return decoded(sent.read(MOST_BYTES + 1))
    return decoded(request.POST.get("content", "").strip().encode())


def _apply(request: StaffRequest, content: str, kind: Kind, found: list[StockLine]) -> HttpResponse:
    good = [line for line in found if not line.wrong and line.card and line.location]
    ref = reference(content, kind)
    if kind is Kind.RECEIVE:
        pieces = commands.receive([_received(line, ref) for line in good], by=request.actor)
        sentence = f"{pieces:,} 個を入庫しました。" if pieces else "この内容は今日すでに入庫されています。"
    else:
        moved = commands.adjust_many([_adjusted(line, kind, ref) for line in good], by=request.actor)
        sentence = f"{len(moved):,} 行の在庫を調整しました。" if moved else "変わる在庫はありませんでした。"
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("console-stock"))


def _received(line: StockLine, ref: str) -> commands.ReceiveLine:
    assert line.card is not None
    assert line.location is not None
    return commands.ReceiveLine(
        sku_id=line.card.id, location_id=line.location.pk, quantity=line.quantity,
        ref=f"file:{ref}:{line.number}", unit_cost_yen=line.cost_yen,
    )  # fmt: skip


def _adjusted(line: StockLine, kind: Kind, ref: str) -> commands.AdjustLine:
    assert line.card is not None
    assert line.location is not None
    return commands.AdjustLine(
        sku_id=line.card.id, location_id=line.location.pk, ref=f"file:{ref}:{line.number}", cause=line.cause,
        delta=line.quantity, counted=line.quantity if kind is Kind.COUNT else None, note=line.note,
    )  # fmt: skip


@require_GET
@page("inventory.look")
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand out every count as CSV, row by row."""
    answer = StreamingHttpResponse(_csv(queries.export_rows()), content_type="text/csv; charset=utf-8")
    name = f"stock_{clock.business_date():%Y%m%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv(rows: Iterator[list[str]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for row in rows:
        out = io.StringIO(newline="")
        csv.writer(out).writerow(row)
        yield out.getvalue().encode()
