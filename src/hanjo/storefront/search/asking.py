"""What a visitor typed, as conditions (検索条件): every word must be met, each in one of several ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanjo.storefront.search.fold import has_kanji, is_kana, key
from hanjo.storefront.search.words import asked_words

MOST_WORDS = 6
LONGEST = 60
_SPARES_LONG = 4
_SURE_READING = 3
"""From how many kana on a reading stands for its word also as plain text: くつした is 靴下, but さけ may be 鮭."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a word: `text` as it is written, or all `marks` as the dictionary spells or reads it."""

    text: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a search and all the ways to meet it; the first is the word itself."""

    typed: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole search: the words that must all be met."""

    typed: str
    words: tuple[Wanted, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


Synonyms = Mapping[str, Sequence[str]]
"""Folded word → what finds its goods too, as staff wrote it."""


def parts(typed: str) -> list[str]:
    """What was typed, cut at its spaces; long pastes are cut short."""
    text = unicodedata.normalize("NFKC", typed[: LONGEST * 2])
    return [part[:LONGEST] for part in text.split()][:MOST_WORDS]


def ask(typed: str, *, synonyms: Synonyms | None = None, stop_words: Sequence[str] = ()) -> Asked:
    """Read a search (検索語の解釈). Words that say nothing are left out, unless nothing else was said."""
    found = [part for part in parts(typed) if key(part)]
    stop = {key(word) for word in stop_words}
    telling = [part for part in found if key(part) not in stop] or found
    return Asked(" ".join(found), tuple(_wanted(part, synonyms or {}) for part in telling))


def exactly(typed: str) -> Asked:
    """The same words as they are written and nothing else: what the benchmark compares with a plain look."""
    return Asked(typed, tuple(Wanted(part, (Way(text=key(part)),)) for part in parts(typed) if key(part)))


def taken_apart(asked: Asked, *, synonyms: Synonyms | None = None, stop_words: Sequence[str] = ()) -> Asked:
    """The same search with compounds cut into their words (有田焼猪口 → 有田, 焼, 猪口), for when nothing was found."""
    stop = {key(word) for word in stop_words}
    pieces: list[str] = []
    for wanted in asked.words:
        own = [
            one.written for one in asked_words(wanted.typed) if not one.is_empty and one.surface not in stop
        ]
        pieces += own or [wanted.typed]
    return Asked(asked.typed, tuple(_wanted(part, synonyms or {}) for part in pieces[: MOST_WORDS * 2]))


def _wanted(part: str, synonyms: Synonyms) -> Wanted:
    plain = key(part)
    ways = [*_ways(part, plain)]
    for other in synonyms.get(plain, ()):
        ways += [way for way in _ways(other, key(other)) if way not in ways]
    return Wanted(part, tuple(ways))


def _ways(part: str, plain: str) -> list[Way]:
    text = plain[:-1] if plain.endswith("ー") and len(plain) >= _SPARES_LONG else plain
    ways = [Way(text=text)]
    own = [one for one in asked_words(part) if not one.is_empty]
    if (
        own
        and (len(plain) > 1 or has_kanji(plain))
        and all(len(one.form) > 1 or has_kanji(one.form) for one in own)
    ):
        ways.append(Way(marks=tuple(dict.fromkeys(f"={one.form}" for one in own))))
    reading = "".join(one.reading for one in own)
    if has_kanji(part) and len(reading) >= _SURE_READING and len(own) == 1:
        ways.append(Way(text=reading))
    if is_kana(plain) and len(plain) > 1:
        ways.append(Way(marks=(f"~{plain}",)))
    return ways
