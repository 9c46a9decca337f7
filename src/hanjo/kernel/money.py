"""Yen are integers, and a split always adds up (按分)."""

from __future__ import annotations

from collections.abc import Sequence


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Split a whole amount over weights so that the parts add up to it exactly (按分).

    Largest remainders get the odd units, the earlier part first among equals. All weights zero: the first
    part takes everything. Negative totals mirror positive ones. Refuses negative weights and an empty list
    with something to split.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    if not weights:
        if total:
            raise ValueError("nothing to spread over")
        return []
    if total < 0:
        return [-part for part in spread(-total, weights)]
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    parts = [total * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in rests[: total - sum(parts)]:
        parts[i] += 1
    return parts
