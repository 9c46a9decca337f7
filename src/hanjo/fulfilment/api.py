"""Shipping for programs: waves, instructions, parcels, scans and results (出荷 API)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import File, Router, Schema, UploadedFile
from pydantic import Field

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.commands.load_results import MOST_BYTES
from hanjo.fulfilment.models import Parcel, Wave
from hanjo.fulfilment.queries import ScanState
from hanjo.fulfilment.terms import WaveKind
from hanjo.staff.web.api import ApiRequest, Page, cursor_page, public_id, read_id, scope

router = Router(tags=["出荷"])

Numbers = Annotated[list[str], Field(max_length=5000, min_length=1)]


class WaveOut(Schema):
    """A batch of instructions that is picked and printed together."""

    id: str
    number: str
    kind: str
    label: str
    location: str
    made_at: datetime

    @staticmethod
    def resolve_id(row: Wave) -> str:
        return public_id("wav", row.pk)

    @staticmethod
    def resolve_location(row: Wave) -> str:
        return row.location.code


class InstructIn(Schema):
    """Orders to send, and how to sort them into waves. The same key is carried out once."""

    numbers: Numbers
    key: Annotated[str, Field(min_length=1, max_length=60)]
    kind: WaveKind = WaveKind.CARRIER
    location: str = ""


class RefusedOut(Schema):
    """An order that stays, and why."""

    number: str
    reason: str


class InstructOut(Schema):
    """What became of the orders."""

    waves: list[str]
    numbers: list[str]
    refused: list[RefusedOut]
    repeated: bool


class PreviewOut(Schema):
    """What an instruction would do."""

    text: str
    orders: int
    refused: list[RefusedOut]


class ParcelOut(Schema):
    """One box with one tracking number."""

    id: str
    key: str
    order: str
    instruction: str
    wave: str
    state: str
    carrier: str
    service: str
    tracking_number: str
    tracking_url: str
    size_cm: int
    weight_g: int
    cod_yen: int
    labelled_at: datetime | None
    dispatched_at: datetime | None
    voided: bool


class DispatchIn(Schema):
    """Instructions that leave."""

    instructions: Annotated[list[str], Field(max_length=5000, min_length=1)]
    unverified: bool = False
    without_numbers: bool = False


class DispatchOut(Schema):
    """What left and what stays."""

    numbers: list[str]
    parcels: int
    already: int
    refused: list[RefusedOut]


class ScanIn(Schema):
    """One beep: the code, the device's own id of the beep, and how many."""

    code: Annotated[str, Field(min_length=1, max_length=80)]
    key: Annotated[str, Field(min_length=1, max_length=58)]
    quantity: Annotated[int, Field(ge=1, le=9999)] = 1


class ScanLineOut(Schema):
    """One kind of goods of the order on the table."""

    sku: str
    jan: str
    name: str
    bin: str
    quantity: int
    verified: int


class ScanOut(Schema):
    """How far the scanning of one instruction is."""

    instruction: str
    order: str
    state: str
    version: int
    total: int
    left: int
    lines: list[ScanLineOut]


class ResultsOut(Schema):
    """What became of the rows of a carrier's result file."""

    rows: int
    counts: dict[str, int]
    notes: list[dict[str, str | int]]


@router.get("/waves", auth=scope("fulfilment.look"), response=Page[WaveOut], summary="ウェーブの一覧")
def list_waves(request: ApiRequest, after: str = "", limit: int = 50) -> object:
    """Every wave, newest first."""
    return cursor_page(Wave.objects.select_related("location"), after, limit)


@router.post("/instructions", auth=scope("fulfilment.instruct"), response=InstructOut, summary="出荷指示")
def instruct(request: ApiRequest, body: InstructIn) -> InstructOut:
    """Instruct many orders; those that cannot go are answered with their reason."""
    done = commands.instruct(
        body.numbers, by=request.actor, key=body.key, kind=body.kind, location=body.location
    )
    return InstructOut(
        waves=list(done.waves),
        numbers=list(done.numbers),
        refused=[RefusedOut(number=one.number, reason=one.reason) for one in done.refused],
        repeated=done.repeated,
    )


