"""受注の一覧: which orders, where they stand, why, and what can be done with many of them at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from hanjo.console.models import SavedView
from hanjo.console.queries import bulk as reads
from hanjo.console.web import orders_words as words
from hanjo.console.web.orders_bulk_verbs import bar
from hanjo.console.web.orders_columns import BOARD, choice_of, view_of
from hanjo.console.web.orders_filters import SYSTEM_TABS, chips, filters_of, options, without_place
from hanjo.kernel import audit, clock
from hanjo.orders import queries as orders
from hanjo.orders.queries import Board, Filters, Tallies
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

HOT = {"check", "stock", "money"}


@require_GET
@page("orders.look")
def board(request: StaffRequest) -> HttpResponse:
    """List orders, a hundred at a time; the address is the view."""
    filters = filters_of(request.GET)
    shown = orders.board(filters, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    counts = orders.tallies_lately()
    saved = reads.saved_views(BOARD, str(request.actor))
    views, view = _views(saved), view_of(saved, without_place(request.GET))
    choice = choice_of(request, view)
    context = {
        "shown": shown,
        "filters": filters,
        "col": choice.columns,
        "choice": choice,
        "view": view,
        "words": words,
        "tabs": _tabs(request, filters, counts, views, view),
        "chips": chips(request, filters),
        "options": options(orders.choices()),
        "query": without_place(request.GET),
        "actions": bar(request),
        "sort_url": lambda sort: _sorted(request, sort),
        "fresh_url": _fresh_url(request, shown),
        "note": _note(counts),
        "views": views,
        "may": request.may,
        "now": clock.now(),
    }
    return render(request, "console/orders.html", context)


def _views(saved: list[SavedView]) -> list[dict[str, Any]]:
    """The saved views of the team and of the person, with their counts of open work."""
    counts = orders.view_counts({str(view.pk): filters_of(QueryDict(view.query)) for view in saved})
    return [
        {
            "id": view.pk,
            "name": view.name,
            "query": view.query,
            "mine": bool(view.owner),
            "count": counts.get(str(view.pk)),
        }
        for view in saved
    ]


def _tabs(
    request: StaffRequest,
    filters: Filters,
    counts: Tallies,
    views: list[dict[str, Any]],
    current: SavedView | None,
) -> list[dict[str, Any]]:
    address = reverse("orders-board")
    on_view = current.pk if current else None
    tabs = []
    for stage, label in SYSTEM_TABS:
        count = counts.open if stage == orders.OPEN else counts.stages.get(stage)
        if count == 0 and stage in ("release", "date", "work", "held") and filters.stage != stage:
            continue
        tabs.append(
            {
                "label": label,
                "url": f"{address}?stage={stage}" if stage else address,
                "count": count,
                "current": on_view is None and filters.stage == stage and filters.numbers is None,
                "hot": stage in HOT and bool(count),
            }
        )
    for view in views:
        tabs.append(
            {
                "label": f"{'' if view['mine'] else '★ '}{view['name']}",
                "url": f"{address}?{view['query']}",
                "count": view["count"],
                "current": view["id"] == on_view,
            }
        )
    return tabs


def _note(counts: Tallies) -> str:
    late = f"・期限超過 {counts.late:,} 件" if counts.late else ""
    today = f"・今日まで {counts.due_today:,} 件" if counts.due_today else ""
    return f"未出荷 {counts.open:,} 件{late}{today}"


def _sorted(request: StaffRequest, sort: str) -> str:
    kept = request.GET.copy()
    for name in ("after", "before", "sort"):
        kept.pop(name, None)
    if sort.lstrip("-") == "due":
        kept["sort"] = "due"
    return f"{request.path}?{kept.urlencode()}"


def _fresh_url(request: StaffRequest, shown: Board) -> str:
    kept = request.GET.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    kept["since"] = str(shown.newest)
    return f"{reverse('orders-fresh')}?{kept.urlencode()}"


@require_GET
@page("orders.look")
def fresh(request: StaffRequest) -> HttpResponse:
    """Say how many orders came in since the list was drawn; the rows stay where they are."""
    since = request.GET.get("since", "0")
    after = int(since) if since.isdecimal() and len(since) < 18 else 0
    filters = filters_of(request.GET)
    number = orders.found(filters).filter(pk__gt=after).order_by()[:1000].count()
    context = {
        "number": number,
        "url": f"{reverse('orders-board')}?{without_place(request.GET, 'since')}",
        "again": request.get_full_path(),
    }
    return render(request, "console/orders_fresh.html", context)


@require_GET
@page("orders.look")
def export(request: StaffRequest) -> StreamingHttpResponse:
    """Write the view as CSV, one row per line of goods; spreadsheets in Japan read it as it is."""
    numbers = orders.numbers(filters_of(request.GET))
    audit.record(request.actor, "orders.export", list(numbers), file="csv")  # personal data leaves the house
    answer = StreamingHttpResponse(_csv(numbers), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="orders-{clock.business_date():%Y%m%d}.csv"'
    )
    return answer


def _csv(numbers: list[str]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for row in orders.export_rows(numbers):
        line = io.StringIO(newline="")
        csv.writer(line).writerow([plain(cell) for cell in row])
        yield line.getvalue().encode()


def plain(cell: str) -> str:
    """A cell that no sheet runs as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


@require_GET
@page("orders.look")
def peek(request: StaffRequest, number: str) -> HttpResponse:
    """Show an order beside the list: why it is where it is, what it holds, where it goes."""
    seen = orders.order_page(number)
    context = {"seen": seen, "order": seen.order, "words": words, "query": request.GET.urlencode()}
    return render(request, "console/order_peek.html", context, block="peek")
