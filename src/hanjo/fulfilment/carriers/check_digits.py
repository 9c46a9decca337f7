"""The check digits on slips (チェックデジット): 7DR of domestic numbers, S10 of international mail.

7DR: the last digit is the number before it modulo 7 (published numbers of ヤマト, 佐川 and 日本郵便 all
satisfy it; no official statement for 日本郵便, so a failure is only a warning there). S10: UPU, weights 8 6
4 2 3 5 9 7.
"""

from __future__ import annotations

import re

_S10 = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def seven_dr(digits: str) -> int:
    """The check digit that belongs behind these digits."""
    return int(digits) % 7


def passes_7dr(number: str) -> bool:
    """Whether the last digit of a number checks the others (7DR)."""
    if not (number.isascii() and number.isdigit() and len(number) > 1):
        return False
    return seven_dr(number[:-1]) == int(number[-1])


def s10_check(digits: str) -> int:
    """The check digit of eight serial digits after UPU S10."""
    remainder = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(remainder, remainder)


def is_s10(number: str) -> bool:
    """Whether it looks like an international number, right or wrong: two letters, nine digits, two letters."""
    return _S10.fullmatch(number) is not None


def passes_s10(number: str) -> bool:
    match = _S10.fullmatch(number)
    return match is not None and s10_check(match[2]) == int(match[3])
