"""売り逃し: what malls did not show although it was free, by mall and cause, with the story of each."""

from __future__ import annotations

from django.http import HttpResponse

from hanjo.channels import queries, queries_lost, queries_stock
from hanjo.channels.terms_stock import WithheldCause
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("channels.look")
def lost(request: StaffRequest) -> HttpResponse:
    """The estimate of thirty days beside the oversells, and the stretches that cost most."""
    asked = request.GET
    cause = asked.get("cause", "") if asked.get("cause") in set(WithheldCause) else ""
    channel = asked.get("channel", "")
    context = {
        "lost": queries_lost.lost(),
        "rows": queries_lost.lost_rows(channel=channel, cause=cause),
        "figures": queries_stock.figures(),
        "shops": {one.code: one for one in queries.channels()},
        "channel": channel,
        "cause": WithheldCause(cause) if cause else None,
    }
    return render(request, "channels/lost.html", context)
