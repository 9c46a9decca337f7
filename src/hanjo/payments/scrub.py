"""Keep card data out of everything that is stored or logged (カード情報の除去). T-SEC-01.

A card number has 13 to 19 digits, perhaps parted by single spaces or hyphens, and passes the Luhn check. A security
code cannot be told from other short numbers by its digits, so fields are known by their names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.kernel.text import narrow
from hanjo.payments.terms import CardDataFound

RUN = re.compile(r"[0-9]+(?:[ \-][0-9]+)*")
SHORT_SECRETS = frozenset("cvc cvv cvv2 cvc2 security_code securitycode verification_value".split())
LONG_SECRETS = frozenset("number pan cardnumber card_number track track2".split())
GONE = "［カード情報のため削除］"


def luhn(digits: str) -> bool:
    """Whether the digits pass the check that every card number passes (mod 10)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def has_card(text: str) -> bool:
    """Whether a text holds what looks like a card number, in any width of digits."""
    return clean_text(text) != text


def clean_text(text: str) -> str:
    """The text without anything that looks like a card number; untouched when there is none."""
    half = _half(text)
    cleaned = RUN.sub(lambda found: GONE if _is_card(found.group()) else found.group(), half)
    return text if cleaned == half else cleaned


def clean(value: Any) -> Any:
    """Plain values from outside without card numbers, security codes and secrets of cards."""
    if isinstance(value, Mapping):
        return {
            clean_text(str(name)): GONE if _is_secret(str(name), inner) else clean(inner)
            for name, inner in value.items()
        }
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return GONE if has_card(str(value)) else value
    if isinstance(value, Sequence):
        return [clean(inner) for inner in value]
    return value


def refuse_cards(*values: Any) -> None:
    """Refuse what a person typed when it holds a card number; nothing of it is kept."""
    for value in values:
        if clean(value) != value:
            raise CardDataFound


def _half(text: str) -> str:
    return narrow(text) if not text.isascii() else text


def _is_card(run: str) -> bool:
    """Whether neighbouring groups of a run of digits make up a card number."""
    groups = re.split(r"[ \-]", run)
    for first in range(len(groups)):
        joined = ""
        for group in groups[first:]:
            joined += group
            if 13 <= len(joined) <= 19 and len(set(joined)) > 1 and luhn(joined):
                return True
    return False


def _is_secret(name: str, value: Any) -> bool:
    """Whether a field by this name can only hold card data; the number of a bill has letters or few digits."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    plain = re.sub(r"[ \-]", "", str(value))
    shortest, longest = (3, 4) if name.lower() in SHORT_SECRETS else (12, 19)
    known = name.lower() in SHORT_SECRETS | LONG_SECRETS
    return known and plain.isdigit() and shortest <= len(plain) <= longest
