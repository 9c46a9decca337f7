"""Delivery windows by meaning, and each carrier's codes for them as data with dates (配達時間帯の対応).

Changing the carrier must never wipe a window: either the new carrier has an equal one, or the operator
chooses from the nearest. Tables change from one day to the next, so a row says from when and until when it
holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hanjo.fulfilment.carriers.terms import Window

#: From and to hour; 午前中 means from eight to noon.
HOURS: dict[Window, tuple[int, int]] = {
    Window.MORNING: (8, 12),
    Window.H12_14: (12, 14),
    Window.H14_16: (14, 16),
    Window.H16_18: (16, 18),
    Window.H18_20: (18, 20),
    Window.H18_21: (18, 21),
    Window.H19_21: (19, 21),
    Window.H20_21: (20, 21),
}


@dataclass(frozen=True)
class WindowRow:
    window: Window
    code: str
    since: date | None = None
    until: date | None = None  # the last day on which the carrier takes it
    source: str = ""

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class WindowChoice:
    """What becomes of a window at another carrier: an equal one, or the nearest for the operator to choose
    from.
    """

    wanted: Window
    window: Window | None
    options: tuple[Window, ...]
    reason: str

    @property
    def settled(self) -> bool:
        return self.window is not None


@dataclass(frozen=True)
class WindowTable:
    """One carrier's windows (時間帯表). `NONE` needs no row: it is written as `none_code`."""

    carrier: str
    rows: tuple[WindowRow, ...]
    none_code: str = ""

    def offered(self, on: date) -> tuple[Window, ...]:
        return tuple(row.window for row in self.rows if row.holds(on))

    def code(self, window: Window, on: date) -> str | None:
        """The carrier's code for a window on a day, or None when the carrier has no such window."""
        if window is Window.NONE:
            return self.none_code
        return next((row.code for row in self.rows if row.window is window and row.holds(on)), None)

    def window(self, code: str, on: date) -> Window | None:
        """What a carrier's code means on a day; None when it means nothing (then a person must look)."""
        cleaned = code.strip()
        if cleaned in {"", self.none_code}:
            return Window.NONE
        return next((row.window for row in self.rows if row.code == cleaned and row.holds(on)), None)

    def settle(self, wanted: Window, on: date, carrier_name: str = "") -> WindowChoice:
        """Take a wanted window over to this carrier by meaning (時間帯の読み替え).

        An equal window is taken; otherwise nothing is decided here: the options are ranked, the ones that
        lie wholly inside the wanted hours first, and the operator chooses.
        """
        offered = self.offered(on)
        if wanted is Window.NONE or wanted in offered:
            return WindowChoice(wanted, wanted, (wanted,), "")
        name = carrier_name or self.carrier
        options = (*nearest(wanted, offered), Window.NONE)
        if not offered:
            reason = f"{name}は時間帯を指定できません。「{wanted.label}」をどうするか選んでください。"
        else:
            reason = f"{name}に「{wanted.label}」と同じ時間帯がありません。近い時間帯から選んでください。"
        return WindowChoice(wanted, None, options, reason)


def nearest(wanted: Window, offered: Iterable[Window]) -> tuple[Window, ...]:
    """Rank windows by closeness: inside the wanted hours, then by shared hours, then by distance
    (近い時間帯).
    """
    start, end = HOURS[wanted]

    def closeness(window: Window) -> tuple[bool, int, int, int]:
        first, last = HOURS[window]
        shared = max(0, min(end, last) - max(start, first))
        inside = start <= first and last <= end
        return (not inside, -shared, abs(first - start) + abs(last - end), first)

    return tuple(sorted((window for window in offered if window in HOURS), key=closeness))
