"""Delivery windows by meaning: hours, words, and the nearest one that a service can serve (時間帯)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

WINDOWS: dict[str, tuple[int, int]] = {
    "am": (8, 12),
    "12-14": (12, 14),
    "14-16": (14, 16),
    "16-18": (16, 18),
    "18-20": (18, 20),
    "18-21": (18, 21),
    "19-21": (19, 21),
}
WEEKDAYS = "月火水木金土日"


def hours(window: str) -> tuple[int, int] | None:
    """From and to of a canonical window; None when it is not one."""
    known = WINDOWS.get(window)
    if known:
        return known
    start, _, end = window.partition("-")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


def spoken(window: str) -> str:
    """午前中, 14〜16時."""
    return "午前中" if window == "am" else f"{window.replace('-', '〜')}時"


def nearest(window: str, served: Iterable[str]) -> tuple[str, int]:
    """The served window that means most nearly the same, and how sure that is; empty when there is none."""
    wanted = hours(window)
    if wanted is None:
        return "", 0
    best, best_rank = "", (-1, -99)
    for one in served:
        span = hours(one)
        if span is None:
            continue
        overlap = min(wanted[1], span[1]) - max(wanted[0], span[0])
        rank = (max(overlap, 0), -abs(wanted[0] + wanted[1] - span[0] - span[1]))
        if rank > best_rank:
            best, best_rank = one, rank
    if not best:
        return "", 0
    return best, 75 if best_rank[0] > 0 else 50


def day(on: date) -> str:
    """11/25（水）."""
    return f"{on.month}/{on.day}（{WEEKDAYS[on.weekday()]}）"
