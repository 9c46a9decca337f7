"""出荷報告: files that tell malls which parcels left."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from hanjo.channels import commands, queries
from hanjo.channels.models import ShipmentReport
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render


@page("channels.look", post="channels.write_report")
def reports(request: StaffRequest) -> HttpResponse:
    """Show what each mall has not heard of yet, and write its file."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            made = commands.write_report(request.POST.get("channel", ""), by=request.actor)
            messages.success(
                request, f"{made.name} を作りました（{made.orders:,} 件・{made.parcels:,} 個口）。"
            )
            return go(request, reverse("channels-reports"))
        except Refusal as error:
            refusal = error
    context = {
        "waiting": queries.waiting_reports(),
        "files": queries.report_files(),
        "refusal": refusal,
        "may_write": request.may("channels.write_report"),
    }
    return render(request, "channels/reports.html", context, status=422 if refusal else 200)


@require_GET
@page("channels.look")
def file(request: StaffRequest, channel: str, name: str) -> HttpResponseBase:
    """Hand a report file out again, byte for byte."""
    path = f"reports/{channel}/{name}"
    if not ShipmentReport.objects.filter(file=path).exists() or not default_storage.exists(path):
        raise Http404
    answer = FileResponse(default_storage.open(path), content_type="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
