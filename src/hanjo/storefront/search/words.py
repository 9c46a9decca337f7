"""Words of Japanese text with their readings and dictionary forms (形態素): 器, うつわ and ウツワ are one word.

SudachiPy with its small dictionary (Apache-2.0). It stands beside the grams and never in front of them: what it does
not know or cuts wrongly is still found as it is written.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from hanjo.storefront.search.fold import key

if TYPE_CHECKING:
    from sudachipy import Dictionary, Tokenizer

_EMPTY = frozenset({"助詞", "助動詞", "空白", "補助記号", "記号", "接頭辞"})
_LONGEST = 4_000  # characters; a description beyond that is cut, the grams have all of it
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it stands in a text: as written, as the dictionary spells it, as it is read; all folded."""

    surface: str
    form: str
    reading: str
    written: str
    is_empty: bool  # a particle or a sign, which nobody searches for


@cache
def _dictionary() -> Dictionary:
    from sudachipy import Dictionary

    return Dictionary(dict="small")


def _tokenizer() -> Tokenizer:
    """One tokenizer for each thread: they keep what they are reading."""
    found: Tokenizer | None = getattr(_own, "tokenizer", None)
    if found is None:
        found = _own.tokenizer = _dictionary().tokenizer()
    return found


def words(text: str) -> list[Word]:
    """Cut a text into its words (分かち書き)."""
    found = []
    for one in _tokenizer().tokenize(unicodedata.normalize("NFKC", text[:_LONGEST])):
        surface = key(one.surface())
        kind = one.part_of_speech()[0]
        if surface:
            found.append(
                Word(
                    surface,
                    key(one.normalized_form()),
                    key(one.reading_form()),
                    one.surface(),
                    kind in _EMPTY,
                )
            )
    return found


@lru_cache(maxsize=2_000)
def asked_words(text: str) -> tuple[Word, ...]:
    """The words of what somebody typed; popular searches come again and again."""
    return tuple(words(text))


def marks(found: list[Word]) -> set[str]:
    """What the index keeps of a text's words: `=form` and `~reading`; empty words and single kana are left out."""
    kept: set[str] = set()
    for word in found:
        if word.is_empty:
            continue
        if len(word.form) > 1 or not word.form.isascii():
            kept.add(f"={word.form}")
        if len(word.reading) > 1:
            kept.add(f"~{word.reading}")
    return kept
