"""在庫: what lies where, who holds it since when, and whether the books agree."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from hanjo.catalogue import queries as catalogue
from hanjo.inventory import queries
from hanjo.inventory.models import Location, Movement
from hanjo.inventory.terms import Cause
from hanjo.kernel.refusal import NotFound
from hanjo.orders.models import Order, OrderLine
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.board import Column, choose, columns
from hanjo.ui.render import render

VIEW_NAMES = {
    "": "すべて",
    "short": "引当待ち",
    "out": "在庫切れ",
    "inbound": "入荷予定",
    "flagged": "停止中",
}
HOT = {"short", "flagged"}
BY_HAND = "hand:"
"""References of what was done on these pages begin so; only those can be taken back here."""
CAUSES = [Cause.CORRECTED, Cause.COUNTED, Cause.DAMAGED, Cause.FOUND, Cause.RETURNED, Cause.SOLD_IN_SHOP]


@require_GET
@page("inventory.look")
def board(request: StaffRequest) -> HttpResponse:
    """List every SKU with its counts per place, a hundred at a time."""
    words, view = request.GET.get("words", "").strip()[:200], request.GET.get("view", "")
    view = view if view in VIEW_NAMES else ""
    shown = queries.board(
        words=words, view=view, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    counts = queries.tallies_lately()
    places = [
        Column(f"at{place.pk}", place.name, "m", num=True, phone="hide") for place in shown.locations[:4]
    ]
    every = columns(
        Column("code", "SKUコード", "xl", fixed=True), Column("name", "商品名", "grow3"), *places,
        Column("on_hand", "実在庫", "s", num=True, phone="hide"),
        Column("reserved", "引当済", "s", num=True, phone="hide"),
        Column("available", "販売可能", "s", num=True, phone="end"), Column("flags", "しるし", "grow2"),
        Column("jan", "JAN", "l", phone="hide", spare=True),
    )  # fmt: skip
    choice = choose(every, request.user.board_columns, "stock")
    context = {
        "shown": shown, "words": words, "view": view,
        "places": {f"at{place.pk}": place.pk for place in shown.locations},
        "col": choice.columns, "choice": choice,
        "tabs": [
            {
                "label": label, "count": counts[name], "current": name == view, "hot": name in HOT and counts[name],
                "url": f"{request.path}?view={name}" if name else request.path,
            }
            for name, label in VIEW_NAMES.items()
        ],
        "may_adjust": request.may("inventory.adjust"),
    }  # fmt: skip
    return render(request, "console/stock.html", context)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimant:
    """Who holds or waits for pieces, as people name it."""

    label: str
    url: str
    note: str


@require_GET
@page("inventory.look")
def sku(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one SKU: counts per place, who holds what since when, every movement, and its proof."""
    card = catalogue.cards_by_id([pk]).get(pk)
    if card is None:
        raise NotFound(what="SKU", key=pk)
    holders, waiting = queries.holders(pk), queries.waiting(pk)
    moved, older = queries.movements(pk, before=_number(request.GET.get("before", "")))
    refs = [*(one.ref for one in holders), *(one.ref for one in waiting), *(one.ref for one in moved)]
    levels, proof = queries.levels_with_proof(pk)
    places = queries.locations()
    parts = _parts(pk) if card.is_bundle else []
    context = {
        "card": card,
        "product": card.product_id,
        "levels": levels,
        "available": _bundles(parts) if card.is_bundle else _free(levels, places),
        "holders": holders, "waiting": waiting,
        "inbounds": queries.inbounds(pk), "moved": [_moved(one) for one in moved], "older": older,
        "proof": proof, "proven": all(one.holds for one in proof), "who": claimants(refs),
        "parts": parts, "locations": [(place.pk, place.name) for place in places],
        "causes": [(str(cause), cause.label) for cause in CAUSES], "token": f"{BY_HAND}{uuid.uuid4().hex}",
        "may": {name: request.may(f"inventory.{name}") for name in (
            "adjust", "transfer", "receive", "place_in_bin", "flag", "unflag")},
    }  # fmt: skip
    return render(request, "console/stock_sku.html", context)


def _free(levels: list[queries.LevelView], places: list[Location]) -> int:
    """What could be promised of what lies here: as `inventory.queries.available`, from the levels at hand."""
    open_places = {place.pk for place in places if place.ships}
    return sum(
        level.free for level in levels if level.location_id in open_places and not level.flagged_because
    )


def _bundles(parts: list[tuple[str, int, int, int]]) -> int:
    return min((free // quantity for _, _, quantity, free in parts), default=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class MovementView:
    """One movement as the page shows it."""

    at: datetime
    cause: str
    place: str
    delta: int
    value_yen: int
    ref: str
    note: str
    by: str


def _moved(one: Movement) -> MovementView:
    return MovementView(
        at=one.made_at, cause=Cause(one.cause).label, place=one.level.location.name, delta=one.delta,
        value_yen=one.value_yen, ref=one.ref, note=one.note, by=one.made_by.partition(":")[2] or one.made_by,
    )  # fmt: skip


def _parts(pk: int) -> list[tuple[str, int, int, int]]:
    """What a bundle holds: component, its id, how many of it, how many of it are free."""
    parts = catalogue.components([pk]).get(pk, [])
    free = queries.available([part for part, _ in parts])
    cards = catalogue.cards_by_id([part for part, _ in parts])
    return [
        (f"{cards[part].code} {cards[part].name}", part, quantity, free[part]) for part, quantity in parts
    ]


def claimants(refs: Sequence[str]) -> dict[str, Claimant]:
    """The orders behind references such as `order-line:12`, in one statement; others are absent."""
    lines = {ref: int(ref[11:]) for ref in refs if ref.startswith("order-line:") and ref[11:].isdigit()}
    rows = OrderLine.objects.filter(pk__in=set(lines.values())).select_related("order")
    found = {line.pk: line.order for line in rows}
    held = {
        ref: Claimant(label="購入手続き中のお客様", url="", note="取り置き")
        for ref in refs
        if ref.startswith("hold:")
    }
    return held | {ref: _claimant(found[pk]) for ref, pk in lines.items() if pk in found}


def _claimant(order: Order) -> Claimant:
    try:
        url = reverse("orders-order", args=[order.number])
    except NoReverseMatch:  # the pages of orders may be left out of an installation
        url = ""
    return Claimant(label=order.number, url=url, note=order.get_stage_display())


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
