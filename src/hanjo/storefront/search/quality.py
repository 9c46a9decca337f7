"""How good a list of results is (検索の質): nDCG over graded answers, recall of what must be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import mean

GRADES = (3, 2, 1)
NEEDED = 2
"""From which grade on a product must be among the results."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A search and the grade of every product that has to do with it, by code."""

    typed: str
    grades: Mapping[str, int]


def read(path: Path) -> list[Judged]:
    """A judged set: 検索語|ぴったり|ほぼ|関係あり, codes separated by spaces."""
    lines = (
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    )
    found = []
    for typed, *kinds in (line.split("|") for line in lines):
        grades = {code: grade for grade, codes in zip(GRADES, kinds, strict=True) for code in codes.split()}
        found.append(Judged(typed, grades))
    return found


def ndcg(judged: Judged, answered: Sequence[str], most: int = 10) -> float:
    """Discounted gain of the first results, of the best that was possible."""
    best = _gain(sorted(judged.grades.values(), reverse=True)[:most])
    return _gain([judged.grades.get(code, 0) for code in answered[:most]]) / best if best else 1.0


def recall(judged: Judged, answered: Sequence[str]) -> float:
    """How many of those that must be there are there."""
    needed = {code for code, grade in judged.grades.items() if grade >= NEEDED}
    return len(needed & set(answered)) / len(needed) if needed else 1.0


def _gain(grades: Sequence[int]) -> float:
    return sum((float(2**grade) - 1.0) / log2(place + 1) for place, grade in enumerate(grades, 1))


def summary(rows: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Mean nDCG and mean recall."""
    return mean(row[0] for row in rows), mean(row[1] for row in rows)
