"""See what a file of products would change."""

from __future__ import annotations

from hanjo.catalogue import sheets
from hanjo.catalogue.commands import staging
from hanjo.catalogue.commands.earlier import Earlier
from hanjo.catalogue.commands.file_rows import (
    Account,
    FileRow,
    ProductSheet,
    readable,
    refused_head,
    refused_lines,
    tell_piece,
)
from hanjo.catalogue.commands.save_products import decide
from hanjo.catalogue.commands.staging import Decided
from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import BadFile, FileState
from hanjo.kernel.actor import Actor
from hanjo.kernel.bulk import undisturbed
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("catalogue.import_file", "商品ファイルの取込")
def look_through_file(file_id: int, *, by: Actor) -> ProductFile:
    """Decide every row of a product file without writing any, and keep what was decided (取込プレビュー).

    The real run carries out these very decisions wherever nothing changed in between, so that the preview cannot
    differ. Looking again gives the same answer while nothing else changed. A file that cannot be read ends as
    refused, with the reason; nothing of the catalogue changes either way.
    """
    file = ProductFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NotFound(what="商品ファイル", key=file_id)
    if file.state not in {FileState.READING, FileState.READY}:
        return file
    try:
        with undisturbed():
            _rehearse(file)
        file.state = FileState.READY
    except BadFile as refusal:
        file.state, file.verdict = FileState.REFUSED, refusal.text
    file.save()
    return file


def _rehearse(file: ProductFile) -> None:
    sheet = ProductSheet(sheets.Sheet(media(file.path)))
    account = Account()
    earlier = Earlier(sheet.again())
    kept = []
    with media(file.path + ".refused").open("wb") as errors, media(file.path + ".decided").open("wb") as out:
        errors.write(refused_head(sheet))
        for piece in sheet.pieces():
            decided = _decide(piece, account, earlier)
            errors.write(decided.refused.encode("utf-8", "replace"))
            kept.append(staging.keep(out, decided))
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
        "decided": kept,
    }


def _decide(piece: list[FileRow], account: Account, earlier: Earlier) -> Decided:
    counts, told = dict(account.counts), len(account.examples)
    saved, batch = decide(readable(piece), {}, earlier, lock=False)
    tell_piece(piece, saved, account)
    refused = refused_lines(account)
    account.refused.clear()
    return Decided(
        rows=len(piece), batch=batch, examples=account.examples[told:], refused=refused,
        counts={verdict: number - counts[verdict] for verdict, number in account.counts.items()},
    )  # fmt: skip
