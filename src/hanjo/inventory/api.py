"""Stock for programs: counts out, adjustments and deliveries in."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Router, Schema

from hanjo.catalogue import queries as catalogue
from hanjo.inventory import commands, queries
from hanjo.inventory.models import Location
from hanjo.inventory.terms import Cause
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.api import LARGEST_PAGE, ApiRequest, Page, public_id, scope

router = Router(tags=["在庫"])

BY_HAND = (
    Cause.FOUND, Cause.DAMAGED, Cause.COUNTED, Cause.CORRECTED, Cause.RETURNED, Cause.SOLD_IN_SHOP, Cause.OPENING
)  # fmt: skip


class LevelOut(Schema):
    """The count of a SKU in one place."""

    location: str
    bin: str
    on_hand: int
    reserved: int
    stopped_because: str


class StockOut(Schema):
    """One SKU with what lies where and what can be promised."""

    id: str
    sku_code: str
    name: str
    is_bundle: bool
    available: int = Field(description="販売可能数。セット商品は内訳から決まります")
    missing: int = Field(description="受注が待っている数")
    inbound: int
    inbound_due_on: date | None
    levels: list[LevelOut]


class AdjustIn(Schema):
    """One count that is to change; `ref` makes a repetition harmless."""

    ref: str = Field(min_length=1, max_length=60)
    sku_code: str
    location: str
    delta: int | None = Field(None, description="増減。counted とどちらか一方")
    counted: int | None = Field(None, ge=0, description="数えた実数")
    cause: Cause = Cause.CORRECTED
    note: str = Field("", max_length=255)


class AdjustsIn(Schema):
    """Up to a thousand adjustments at once."""

    lines: list[AdjustIn] = Field(max_length=1_000)


class AdjustedOut(Schema):
    """What one line changed; 0: it was right already, was sent before, or would take what is promised."""

    ref: str
    changed: int
    on_hand: int


class DeliveryIn(Schema):
    """Goods that arrived; `ref` names the delivery line, once."""

    ref: str = Field(min_length=1, max_length=60)
    sku_code: str
    location: str
    quantity: int = Field(ge=1, le=10_000_000)
    unit_cost_yen: int = Field(0, ge=0)


class DeliveriesIn(Schema):
    """Up to a thousand delivery lines at once."""

    lines: list[DeliveryIn] = Field(max_length=1_000)


class ReceivedOut(Schema):
    """How many pieces were added; 0 when all of it was sent before."""

    pieces: int


class NoStockOfBundles(Refusal):
    """A bundle lies on no shelf; its components do."""

    code = "no_stock_of_bundles"
    message = "セット商品「{sku}」に在庫はありません。"
    fix = "内訳の SKU で送ってください。"


class NotByHand(Refusal):
    """Some causes are written by the house only, together with what caused them."""

    code = "not_by_hand"
    message = "理由「{cause}」は直接は入れられません。"


@router.get("/stock", auth=scope("inventory.look"), response=Page[StockOut], summary="在庫の一覧")
def list_stock(
    request: ApiRequest, words: str = "", view: str = "", after: str = "", limit: int = 50
) -> dict[str, Any]:
    """List SKUs by code with their counts; `view` is short, out, flagged or inbound."""
    size = max(1, min(limit, LARGEST_PAGE))
    board = queries.board(words=words, view=view, after=after, size=size)
    codes = {place.pk: place.code for place in Location.objects.all()}
    return {"items": [_shaped(row, codes) for row in board.rows], "next": board.after}


def _shaped(row: queries.StockRow, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "id": public_id("sku", row.id),
        "sku_code": row.code,
        "name": row.name,
        "is_bundle": row.is_bundle,
        "available": row.available,
        "missing": row.missing,
        "inbound": row.inbound,
        "inbound_due_on": row.due_on,
        "levels": [
            {
                "location": codes[location],
                "bin": level.bin,
                "on_hand": level.on_hand,
                "reserved": level.reserved,
                "stopped_because": level.flagged_because,
            }
            for location, level in row.levels.items()
        ],
    }


@router.post("/stock/adjust", auth=scope("inventory.adjust"), response=list[AdjustedOut], summary="在庫調整")
def adjust_stock(request: ApiRequest, body: AdjustsIn) -> list[dict[str, Any]]:
    """Correct counts; each `ref` counts once, and nothing that is promised is taken away."""
    skus = _skus([line.sku_code for line in body.lines])
    places = _places([line.location for line in body.lines])
    lines = []
    for line in body.lines:
        if line.cause not in BY_HAND:
            raise NotByHand(cause=line.cause.label)
        lines.append(
            commands.AdjustLine(
                sku_id=skus[line.sku_code], location_id=places[line.location], ref=f"api:{line.ref}",
                cause=line.cause, delta=line.delta or 0, counted=line.counted, note=line.note,
            )
        )  # fmt: skip
    moved = commands.adjust_many(lines, by=request.actor)
    levels = queries.levels(list(skus.values()))
    return [
        {
            "ref": sent.ref,
            "changed": moved.get(place, 0),
            "on_hand": levels[made.sku_id][made.location_id].on_hand,
        }
        for place, (sent, made) in enumerate(zip(body.lines, lines, strict=True))
    ]


@router.post("/stock/receive", auth=scope("inventory.receive"), response=ReceivedOut, summary="入庫")
def receive_stock(request: ApiRequest, body: DeliveriesIn) -> dict[str, int]:
    """Put goods that arrived on their shelves; orders that waited get theirs."""
    skus = _skus([line.sku_code for line in body.lines])
    places = _places([line.location for line in body.lines])
    lines = [
        commands.ReceiveLine(
            sku_id=skus[line.sku_code], location_id=places[line.location], quantity=line.quantity,
            ref=f"api:{line.ref}", unit_cost_yen=line.unit_cost_yen,
        )
        for line in body.lines
    ]  # fmt: skip
    return {"pieces": commands.receive(lines, by=request.actor)}


def _skus(codes: list[str]) -> dict[str, int]:
    cards = catalogue.cards(codes)
    for code in codes:
        if code not in cards:
            raise NotFound(what="SKU", key=code)
        if cards[code].is_bundle:
            raise NoStockOfBundles(sku=code)
    return {code: card.id for code, card in cards.items()}


def _places(codes: list[str]) -> dict[str, int]:
    found = dict(Location.objects.filter(code__in=set(codes), is_active=True).values_list("code", "pk"))
    for code in codes:
        if code not in found:
            raise NotFound(what="ロケーション", key=code)
    return found
