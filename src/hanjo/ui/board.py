"""Columns of a board: named once, used by its header, its rows and a row that comes back alone (一覧の列)."""

from dataclasses import dataclass

WIDTHS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "grow", "grow2", "grow3")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how wide, whether figures, what becomes of it on a phone (`hide`, `end` or as it is).

    `pin` keeps the first one or two columns in sight while the others move sideways.
    """

    name: str
    label: str
    width: str = "m"
    num: bool = False
    phone: str = ""
    sort: str = ""
    pin: bool = False

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
