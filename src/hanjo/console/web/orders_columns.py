"""Which columns of the board of orders somebody sees: their own for this view, for the board, else the usual ones."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.http import QueryDict

from hanjo.console.models import SavedView
from hanjo.console.queries import bulk as reads
from hanjo.console.web.orders_filters import without_place
from hanjo.console.web.orders_words import COLUMNS
from hanjo.staff.web.guard import StaffRequest
from hanjo.ui.board import Choice, Column, choose

BOARD = "orders"


def view_of(views: Sequence[SavedView], query: str) -> SavedView | None:
    """The saved view whose conditions these are."""
    return next((view for view in views if view.query == query), None)


def choice_of(request: StaffRequest, view: SavedView | None) -> Choice:
    """The columns to show and what there is to choose from."""
    return choose(COLUMNS, request.user.board_columns, BOARD, str(view.pk) if view else "")


def columns_seen(request: StaffRequest) -> dict[str, Column]:
    """The columns of the list that a row goes back into; the browser says which list it stands on."""
    view = None
    if any(place.startswith(f"{BOARD}:") for place in request.user.board_columns):
        asked = QueryDict(urlsplit(request.htmx.current_url or "").query)
        view = view_of(reads.saved_views(BOARD, str(request.actor)), without_place(asked))
    return choice_of(request, view).columns
