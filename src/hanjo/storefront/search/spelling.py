"""The word that was meant (もしかして): one letter too many, too few, wrong or swapped, in kana and Latin words."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST, LONGEST = 4, 20
_LETTERS = re.compile(r"[ァ-ヺーa-z]+")


def may_be_misspelt(word: str) -> bool:
    """Tell whether a folded word is of the kind and length that is looked at."""
    return SHORTEST <= len(word) <= LONGEST and _LETTERS.fullmatch(word) is not None


def near(word: str) -> list[str]:
    """The word and all that lack one of its letters: two words one edit apart share one of these."""
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def one_edit(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter more, less, other, or by two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, others = one[at:], other[at:]
    if len(rest) == len(others):
        swapped = len(rest) > 1 and rest[:2] == others[1::-1] and rest[2:] == others[2:]
        return rest[1:] == others[1:] or swapped
    longer, shorter = (rest, others) if len(rest) > len(others) else (others, rest)
    return longer[1:] == shorter


def meant(word: str, known: Iterable[tuple[str, str, int]]) -> str | None:
    """Of known words (folded, as shown, how often) the one that was most likely meant; None when the word is known."""
    best: tuple[int, str, str] | None = None
    for term, shown, count in known:
        if term == word:
            return None
        if one_edit(word, term) and (best is None or (count, term) > best[:2]):
            best = (count, term, shown)
    return best[2] if best else None
