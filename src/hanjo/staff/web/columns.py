"""Keep which columns of a board somebody wants to see, and go back to the board."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hanjo.staff import commands
from hanjo.staff.web.guard import StaffRequest, signed_in
from hanjo.ui.board import WIDE, widths_of


@require_POST
@signed_in
def columns(request: StaffRequest) -> HttpResponse:
    """The ticked columns in the order of their places; those without a readable place come last."""
    asked = request.POST
    names = [] if asked.get("do") == "reset" else asked.getlist("show")
    names.sort(key=lambda name: _place(asked.get(f"at {name}", "")))
    board = asked.get("board", "")
    commands.set_columns(request.user, board, names, by=request.actor)
    if asked.get("do") == "reset":
        commands.set_columns(request.user, f"{board}{WIDE}", [], by=request.actor)
    back = asked.get("back", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return HttpResponseRedirect(back if here else "/")


@require_POST
@signed_in
def widths(request: StaffRequest) -> HttpResponse:
    """Keep how wide the columns of a board are; those that are not named are as wide as usual."""
    wide = [f"{name}:{width}" for name, width in widths_of(request.POST.getlist("width")).items()]
    commands.set_columns(request.user, f"{request.POST.get('board', '')}{WIDE}", wide, by=request.actor)
    return HttpResponse(status=204)


def _place(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 999
