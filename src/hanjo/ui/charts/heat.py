"""A field of squares, as hours against weekdays (ヒートマップ)."""

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup, escape

from hanjo.ui.charts.frame import Box, Series, Write, picture, table_of
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
    box = Box(width=44 + cell * len(columns), height=20 + cell * len(rows), left=44, right=0, top=20, bottom=0)
    every = max(1, ceil(len(columns) / 12))
    marks = [
        f'<text x="{box.left + cell * at + cell / 2}" y="13" text-anchor="middle">{escape(label)}</text>'
        for at, label in enumerate(columns)
        if at % every == 0
    ]
    for y, row in enumerate(rows):
        marks.append(f'<text x="{box.left - 8}" y="{box.top + cell * y + cell / 2 + 4}" text-anchor="end">{escape(row.name)}</text>')
        for x, value in enumerate(row.values):
            strength = ceil(value / top * STEPS) if top and value > 0 else 0
            marks.append(
                f'<rect class="h{strength}" x="{box.left + cell * x + 1}" y="{box.top + cell * y + 1}" width="{cell - 2}" '
                f'height="{cell - 2}" rx="3" data-tip="{escape(row.name)} {escape(columns[x])}　{escape(write(value))}"/>'
            )
    twin = [Series(label, [row.values[at] for row in rows]) for at, label in enumerate(columns)]
    return picture(title, box, "".join(marks), css="heat", table=table_of(title, [row.name for row in rows], twin, write))
