"""価格ファイル: prices of one mall read from a file after a look at what each row does, and written as one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, price_file, queries_prices
from hanjo.channels.commands import PriceWish
from hanjo.channels.models import Channel
from hanjo.channels.price_file import COLUMNS, Line, Ordered, Understood
from hanjo.channels.reading import open_table
from hanjo.channels.terms import UnreadableFile
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.channels.web.mall_offers import views
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import guarded
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

PREVIEW = 50
MOST_BYTES = 10 * 1024 * 1024
LONGEST = 4_000_000  # characters of rows that come back from the preview


@dataclass
class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        """Hand it back."""
        return value


@require_GET
@page("channels.look")
def download(request: StaffRequest, channel: str) -> HttpResponseBase:
    """What every listing costs on this mall now, in the columns that the upload reads."""
    shop = mall_of(channel).channel
    answer = StreamingHttpResponse(_written(shop), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="prices-{channel}.csv"'
    return answer


def _written(shop: Channel) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for one in queries_prices.every(shop):
        cells = (one.code, one.sku, one.name, str(one.now_yen), "", "")
        yield writer.writerow([guarded(cell) for cell in cells])


@require_POST
@page("channels.schedule_prices")
def upload(request: StaffRequest, channel: str) -> HttpResponse:
    """Order prices from a file: first what each row would do and which rows cannot, then the press that orders them."""
    state = mall_of(channel)
    here = reverse("mall-offers", args=[channel]) + "?view=prices"
    apply = request.POST.get("apply", "")
    try:
        rows = _kept(request.POST.get("rows", "")) if apply else _read(request.FILES.get("file"))
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
        return go(request, here)
    now = clock.now()
    found = price_file.understand(rows, queries_prices.these(state.channel, rows), now)
    if apply and found.good:
        return _order(request, channel, found)
    context = {
        **frame(request, state, "mall-offers"), "views": views(channel, "prices", {}), "found": found,
        "examples": found.good[:PREVIEW], "bad": found.bad[:PREVIEW], "kept": _keep(rows, found.good),
        "name": getattr(request.FILES.get("file"), "name", ""),
    }  # fmt: skip
    return render(request, "channels/mall_price_file.html", context, status=200 if found.good else 422)


def _read(file: Any) -> list[Line]:
    if file is None:
        raise UnreadableFile(
            name="", reason="ファイルが選ばれていません。", advice="CSV か Excel を選んでください。"
        )
    if file.size > MOST_BYTES:
        raise UnreadableFile(
            name=file.name, reason="10 MB を超えています。", advice="ファイルを分けてください。"
        )
    table = open_table(file.read(), name=file.name)
    return price_file.lines(table.headers, ((row.number + 1, row.cells) for row in table.rows()), file.name)


def _keep(rows: Iterable[Line], good: Iterable[Ordered]) -> str:
    """The good rows as they stood in the file: they come back with the press and are read anew."""
    wanted, out = {one.number for one in good}, io.StringIO()
    csv.writer(out).writerows(row for row in rows if row.number in wanted)
    return out.getvalue()


def _kept(text: str) -> list[Line]:
    rows = list(csv.reader(io.StringIO(text[:LONGEST])))[: price_file.MOST]
    return [
        Line(int(row[0]), *row[1:6]) for row in rows if len(row) == 6 and row[0].isdigit() and len(row[0]) < 9
    ]


def _order(request: StaffRequest, channel: str, found: Understood) -> HttpResponse:
    here = reverse("mall-offers", args=[channel]) + "?view=prices"
    wishes: list[PriceWish] = []
    for one in found.good:
        wishes.append(PriceWish(one.listing.id, one.price_yen, one.at))
        if one.until is not None:
            wishes.append(PriceWish(one.listing.id, one.listing.usual_yen, one.until))
    try:
        commands.schedule_prices(channel, wishes, by=request.actor)
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}何も予約していません。")
        return go(request, here)
    commands.ask_to_price(channel)
    late = (
        f"{len(found.bad):,} 行は、確かめているあいだに時刻が過ぎたため予約していません。"
        if found.bad
        else ""
    )
    messages.success(request, f"{len(found.good):,} 行の価格を予約しました。{late}")
    return go(request, here)
