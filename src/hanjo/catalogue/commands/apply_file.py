"""Put a product file into the catalogue, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from django.db import IntegrityError, connection, transaction

from hanjo.catalogue import sheets
from hanjo.catalogue.commands import file_rows, staging
from hanjo.catalogue.commands.file_rows import (
    Account,
    FileRow,
    ProductSheet,
    readable,
    refused_head,
    refused_lines,
    tell_piece,
)
from hanjo.catalogue.commands.save_products import save_products
from hanjo.catalogue.commands.staging import Decided
from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import FileState
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor


def apply_file(
    file_id: int, *, by: Actor, progress: Callable[[int, int | None], None] | None = None
) -> ProductFile:
    """Save every row of a released file, two thousand at a time (取込実行).

    What the preview decided is written as it was decided; a piece whose products, codes or JANs changed since
    is decided anew, under the same rules. Each piece commits together with the count of rows that are done:
    after a crash the next run goes on where this one stood, and no row counts twice. A bad row costs only
    itself and is kept in the error file.
    """
    file = ProductFile.objects.get(pk=file_id)
    if file.state != FileState.APPLYING:
        return file
    rows = _Rows(ProductSheet(sheets.Sheet(media(file.path))))
    while file.done < file.total and (count := _apply_piece(file_id, rows, by)):
        file.done += count
        if progress:
            progress(file.done, file.total)
    with transaction.atomic():
        file = ProductFile.objects.select_for_update().get(pk=file_id)
        if file.state == FileState.APPLYING:
            file.state, file.ended_at = FileState.DONE, clock.now()
            file.save(update_fields=["state", "ended_at"])
    return file


class _Rows:
    """The rows of the file from any place on, read only when a piece has to be decided anew."""

    def __init__(self, sheet: ProductSheet) -> None:
        self.sheet, self.at = sheet, 0
        self.left: Iterator[FileRow] = iter(())

    def piece(self, at: int, count: int) -> list[FileRow]:
        """So many rows from this place on."""
        if at < self.at or not self.at:
            self.left, self.at = self.sheet.rows(), 0
        piece = list(islice(self.left, at - self.at, at - self.at + count))
        self.at = at + len(piece)
        return piece


@transaction.atomic
def _apply_piece(file_id: int, rows: _Rows, by: Actor) -> int:
    file = ProductFile.objects.select_for_update().get(pk=file_id)
    account = Account(counts=dict(file.counts), examples=list(file.examples))
    decided = staging.found(file)
    if decided is not None and _carried_out(decided, by):
        decided.tell(account)
        count, refused = decided.rows, decided.refused
    else:
        piece = rows.piece(file.done, decided.rows if decided else file_rows.PIECE)
        tell_piece(piece, save_products(readable(piece), by=by), account)
        count, refused = len(piece), refused_lines(account)
    file.counts, file.examples = account.counts, account.examples
    file.done += count
    file.refused_bytes = _keep_refused(file, rows.sheet, refused)
    file.save(update_fields=["counts", "examples", "done", "refused_bytes"])
    return count


def _carried_out(decided: Decided, by: Actor) -> bool:
    """Write what was decided, unless something that it was decided on has changed since."""
    try:
        with transaction.atomic():
            if not decided.batch.still_fits():
                return False
            decided.batch.write(by=by)
            with connection.cursor() as cursor:  # what it points at must be there now, not only at the commit
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:  # a code or a JAN was taken since
        return False
    return True


def _keep_refused(file: ProductFile, sheet: ProductSheet, refused: str) -> int:
    """Write the refused rows behind those of earlier pieces; what a lost run left behind is cut off."""
    path = media(file.path + ".refused")
    with path.open("r+b" if path.exists() else "w+b") as errors:
        errors.truncate(file.refused_bytes)
        errors.seek(file.refused_bytes)
        if not file.refused_bytes:
            errors.write(refused_head(sheet))
        errors.write(refused.encode("utf-8", "replace"))
        return errors.tell()
