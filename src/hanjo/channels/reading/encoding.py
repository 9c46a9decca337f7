"""Which characters a text file is written in (文字コード). Found, not asked.

Order of trial: a byte order mark, UTF-8, then CP932 and EUC-JP (measured on CPython: nearly every EUC-JP text is also
valid CP932, as half-width kana, so the two are told apart by what they would say).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NAMES = {
    "utf-8-sig": "UTF-8（BOM 付き）",
    "utf-8": "UTF-8",
    "cp932": "Shift_JIS（CP932）",
    "euc_jp": "EUC-JP",
    "utf-16": "UTF-16",
}
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_SCORED_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codec to read with, and whether every byte of the file fits it."""

    codec: str
    clean: bool = True

    @property
    def label(self) -> str:
        """Its name as people say it."""
        return NAMES[self.codec]


def find(pieces: Iterable[bytes]) -> Encoding:
    """The encoding of a whole file that is handed over in pieces, read once."""
    iterator = iter(pieces)
    first = next(iterator, b"")
    if first.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig", _fits("utf-8", first, iterator))
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", _fits("utf-16", first, iterator))
    return _without_mark(first, iterator)


def _fits(codec: str, first: bytes, rest: Iterator[bytes]) -> bool:
    trial = _Trial(codec)
    trial.take(first)
    for piece in rest:
        trial.take(piece)
    return trial.ends_well()


def _without_mark(first: bytes, rest: Iterator[bytes]) -> Encoding:
    trials = [_Trial("utf-8"), _Trial("cp932"), _Trial("euc_jp")]
    sample = bytearray()
    for piece in _and_rest(first, rest):
        if piece.isascii() and all(trial.at_start for trial in trials):
            continue
        if len(sample) < _SCORED_BYTES:
            sample += piece
        for trial in trials:
            trial.take(piece)
    alive = {trial.codec: trial.ends_well() for trial in trials if trial.alive}
    if "utf-8" in alive:
        return Encoding("utf-8", alive["utf-8"])
    if len(alive) == 2:
        codec = "euc_jp" if _reads_as_half_kana(bytes(sample)) else "cp932"
        return Encoding(codec, alive[codec])
    for codec, whole in alive.items():
        return Encoding(codec, whole)
    return Encoding(_least_bad(bytes(sample)), clean=False)


def _and_rest(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


class _Trial:
    """One codec tried on a file, strictly, until it fails."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self.alive = True
        self._decoder = codecs.getincrementaldecoder(codec)("strict")

    @property
    def at_start(self) -> bool:
        return not self.alive or self._decoder.getstate()[0] == b""

    def take(self, piece: bytes) -> None:
        if self.alive:
            try:
                self._decoder.decode(piece)
            except UnicodeError:
                self.alive = False

    def ends_well(self) -> bool:
        """Whether the last character is whole too; a file cut in the middle of one is still in that codec."""
        try:
            self._decoder.decode(b"", True)
        except UnicodeError:
            return False
        return self.alive


def _reads_as_half_kana(sample: bytes) -> bool:
    text = sample.decode("cp932", "replace")
    foreign = len(_NOT_ASCII.findall(text))
    return foreign > 0 and len(_HALF_KANA.findall(text)) / foreign > 0.3


def _least_bad(sample: bytes) -> str:
    """The codec that loses the fewest characters of the sample."""
    losses = {
        codec: sample.decode(codec, "replace").count("\ufffd") for codec in ("utf-8", "cp932", "euc_jp")
    }
    return min(losses, key=lambda codec: losses[codec])
