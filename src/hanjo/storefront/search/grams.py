"""Grams (文字の組): every character and every pair of neighbours; what the index holds and what a search asks for."""

from __future__ import annotations

from collections.abc import Iterable


def grams(passages: Iterable[str]) -> set[str]:
    """All 1- and 2-grams of some passages; a pair never reaches from one passage into the next."""
    found: set[str] = set()
    for text in passages:
        found.update(text)
        found.update(map(str.__add__, text, text[1:]))
    return found


def asked(word: str) -> list[str]:
    """The grams that a text must have to contain the word: the word itself, or all its pairs."""
    if len(word) <= 2:
        return [word]
    return sorted(set(map(str.__add__, word, word[1:])))


def settles(word: str) -> bool:
    """Tell whether the grams alone prove that a text contains the word."""
    return len(word) <= 2


def pattern(word: str) -> str:
    """The word inside a LIKE pattern, taken literally."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
