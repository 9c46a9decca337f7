"""Order intake for programs: files in, their account out, item codes mapped."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, cast

from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from hanjo.channels import commands, queries
from hanjo.channels.jobs import receive
from hanjo.channels.models import ImportFile, Listing, RowNote
from hanjo.channels.terms import Format
from hanjo.kernel.refusal import NotFound
from hanjo.staff.web.api import ApiRequest, Page, cursor_page, public_id, read_id, scope

router = Router(tags=["取込"])


class OrdersOut(Schema):
    """What became of the orders of a file."""

    created: int
    updated: int
    unchanged: int
    cancelled: int


class ImportOut(Schema):
    """A file with its state and its account: the classes add up to the rows."""

    id: str
    channel: str
    format: str
    name: str
    state: str = Field(description="queued・running・done・failed")
    trouble: str
    received_at: datetime
    finished_at: datetime | None
    rows: int
    rows_by_class: dict[str, int]
    amount: dict[str, str]
    orders: OrdersOut
    seconds: float

    @classmethod
    def of(cls, file: ImportFile) -> ImportOut:
        """The answer for a stored file."""
        return cls(
            id=public_id("imp", file.pk),
            channel=file.channel.code,
            format=file.format,
            name=file.name,
            state=file.state,
            trouble=file.trouble,
            received_at=file.received_at,
            finished_at=file.finished_at,
            **queries.account(file),
        )


class RowOut(Schema):
    """A row that is not goods, with the reason."""

    id: str
    number: int
    row_class: str
    document: str
    reason: str
    cells: list[str]

    @classmethod
    def of(cls, note: RowNote) -> RowOut:
        """The answer for a stored row."""
        return cls(
            id=public_id("row", note.pk),
            number=note.number,
            row_class=note.row_class,
            document=note.key,
            reason=note.reason,
            cells=[str(cell) for cell in note.cells],
        )


class ListingIn(Schema):
    """What a channel means by one of its codes."""

    code: str = Field(min_length=1, max_length=100)
    sku_code: str = Field(min_length=1, max_length=64)


class ListingsIn(Schema):
    """Up to a thousand meanings of one channel."""

    channel: str
    pairs: list[ListingIn] = Field(max_length=1_000)


class ListingsOut(Schema):
    """The orders that had waited for these codes and move on now."""

    released: list[str]


class ListingOut(Schema):
    """One meaning as it is stored."""

    id: str
    channel: str
    code: str
    sku_code: str


@router.post(
    "/imports", auth=scope("channels.store_file"), response={202: ImportOut}, summary="受注ファイルを取り込む"
)
def upload(
    request: ApiRequest,
    files: File[list[UploadedFile]],
    channel: Form[str],
    format: Form[str] = "",  # the field's own word
    mapping: Form[str] = "",
) -> Status[ImportOut]:
    """Keep one file (or the two of a pair) and queue its intake; ask for `/imports/{id}` until it is done."""
    stored = receive(
        [(one.name or "upload", cast("BinaryIO", one.file)) for one in files],
        channel=channel,
        format=_format(format),
        mapping=mapping,
        by=request.actor,
    )
    return Status(202, ImportOut.of(stored))


@router.get("/imports", auth=scope("channels.look"), response=Page[ImportOut], summary="取込の一覧")
def list_imports(request: ApiRequest, after: str = "", limit: int = 50) -> dict[str, Any]:
    """Files by id, with their accounts."""
    page = cursor_page(ImportFile.objects.select_related("channel"), after, limit)
    return {**page, "items": [ImportOut.of(file) for file in page["items"]]}


@router.get("/imports/{import_id}", auth=scope("channels.look"), response=ImportOut, summary="取込の結果")
def one_import(request: ApiRequest, import_id: str) -> ImportOut:
    """One file with its account."""
    return ImportOut.of(_file(import_id))


@router.get(
    "/imports/{import_id}/rows", auth=scope("channels.look"), response=Page[RowOut], summary="行の判定"
)
def import_rows(request: ApiRequest, import_id: str, after: str = "", limit: int = 100) -> dict[str, Any]:
    """The rows of a file that were refused or set aside, with the reason of each."""
    page = cursor_page(RowNote.objects.filter(file=_file(import_id)), after, limit)
    return {**page, "items": [RowOut.of(note) for note in page["items"]]}


@router.post("/imports/{import_id}/replay", auth=scope("channels.replay"), summary="読み直す")
def replay(request: ApiRequest, import_id: str) -> dict[str, int]:
    """Understand the kept documents of a file once more."""
    return commands.replay(_file(import_id).pk, by=request.actor)


@router.get("/listings", auth=scope("channels.look"), response=Page[ListingOut], summary="商品コードの対応")
def listings(request: ApiRequest, channel: str = "", after: str = "", limit: int = 100) -> dict[str, Any]:
    """Which SKU each channel means by its codes."""
    rows = Listing.objects.select_related("channel", "sku")
    page = cursor_page(rows.filter(channel__code=channel) if channel else rows, after, limit)
    items = [
        ListingOut(
            id=public_id("lst", row.pk), channel=row.channel.code, code=row.code, sku_code=row.sku.code
        )
        for row in page["items"]
    ]
    return {**page, "items": items}


@router.post(
    "/listings", auth=scope("channels.save_listing"), response=ListingsOut, summary="商品コードを対応づける"
)
def save_listings(request: ApiRequest, body: ListingsIn) -> ListingsOut:
    """Say what codes mean; every order that waited for one of them moves on."""
    pairs = [(pair.code, pair.sku_code) for pair in body.pairs]
    return ListingsOut(released=commands.save_listing(body.channel, pairs, by=request.actor))


def _file(import_id: str) -> ImportFile:
    file = ImportFile.objects.select_related("channel").filter(pk=read_id("imp", import_id)).first()
    if file is None:
        raise NotFound(what="取込", key=import_id)
    return file


def _format(word: str) -> Format | None:
    if word and word not in {one.value for one in Format}:
        raise NotFound(what="取込形式", key=word)
    return Format(word) if word else None