@router.post(
    "/instructions/preview", auth=scope("fulfilment.look"), response=PreviewOut, summary="出荷指示の事前確認"
)
def preview(request: ApiRequest, body: InstructIn) -> PreviewOut:
    """Say what an instruction would do; nothing is written."""
    seen = queries.preview_instruct(body.numbers, location=body.location)
    refused = [RefusedOut(number=one.number, reason=one.reason) for one in seen.not_ready]
    return PreviewOut(text=seen.text, orders=seen.orders, refused=refused)


@router.get("/parcels", auth=scope("fulfilment.look"), response=Page[ParcelOut], summary="個口の一覧")
def list_parcels(
    request: ApiRequest, after: str = "", limit: int = 50, order: str = "", dispatched: bool | None = None
) -> object:
    """Parcels with their tracking numbers; of one order, or only those that left or are still here."""
    rows = Parcel.objects.select_related("instruction__order", "instruction__service", "instruction__wave")
    if order:
        rows = rows.filter(instruction__order__number=order)
    if dispatched is not None:
        rows = rows.filter(dispatched_at__isnull=not dispatched, voided_at__isnull=True)
    return cursor_page(rows, after, limit, shape=_parcel)


@router.post("/dispatches", auth=scope("fulfilment.dispatch"), response=DispatchOut, summary="出荷確定")
def dispatch(request: ApiRequest, body: DispatchIn) -> DispatchOut:
    """Let instructions leave; what left before is counted, not repeated."""
    done = commands.dispatch(
        [read_id("ins", one) for one in body.instructions],
        by=request.actor,
        unverified=body.unverified,
        without_numbers=body.without_numbers,
    )
    return DispatchOut(
        numbers=list(done.numbers),
        parcels=done.parcels,
        already=done.already,
        refused=[RefusedOut(number=one.number, reason=one.reason) for one in done.refused],
    )


@router.get("/scans", auth=scope("fulfilment.look"), response=ScanOut, summary="伝票から検品をひらく")
def open_scan(request: ApiRequest, slip: str) -> ScanOut:
    """The instruction that a slip means: order number, parcel key or tracking number."""
    return _scan(queries.scan_state(queries.find_instruction(slip)))


@router.post("/scans/{instruction}", auth=scope("fulfilment.scan"), response=ScanOut, summary="検品")
def scan(request: ApiRequest, instruction: str, body: ScanIn) -> ScanOut:
    """Compare one piece of goods with the order; the same beep sent again counts once."""
    state = commands.scan(
        read_id("ins", instruction), body.code, key=body.key, by=request.actor, quantity=body.quantity
    )
    return _scan(state)


@router.post(
    "/results/{carrier}",
    auth=scope("fulfilment.load_results"),
    response=ResultsOut,
    summary="送り状番号の取込",
)
def results(
    request: ApiRequest, carrier: str, file: File[UploadedFile], dispatch: bool = False
) -> ResultsOut:
    """Load a carrier's result file; the same file again changes nothing."""
    loaded = commands.load_results(
        carrier, file.read(MOST_BYTES + 1), by=request.actor, name=file.name or "", dispatch_too=dispatch
    )
    notes: list[dict[str, str | int]] = [
        {key: value for key, value in note.items() if isinstance(value, str | int)} for note in loaded.notes
    ]
    return ResultsOut(rows=loaded.rows, counts=dict(loaded.counts), notes=notes)


def _parcel(row: Parcel) -> ParcelOut:
    card = queries.parcel_card(row)
    return ParcelOut(
        id=public_id("pcl", row.pk),
        key=card.key,
        order=card.number,
        instruction=public_id("ins", card.instruction_id),
        wave=card.wave,
        state=card.state,
        carrier=card.carrier,
        service=card.service,
        tracking_number=card.tracking_number,
        tracking_url=card.tracking_url,
        size_cm=card.size_cm,
        weight_g=card.weight_g,
        cod_yen=card.cod_yen,
        labelled_at=card.labelled_at,
        dispatched_at=card.dispatched_at,
        voided=card.voided,
    )


def _scan(state: ScanState) -> ScanOut:
    return ScanOut(
        instruction=public_id("ins", state.instruction_id),
        order=state.number,
        state=state.state,
        version=state.version,
        total=state.total,
        left=state.left,
        lines=[
            ScanLineOut(
                sku=line.code,
                jan=line.jan,
                name=line.name,
                bin=line.bin,
                quantity=line.quantity,
                verified=line.verified,
            )
            for line in state.lines
        ],
    )
