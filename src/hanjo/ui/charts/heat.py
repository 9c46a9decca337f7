"""A field of squares, as hours against weekdays (ヒートマップ)."""

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup, escape

from hanjo.ui.charts.frame import Box, Series, Write, picture, rect, table_of, word
from hanjo.ui.formats import number

STEPS = 5


def heat(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Series],
    *,
    write: Write = number,
    cell: int = 24,
) -> Markup:
    """Draw one square per figure, in five steps of strength (ヒートマップ)."""
    top = max((value for row in rows for value in row.values), default=0)
    box = Box(
        width=44 + cell * len(columns), height=20 + cell * len(rows), left=44, right=0, top=20, bottom=0
    )
    every = max(1, ceil(len(columns) / 12))
    marks = [
        word(box.left + cell * at + cell / 2, 13, label, "middle")
        for at, label in enumerate(columns)
        if at % every == 0
    ]
    for line, row in enumerate(rows):
        y = box.top + cell * line
        marks.append(word(box.left - 8, y + cell / 2 + 4, row.name, "end"))
        for at, value in enumerate(row.values):
            strength = ceil(value / top * STEPS) if top and value > 0 else 0
            tip = escape(f"{row.name} {columns[at]}　{write(value)}")
            x = box.left + cell * at + 1
            marks.append(rect(f"h{strength}", x, y + 1, cell - 2, cell - 2, rest=f'rx="3" data-tip="{tip}"'))
    twin = [Series(label, [row.values[at] for row in rows]) for at, label in enumerate(columns)]
    return picture(
        title, box, "".join(marks), css="heat", table=table_of(title, [row.name for row in rows], twin, write)
    )
