"""ジョブ: what runs in the background, what failed, who hears of what, and whether workers live."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console import commands as console
from hanjo.console.queries import jobs as reads
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

ALIVE = timedelta(seconds=60)


@page("console.look")
def jobs(request: StaffRequest) -> HttpResponse:
    """Jobs by state; failures first when there are any."""
    rows = reads.tallies()
    states: Counter[str] = Counter()
    for _, _, status, count in rows:
        states[status] += count
    wanted, before = request.GET.get("status", ""), request.GET.get("before", "")
    status = wanted if wanted in reads.STATES else ("failed" if states["failed"] else "todo")
    listed = reads.jobs(status, int(before) if before.isdigit() else 0)
    now = clock.now()
    context = {
        "states": reads.STATES,
        "counts": states,
        "status": status,
        "jobs": listed,
        "name": reads.name,
        "tallies": [(queue, reads.name(task), state, count) for queue, task, state, count in rows],
        "wires": reads.wire_cards(),
        "workers": [(pk, at, now - at < ALIVE) for pk, at in reads.workers()],
        "next_before": listed[-1].id if len(listed) == reads.PAGE else 0,
        "may_retry": request.may("console.retry_job"),
    }
    return render(request, "console/jobs.html", context)


@page("console.retry_job")
def retry(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a failed job run again."""
    try:
        console.retry_job(pk, by=request.actor)
        messages.success(request, f"ジョブ {pk} をやり直します")
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    return HttpResponseRedirect(reverse("jobs"), status=303)
