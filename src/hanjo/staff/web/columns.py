"""Keep which columns of a board somebody wants to see, and go back to the board."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hanjo.staff import commands
from hanjo.staff.web.guard import StaffRequest, signed_in


@require_POST
@signed_in
def columns(request: StaffRequest) -> HttpResponse:
    """The ticked columns in the order of their places; those without a readable place come last."""
    asked = request.POST
    names = [] if asked.get("do") == "reset" else asked.getlist("show")
    names.sort(key=lambda name: _place(asked.get(f"at {name}", "")))
    commands.set_columns(request.user, asked.get("board", ""), names, by=request.actor)
    back = asked.get("back", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return HttpResponseRedirect(back if here else "/")


def _place(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 999
