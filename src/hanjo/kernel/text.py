"""Japanese text as machines need it: codes narrow, names untouched.

NFKC is for codes, telephone numbers, postal codes, mail addresses, kana and search keys only. A name or an
address is never folded: ① and ㈱ mean something on a label.
"""

from __future__ import annotations

import re
import unicodedata

import jaconv

_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−－ｰ〜～"), "-")
_LONG_VOWEL_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])ー(?=[0-9])")
_NOT_DIGIT = re.compile(r"[^0-9]")
_SPACES = re.compile(r"[\s\u3000]+")


def narrow(text: str) -> str:
    """Half-width form of a code, number or mail address: ６５０−０００１ → 650-0001."""
    if text.isascii():
        return text.strip()
    folded = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    return _LONG_VOWEL_BETWEEN_DIGITS.sub("-", folded).strip()


def digits(text: str) -> str:
    """Only the digits of a telephone number, postal code or barcode."""
    return _NOT_DIGIT.sub("", narrow(text))


def katakana(text: str) -> str:
    """フリガナ in full-width katakana, whatever was typed."""
    return str(jaconv.hira2kata(unicodedata.normalize("NFKC", text))).strip()


def tidy(text: str) -> str:
    """A name or address as it was written, with spaces collapsed and no control characters."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    visible = "".join(ch if ch.isprintable() or ch in "\u3000\n\t" else " " for ch in text)
    return _SPACES.sub(" ", visible).strip()


def search_key(text: str) -> str:
    """One spelling for search: width, case, kana script and spaces folded away."""
    folded = unicodedata.normalize("NFKC", text).translate(_HYPHENS).casefold()
    return _SPACES.sub("", str(jaconv.hira2kata(folded)))


def cp932_width(text: str) -> int:
    """Width in half-width columns, as carriers count: CP932 bytes, two for what CP932 lacks."""
    return sum(1 if ch.isascii() or "\uff61" <= ch <= "\uff9f" else 2 for ch in text)


_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (ADR 0009); `plain` takes the guard off again."""
    return "'" + cell if cell.startswith(_RISKY) else cell


def plain(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RISKY else cell
