"""Columns of a board: named once, used by its header, its rows and a row that comes back alone (一覧の列)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
        return f"c w-{self.width}{' num' if self.num else ''}{' pin' if self.pin else ''}{phone}"


def columns(*listed: Column) -> dict[str, Column]:
    """Put columns in order under their names, as `ui.board` and the cells take them."""
    return {column.name: column for column in listed}


PINNED = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns of a board as one person wants them, and what there is to choose from (列の選択)."""

    place: str  # under which it is kept: the board, or one saved view of it
    columns: dict[str, Column]
    offered: list[tuple[Column, bool]]
    own: bool


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
    shown = {name: replace(every[name], pin=at < PINNED) for at, name in enumerate(dict.fromkeys(names))}
    rest = [column for name, column in every.items() if name not in shown]
    offered = [(column, True) for column in shown.values()] + [(column, False) for column in rest]
    return Choice(place=place, columns=shown, offered=offered, own=place in kept)
