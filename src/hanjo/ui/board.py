"""Columns of a board: named once, used by its header, its rows and a row that comes back alone (一覧の列)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

STEP, NARROWEST, WIDEST = 16, 48, 640
"""Widths that somebody chose stand in steps, so that the stylesheet knows them all (it takes no style from a page)."""
WIDTHS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "grow", "grow2", "grow3")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how wide, whether figures, what becomes of it on a phone (`hide`, `end` or as it is).

    `pin` keeps the first one or two columns in sight while the others move sideways. `fixed` cannot be left out,
    `spare` is shown only to those who choose it; `title` names a column whose header is empty.
    """

    name: str
    label: str
    width: str = "m"
    num: bool = False
    phone: str = ""
    sort: str = ""
    pin: bool = False
    title: str = ""
    fixed: bool = False
    spare: bool = False
    chosen: int = 0  # how wide somebody made it, in pixels; 0: as wide as usual

    @property
    def word(self) -> str:
        """What the column is called where it is chosen."""
        return self.title or self.label

    def __post_init__(self) -> None:
        """Refuse a width that no stylesheet knows."""
        if self.width not in WIDTHS:
            raise ValueError(
                f"unknown width {self.width!r} of column {self.name!r}; choose one of {', '.join(WIDTHS)}"
            )

    @property
    def css(self) -> str:
        """The classes of each cell of this column."""
        phone = f" ph-{self.phone}" if self.phone else ""
        width = f"p{self.chosen}" if self.chosen else self.width
        return f"c w-{width}{' num' if self.num else ''}{' pin' if self.pin else ''}{phone}"


def columns(*listed: Column) -> dict[str, Column]:
    """Put columns in order under their names, as `ui.board` and the cells take them."""
    return {column.name: column for column in listed}


def in_steps(width: int) -> int:
    """A width as the stylesheet knows it: the nearest step between the narrowest and the widest."""
    return max(NARROWEST, min(WIDEST, STEP * round(width / STEP)))


PINNED = 2
WIDE = "#width"
"""Behind the name of a board or a view: the widths of its columns."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns of a board as one person wants them, and what there is to choose from (列の選択)."""

    place: str  # under which it is kept: the board, or one saved view of it
    columns: dict[str, Column]
    offered: list[tuple[Column, bool]]
    own: bool


def widths_of(kept: Sequence[str]) -> dict[str, int]:
    """Widths as they are kept, `goods:240`, by column; what cannot be read counts as the usual width."""
    found: dict[str, int] = {}
    for one in kept:
        name, _, width = one.rpartition(":")
        if name and width.isascii() and width.isdigit() and len(width) < 5:
            found[name] = in_steps(int(width))
    return found


def choose(
    every: Mapping[str, Column], kept: Mapping[str, Sequence[str]], board: str, view: str = ""
) -> Choice:
    """The columns that a person keeps for this view, else for this board, else the usual ones; two stay in sight.

    What is kept may be older than the board: unknown columns are left out, and a fixed one is always there.
    """
    place = f"{board}:{view}" if view else board
    names = [name for name in kept.get(place) or kept.get(board) or () if name in every]
    usual = [name for name, column in every.items() if not column.spare]
    names = names or usual
    names = [name for name, column in every.items() if column.fixed and name not in names] + names
    wide = widths_of(kept.get(f"{place}{WIDE}") or kept.get(f"{board}{WIDE}") or ())
    shown = {
        name: replace(every[name], pin=at < PINNED, chosen=wide.get(name, 0))
        for at, name in enumerate(dict.fromkeys(names))
    }
    rest = [column for name, column in every.items() if name not in shown]
    offered = [(column, True) for column in shown.values()] + [(column, False) for column in rest]
    return Choice(place=place, columns=shown, offered=offered, own=place in kept or f"{place}{WIDE}" in kept)
