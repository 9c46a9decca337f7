"""See what a file of products would change."""

from __future__ import annotations

from django.db import transaction

from hanjo.catalogue import sheets
from hanjo.catalogue.commands.file_rows import Account, ProductSheet, refused_head, refused_lines, save_piece
from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import BadFile, FileState
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


class _Undo(Exception):
    """Ends the rehearsal."""


@command("catalogue.import_file", "商品ファイルの取込")
def look_through_file(file_id: int, *, by: Actor) -> ProductFile:
    """Rehearse a product file: the real run, undone, so that the preview cannot differ (取込プレビュー).

    Looking again gives the same answer while nothing else changed. A file that cannot be read ends as
    refused, with the reason; nothing of the catalogue changes either way.
    """
    file = ProductFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NotFound(what="商品ファイル", key=file_id)
    if file.state not in {FileState.READING, FileState.READY}:
        return file
    try:
        _rehearse(file, by)
        file.state = FileState.READY
    except BadFile as refusal:
        file.state, file.verdict = FileState.REFUSED, refusal.text
    file.save()
    return file


def _rehearse(file: ProductFile, by: Actor) -> None:
    sheet = ProductSheet(sheets.Sheet(media(file.path)))
    account = Account()
    try:
        with transaction.atomic(), media(file.path + ".refused").open("wb") as errors:
            errors.write(refused_head(sheet))
            for piece in sheet.pieces():
                save_piece(piece, account, by)
                errors.write(refused_lines(account))
                account.refused.clear()
            raise _Undo
    except _Undo:
        pass
    file.counts, file.examples = account.counts, account.examples
    file.total = sum(account.counts.values())
    if not file.total:
        raise BadFile(reason="見出しの下に行がありません。")
    file.about = {
        "encoding": {"utf-8-sig": "UTF-8", "cp932": "Shift_JIS", "utf-16": "UTF-16"}.get(
            sheet.sheet.encoding, sheet.sheet.encoding
        ),
        "columns": [header for header in sheet.headers if header],
        "unknown": sheet.unknown[:50],
        "new_categories": account.new_categories[:50],
    }
