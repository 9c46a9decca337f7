"""One width for reading, character by character, so that every place in the text stays where it is."""

from __future__ import annotations

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = str.maketrans(
    {"〜": "-", "～": "-", "‐": "-", "–": "-", "—": "-", "―": "-", "−": "-", "　": " ", "\r": "\n"}
)
_FOLD = {**_WIDE, **_SIGNS, ord("｡"): "。", ord("､"): "、", ord("“"): '"', ord("”"): '"', ord("\t"): " "}
_LONG_VOWEL = re.compile(r"(?<=[0-9時])ー(?=[0-9])")
_KANJI_HOUR = re.compile(r"[一二三四五六七八九](?=時(?!間))")
_NUMERALS = "〇一二三四五六七八九"

_STOP = re.compile(r"[。!?\n]")
_PAUSE = re.compile(r"[。、,!?\n・;]")
_CARRIES_ON = re.compile(r"^\s*(?:に?は|が|も|頃は|中は)?\s*$")


def fold(text: str) -> str:
    """Half-width digits and signs; the length never changes."""
    folded = _LONG_VOWEL.sub("-", text.translate(_FOLD))
    return _KANJI_HOUR.sub(lambda found: str(_NUMERALS.index(found.group())), folded)


def clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a place, up to the pauses around it; 「11/25は、不在です」 reads on."""
    left = start
    while left > 0 and not _PAUSE.match(text[left - 1]):
        left -= 1
    found = _PAUSE.search(text, end)
    right = found.start() if found else len(text)
    if found and found.group() in "、," and _CARRIES_ON.match(text[end:right]):
        further = _PAUSE.search(text, found.end())
        right = further.start() if further else len(text)
    return text[left:start], text[end:right]


def pause_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole part between pauses that a place stands in."""
    before, after = clause(text, start, end)
    return start - len(before), end + len(after)


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentence that a place stands in."""
    left = start
    while left > 0 and not _STOP.match(text[left - 1]):
        left -= 1
    found = _STOP.search(text, end)
    return left, found.end() if found else len(text)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with places taken out, every other character where it was."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)
