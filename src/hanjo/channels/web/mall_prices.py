"""価格の予約: what listings of one mall shall cost from a moment on, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.channels import commands, queries_offers
from hanjo.channels.commands import PriceWish
from hanjo.channels.queries_offers import OfferRow
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.channels.web.mall_offers import PREVIEW, chosen
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import digits
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

LONGEST = 1_000_000  # characters of pasted lines
TYPED = ("price", "percent", "at", "until")


@require_POST
@page("channels.schedule_prices")
def price(request: StaffRequest, channel: str) -> HttpResponse:
    """Order a price for the ticked listings: typed, shown beside the present one, then ordered."""
    state = mall_of(channel)
    rows = chosen(request, state)
    wishes: list[PriceWish] = []
    trouble = "" if rows else "出品が選ばれていません。"
    step = request.POST.get("step", "")
    if rows and step:
        wishes, trouble = _wishes(request, rows)
    if wishes and step == "apply":
        try:
            commands.schedule_prices(channel, wishes, by=request.actor)
            commands.ask_to_price(channel)
            messages.success(request, f"{len(rows):,} 件の出品の価格を予約しました。")
            return go(request, reverse("mall-offers", args=[channel]) + "?view=prices")
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    first = {wish.listing_id: wish.price_yen for wish in reversed(wishes)}
    context = {
        **frame(request, state, "mall-offers"), "rows": rows, "trouble": trouble,
        "typed": {name: request.POST.get(name, "") for name in TYPED}, "is_ready": bool(wishes) and not trouble,
        "examples": [(row, first[row.id]) for row in rows[:PREVIEW]] if wishes else [], "preview": PREVIEW,
    }  # fmt: skip
    return render(
        request, "channels/mall_offer_price.html", context, block="dialog_content", status=422 if trouble else 200
    )  # fmt: skip


def _wishes(request: StaffRequest, rows: list[OfferRow]) -> tuple[list[PriceWish], str]:
    """What was typed, for each listing: the price at the start, and at the end the one that it has now."""
    typed = {name: request.POST.get(name, "").strip() for name in TYPED}
    yen, percent = _number(typed["price"]), _number(typed["percent"])
    at, until = _moment(typed["at"]), _moment(typed["until"])
    if (yen is None) == (percent is None):
        return [], "価格か割引率の、どちらか 1 つを入れてください。"
    if percent is not None and not 1 <= percent <= 90:
        return [], "割引率は 1〜90 % にしてください。"
    if (typed["at"] and at is None) or (typed["until"] and until is None):
        return [], "日時を読み取れません。日付と時刻を選び直してください。"
    if until is not None and until <= (at or clock.now()):
        return [], "終わりは、始まりより後にしてください。"
    wishes = []
    for row in rows:
        now_yen = _now_yen(row)
        wishes.append(
            PriceWish(row.id, yen if yen is not None else now_yen * (100 - (percent or 0)) // 100, at)
        )
        if until is not None:
            wishes.append(PriceWish(row.id, now_yen, until))
    return wishes, ""


def _now_yen(row: OfferRow) -> int:
    """What it costs there now, as far as we know."""
    return int(row.seen.get("price_yen") or row.ours_yen)


def _number(text: str) -> int | None:
    found = digits(text)
    return int(found) if found and len(found) < 12 else None


def _moment(text: str) -> datetime | None:
    """A moment as the browser's field gives it, in Japan."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=clock.JST) if found.tzinfo is None else found


@require_POST
@page("channels.schedule_prices")
def lines(request: StaffRequest, channel: str) -> HttpResponse:
    """Order many prices from lines of a sheet: code, price, start, end; all of them or none."""
    state = mall_of(channel)
    typed = [line for line in request.POST.get("lines", "")[:LONGEST].splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("\t" if "\t" in line else ",")] for line in typed]
    known = {row.code: row for row in queries_offers.by_code(state.channel, [row[0] for row in cells])}
    wishes: list[PriceWish] = []
    for number, row in enumerate(cells, 1):
        made, trouble = _line(row, known)
        if trouble:
            return _back(request, channel, f"{number} 行目: {trouble}何も予約していません。", 0)
        wishes += made
    try:
        count = commands.schedule_prices(channel, wishes, by=request.actor) if wishes else 0
    except Refusal as refusal:
        return _back(request, channel, f"{refusal.text}{refusal.advice}", 0)
    commands.ask_to_price(channel)
    return _back(
        request, channel, f"{count:,} 件の価格を予約しました。" if count else "行がありません。", count
    )


def _line(cells: list[str], known: dict[str, OfferRow]) -> tuple[list[PriceWish], str]:
    code, price, at, until = [*cells, "", "", "", ""][:4]
    row, yen = known.get(code), _number(price)
    if row is None:
        return [], f"商品コード「{code}」の出品がありません。"
    if yen is None:
        return [], f"価格「{price}」を読み取れません。"
    start, end = (_moment(text.replace("/", "-")) for text in (at, until))
    if (at and start is None) or (until and end is None):
        return [], "日時は「2026-12-01 20:00」の形で入れてください。"
    if end is not None and end <= (start or clock.now()):
        return [], "終わりは、始まりより後にしてください。"
    back = [PriceWish(row.id, _now_yen(row), end)] if end is not None else []
    return [PriceWish(row.id, yen, start), *back], ""


@require_POST
@page("channels.cancel_prices")
def cancel(request: StaffRequest, channel: str) -> HttpResponse:
    """Call one ordered price off."""
    count = commands.cancel_prices(channel, _ids(request), by=request.actor)
    return _back(
        request, channel, "予約を取り消しました。" if count else "もう送られたか、取り消されています。", count
    )


@require_POST
@page("channels.try_prices_again")
def again(request: StaffRequest, channel: str) -> HttpResponse:
    """Send one price again that the mall did not take."""
    count = commands.try_prices_again(channel, _ids(request), by=request.actor)
    return _back(request, channel, "もう一度送ります。" if count else "送り直すものがありません。", count)


def _ids(request: StaffRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("id")[:1000] if one.isdigit() and len(one) < 19]


def _back(request: StaffRequest, channel: str, text: str, count: Any) -> HttpResponse:
    (messages.success if count else messages.warning)(request, text)
    return go(request, reverse("mall-offers", args=[channel]) + "?view=prices")
