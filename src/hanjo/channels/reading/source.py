"""Bytes that can be read several times: a plain file, or what came out of a gzip or zip, within limits."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from hanjo.channels.reading.limits import CHUNK_BYTES, MAX_RATIO, MAX_TOTAL_BYTES, RATIO_FREE_BYTES
from hanjo.channels.terms import UnreadableFile

_SPOOL_BYTES = 4 * 1024 * 1024
_SMALLER = "ファイルを分けてから、もう一度取り込んでください。"


class Source:
    """A file's bytes, readable from the start any number of times, also while another reading is under way."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self.name = name
        self.cut_short = False  # a gzip whose end is missing
        self.size = file.seek(0, io.SEEK_END)

    def pieces(self, size: int = CHUNK_BYTES) -> Iterator[bytes]:
        """All bytes in pieces."""
        at = 0
        while True:
            self._file.seek(at)
            piece = self._file.read(size)
            if not piece:
                return
            at += len(piece)
            yield piece

    def head(self, size: int) -> bytes:
        """The first bytes."""
        self._file.seek(0)
        return self._file.read(size)

    def stream(self) -> IO[bytes]:
        """The underlying file, at its start."""
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


def open_source(thing: str | Path | IO[bytes] | bytes, name: str) -> Source:
    """A path, bytes or an open file as a source; what cannot be wound back is copied first."""
    if isinstance(thing, bytes):
        return Source(io.BytesIO(thing), name)
    if isinstance(thing, (str, Path)):
        try:
            return Source(Path(thing).open("rb"), name)
        except OSError as error:
            raise UnreadableFile(
                name=name,
                reason="ファイルを開けません（" + (error.strerror or "") + "）。",
                advice="場所と名前を確かめてください。",
            ) from error
    if thing.seekable():
        return Source(thing, name)
    return Source(bounded_copy(thing, name, packed_size=None)[0], name)


def is_gzip(source: Source) -> bool:
    """Whether the file begins like a gzip."""
    return source.head(2) == b"\x1f\x8b"


def unpack_gzip(source: Source) -> Source:
    """The content of a gzip, refused when it is too much or swells beyond reason. A missing end is remembered."""
    content, whole = _gunzip(source)
    unpacked = Source(content, source.name)
    unpacked.cut_short = not whole
    if not whole and unpacked.size == 0:
        raise UnreadableFile(
            name=source.name,
            reason="圧縮ファイル（gzip）が壊れています。",
            advice="もう一度ダウンロードしてください。",
        )
    return unpacked


def _gunzip(source: Source) -> tuple[IO[bytes], bool]:
    """Everything that can be unpacked, and whether the end was reached in good order (several members follow on)."""
    content = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115  # the source closes it
    total, member = 0, zlib.decompressobj(wbits=31)
    for packed in source.pieces():
        rest = packed
        while rest:
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            try:
                piece = member.decompress(rest, CHUNK_BYTES)
            except zlib.error:
                return content, False
            total += len(piece)
            refuse_swelling(source.name, total, source.size)
            content.write(piece)
            rest = member.unused_data.lstrip(b"\0") if member.eof else member.unconsumed_tail
    return content, member.eof


def bounded_copy(packed: Any, name: str, packed_size: int | None) -> tuple[IO[bytes], bool]:
    """Copy a stream into a temporary file; the second value says whether its end was reached in good order."""
    content = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115  # the source closes it
    total = 0
    while True:
        try:
            piece = packed.read(CHUNK_BYTES)
        except (EOFError, OSError, zlib.error):
            return content, False
        if not piece:
            return content, True
        total += len(piece)
        refuse_swelling(name, total, packed_size)
        content.write(piece)


def refuse_swelling(name: str, total: int, packed_size: int | None, limit: int = MAX_TOTAL_BYTES) -> None:
    """Refuse what is too large, or grows out of all proportion to its packed size (a zip bomb)."""
    if total > limit:
        raise UnreadableFile(
            name=name, reason=f"中身が大きすぎます（上限 {limit // 1024**2} MB）。", advice=_SMALLER
        )
    if packed_size is not None and total > RATIO_FREE_BYTES and total > packed_size * MAX_RATIO:
        raise UnreadableFile(
            name=name,
            reason=f"圧縮の比率が異常です（{MAX_RATIO} 倍を超えています）。",
            advice="安全のため読み込みを止めました。圧縮していないファイルを取り込んでください。",
        )
