"""監査ログと証明: who did what, and whether all sums hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console import commands as console
from hanjo.console.queries import audit as reads
from hanjo.kernel import setting
from hanjo.kernel.proof import PROVEN
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("console.look")
def audit(request: StaffRequest) -> HttpResponse:
    """The log, newest first, by person, command and thing."""
    actor, command = request.GET.get("actor", ""), request.GET.get("command", "")
    ref, before = request.GET.get("ref", "").strip(), request.GET.get("before", "")
    rows = reads.entries(actor, command, ref, int(before) if before.isdigit() else 0)
    context = {
        "rows": rows,
        "actor": actor,
        "command": command,
        "ref": ref,
        "people": reads.people_names(),
        "commands": reads.commands(),
        "next_before": rows[-1].entry.pk if len(rows) == reads.PAGE else 0,
    }
    return render(request, "console/audit.html", context)


@page("console.look", post="console.prove_now")
def proofs(request: StaffRequest) -> HttpResponse:
    """How the last run of all proofs came out, with what disagrees."""
    if request.method == "POST":
        started = console.prove_now(by=request.actor)
        messages.success(
            request,
            "証明を始めました。終わると、この画面に結果が出ます" if started else "証明はもう始まっています",
        )
        return HttpResponseRedirect(reverse("proofs"), status=303)
    kept: dict[str, Any] = setting.get(PROVEN, {})
    checks = kept.get("checks", [])
    context = {
        "at": datetime.fromisoformat(kept["at"]) if kept else None,
        "seconds": kept.get("seconds", 0),
        "broken": [one for one in checks if one["broken"]],
        "fine": [one for one in checks if not one["broken"]],
        "checks": checks,
        "may_prove": request.may("console.prove_now"),
    }
    return render(request, "console/proofs.html", context)
