"""Break a long address or name over a carrier's fields at sensible places (項目幅への分割).

Nothing is ever cut: the parts, read one after the other, are the text. A break never falls inside a number,
a word in Latin letters, between a character and its mark, or before closing punctuation; the best break is
between the pieces that the address already has (prefecture and city, street, building), then a space, then
after 丁目, 番地 or 号.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from hanjo.fulfilment.carriers.charset import width

FORBIDDEN = 10**6
_NO_START = frozenset(
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー～、。，．・）」』】〕］)],.!?！？々ﾞﾟｰｧｨｩｪｫｬｭｮｯ"
)
_NO_END = frozenset("（「『【〔［([#＃№〒")
_HYPHENS = frozenset("-－ー―ｰ‐")
_UNITS = (
    "丁目",
    "番地",
    "番",
    "号室",
    "号",
    "階",
    "棟",
    "県",
    "府",
    "都",
    "道",
    "市",
    "区",
    "郡",
    "町",
    "村",
    "条",
    "F",
)


def fit(pieces: Sequence[str], slots: Sequence[int]) -> list[str] | None:
    """Lay the pieces into the slots in order; None when no sensible division fits (項目幅への分割)."""
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return [""] * len(slots)
    if len(pieces) <= len(slots):
        natural = all(width(piece) <= slot for piece, slot in zip(pieces, slots, strict=False))
        if natural:
            return [*pieces, *[""] * (len(slots) - len(pieces))]
    text, seams = join(pieces)
    return _divide(text, seams, tuple(slots))


def join(pieces: Sequence[str]) -> tuple[str, frozenset[int]]:
    """Write the pieces one after the other, with a space where two would run together, and say where they
    meet.
    """
    text = ""
    seams: set[int] = set()
    for piece in pieces:
        if text and _runs_together(text[-1], piece[0]):
            text += " "
        if text:
            seams.add(len(text))
        text += piece
    return text, frozenset(seams)


def _runs_together(before: str, after: str) -> bool:
    return (
        before.isalnum() and after.isalnum() and (_is_code(before) or before == "号") and not after.isspace()
    )


def _divide(text: str, seams: frozenset[int], slots: tuple[int, ...]) -> list[str] | None:
    """Find the division with the lowest penalty; of equal ones, the one that fills the earlier slots."""
    end = len(text)
    columns = [0, *accumulate(width(character) for character in text)]
    breaks = [(at, cost) for at in range(1, end) if (cost := _penalty(text, at, seams)) < FORBIDDEN]
    breaks.append((end, 0))

    @cache
    def best(start: int, slot: int) -> tuple[int, int]:
        """The lowest penalty for the text from `start` in the slots from `slot`, and where this slot ends."""
        if start == end:
            return 0, end
        if slot == len(slots):
            return FORBIDDEN, start
        choice = (FORBIDDEN, start)
        for stop, cost in breaks:
            if stop <= start:
                continue
            if columns[_without_space(text, start, stop)] - columns[start] > slots[slot]:
                break
            total = cost + best(stop, slot + 1)[0]
            if total <= choice[0] and total < FORBIDDEN:
                choice = (total, stop)
        return choice

    if best(0, 0)[0] >= FORBIDDEN:
        return None
    parts: list[str] = []
    start = 0
    for slot in range(len(slots)):
        stop = best(start, slot)[1] if start < end else end
        parts.append(text[start:stop].strip(" 　"))
        start = stop
    return parts


def _without_space(text: str, start: int, stop: int) -> int:
    """Where the text before a break ends when the space at the break is left out."""
    while stop > start and text[stop - 1] in " 　":
        stop -= 1
    return stop


def _penalty(text: str, at: int, seams: frozenset[int]) -> int:
    """How bad it is to break before position `at`; every break costs something, so fewer breaks win."""
    before, after = text[at - 1], text[at]
    if after in " 　":
        return FORBIDDEN
    if at in seams:
        return 1
    if before in " 　":
        return 2
    if _inside_number(text, at) or after in _NO_START or before in _NO_END or _inside_unit(text, at):
        return FORBIDDEN
    if _is_code(before) and _is_code(after):
        return FORBIDDEN
    if text[:at].endswith(_UNITS):
        return 6
    return 12 if _kind(before) != _kind(after) else 30


def _inside_number(text: str, at: int) -> bool:
    """Between digits, or beside a hyphen that joins two of them; also between a number and the unit it
    counts.
    """
    before, after = text[at - 1], text[at]
    if before.isdigit() and (after.isdigit() or after in _HYPHENS):
        return True
    if before in _HYPHENS and after.isdigit():
        return True
    return before.isdigit() and text[at:].startswith(
        ("丁目", "番", "号", "階", "F", "条", "室", "棟", "の", "ノ")
    )


def _inside_unit(text: str, at: int) -> bool:
    return any(text[at - 1 : at + 1] == pair for pair in ("丁目", "番地", "号室", "号棟"))


def _is_code(character: str) -> bool:
    return (character.isascii() and character.isalnum()) or (
        "０" <= character <= "ｚ" and character.isalnum()
    )


def _kind(character: str) -> str:
    if "\u3040" <= character <= "\u309f":
        return "hiragana"
    if "\u30a0" <= character <= "\u30ff" or "\uff66" <= character <= "\uff9f":
        return "katakana"
    return "code" if _is_code(character) else "kanji" if character >= "\u3400" else "mark"
