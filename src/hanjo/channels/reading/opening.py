"""Open whatever a shop exported (ファイルを開く): CSV, TSV, Excel, each plain, in a gzip or in a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from hanjo.channels.reading import encoding as encodings
from hanjo.channels.reading.finding import find_shape
from hanjo.channels.reading.limits import CHUNK_BYTES, MAX_ENTRIES, MAX_SHEET_BYTES
from hanjo.channels.reading.sheets import open_workbook
from hanjo.channels.reading.source import (
    Source,
    bounded_copy,
    is_gzip,
    open_source,
    refuse_swelling,
    unpack_gzip,
)
from hanjo.channels.reading.table import Table
from hanjo.channels.reading.text_table import TextTable
from hanjo.channels.terms import UnreadableFile

Thing = str | Path | IO[bytes] | bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = "CSV・TSV・Excel（.xlsx、.xls）、またはそれを圧縮した .gz・.zip を取り込めます。"


def open_table(thing: Thing, *, name: str) -> Table:
    """The one table of a file; refuses a file that holds several or none."""
    tables = open_tables([(thing, name)])
    if len(tables) > 1:
        raise UnreadableFile(
            name=name,
            reason=f"表が {len(tables)} つ入っています（{'、'.join(table.name for table in tables)}）。",
            advice="取り込むファイルを 1 つだけ入れてください。",
        )
    return tables[0]


def open_tables(things: Sequence[tuple[Thing, str]]) -> list[Table]:
    """Every table of the given files (content, name); a zip may hold several."""
    return [table for thing, name in things for table in _open(open_source(thing, name))]


def _open(source: Source, depth: int = 0) -> list[Table]:
    if is_gzip(source):
        source = unpack_gzip(source)
    head = source.head(8)
    if not head:
        raise UnreadableFile(name=source.name, reason="ファイルが空です。", advice=_KINDS)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_zip(source, depth)
    if head == _OLE:
        if source.size > MAX_SHEET_BYTES // 4:
            refuse_swelling(source.name, source.size, None, MAX_SHEET_BYTES // 4)
        return [open_workbook(source, old=True)]
    return [_open_text(source)]


def _open_text(source: Source) -> Table:
    head = source.head(CHUNK_BYTES)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise UnreadableFile(name=source.name, reason="表のファイルではありません。", advice=_KINDS)
    encoding = encodings.find(source.pieces())
    headers, shape = find_shape(source.name, head.decode(encoding.codec, "replace"))
    return TextTable(source, encoding, headers, shape)


def _open_zip(source: Source, depth: int) -> list[Table]:
    try:
        with zipfile.ZipFile(source.stream()) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bomb(source, entries)
            if any(entry.filename.startswith("xl/") for entry in entries):
                return [open_workbook(source, old=False)]
            return _open_members(archive, entries, source.name, depth)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnreadableFile(
            name=source.name,
            reason="zip または Excel のファイルが壊れているか、パスワードで守られています。",
            advice="開いて保存し直してから、もう一度取り込んでください。",
        ) from error


def _refuse_bomb(source: Source, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise UnreadableFile(
            name=source.name,
            reason=f"中のファイルが多すぎます（{MAX_ENTRIES} 個まで）。",
            advice="取り込むファイルだけを入れてください。",
        )
    total = sum(entry.file_size for entry in entries)
    refuse_swelling(source.name, total, source.size)


def _open_members(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str, depth: int
) -> list[Table]:
    tables: list[Table] = []
    if depth:
        raise UnreadableFile(
            name=name, reason="zip の中に zip があります。", advice="1 度だけ圧縮してください。"
        )
    for entry in entries:
        leaf = entry.filename.rsplit("/", 1)[-1]
        if leaf.startswith((".", "__")) or entry.filename.startswith("__MACOSX"):
            continue
        with archive.open(entry) as packed:
            content, whole = bounded_copy(packed, leaf, packed_size=entry.compress_size)
        member = Source(content, leaf)
        member.cut_short = not whole
        tables.extend(_open(member, depth + 1))
    if not tables:
        raise UnreadableFile(name=name, reason="zip の中に表がありません。", advice=_KINDS)
    return tables
