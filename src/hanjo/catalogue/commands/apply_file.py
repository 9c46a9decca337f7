"""Put a product file into the catalogue, piece by piece."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from hanjo.catalogue import sheets
from hanjo.catalogue.commands.file_rows import (
    Account,
    FileRow,
    ProductSheet,
    refused_head,
    refused_lines,
    save_piece,
)
from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import FileState
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor


def apply_file(
    file_id: int, *, by: Actor, progress: Callable[[int, int | None], None] | None = None
) -> ProductFile:
    """Save every row of a released file, two thousand at a time (取込実行).

    Each piece commits together with the count of rows that are done: after a crash the next run goes on
    where this one stood, and no row counts twice. A bad row costs only itself and is kept in the error file.
    """
    file = ProductFile.objects.get(pk=file_id)
    if file.state != FileState.APPLYING:
        return file
    sheet = ProductSheet(sheets.Sheet(media(file.path)))
    for piece in sheet.pieces(skip=file.done):
        _apply_piece(file_id, sheet, piece, by)
        file.done += len(piece)
        if progress:
            progress(file.done, file.total)
    with transaction.atomic():
        file = ProductFile.objects.select_for_update().get(pk=file_id)
        if file.state == FileState.APPLYING:
            file.state, file.ended_at = FileState.DONE, clock.now()
            file.save(update_fields=["state", "ended_at"])
    return file


@transaction.atomic
def _apply_piece(file_id: int, sheet: ProductSheet, piece: list[FileRow], by: Actor) -> None:
    file = ProductFile.objects.select_for_update().get(pk=file_id)
    account = Account(counts=dict(file.counts), examples=list(file.examples))
    save_piece(piece, account, by)
    file.counts, file.examples = account.counts, account.examples
    file.done += len(piece)
    file.refused_bytes = _keep_refused(file, sheet, account)
    file.save(update_fields=["counts", "examples", "done", "refused_bytes"])


def _keep_refused(file: ProductFile, sheet: ProductSheet, account: Account) -> int:
    """Write the refused rows behind those of earlier pieces; what a lost run left behind is cut off."""
    path = media(file.path + ".refused")
    with path.open("r+b" if path.exists() else "w+b") as errors:
        errors.truncate(file.refused_bytes)
        errors.seek(file.refused_bytes)
        if not file.refused_bytes:
            errors.write(refused_head(sheet))
        errors.write(refused_lines(account))
        return errors.tell()
