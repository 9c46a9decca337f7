"""照合の差異: payments that one side knows and the other does not, until somebody looked into them."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hanjo.payments import commands, queries
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@require_http_methods(["GET", "POST"])
@page("payments.look", post="payments.settle_mismatch")
def mismatches(request: StaffRequest) -> HttpResponse:
    """List the differences; a press says that one was looked into."""
    if request.method == "POST":
        chosen = request.POST.get("id", "")
        commands.settle_mismatch(int(chosen) if chosen.isdigit() else 0, by=request.actor)
        return HttpResponseRedirect(reverse("payments-mismatches"), status=303)
    context = {
        "mismatches": queries.open_mismatches(),
        "may_settle": request.may("payments.settle_mismatch"),
    }
    return render(request, "payments/mismatches.html", context)
