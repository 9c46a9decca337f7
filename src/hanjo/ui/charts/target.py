"""Lying bars with a goal (目標つき横棒)."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from hanjo.ui.charts.frame import Box, Series, Write, picture, rect, table_of, word
from hanjo.ui.formats import number

ROW = 30


def target_bar(
    title: str, rows: Sequence[tuple[str, float, float]], *, write: Write = number, width: int = 640
) -> Markup:
    """Draw (label, value, goal) as bars; reached and missed differ in word and colour (目標達成)."""
    box = Box(width=width, height=ROW * max(1, len(rows)), left=130, right=90, top=0, bottom=0)
    top = max((max(value, goal) for _, value, goal in rows), default=0) or 1
    marks: list[str] = []
    for at, (label, value, goal) in enumerate(rows):
        y = at * ROW + 8
        reached = value >= goal
        length = round(max(0.0, value) / top * box.inner_width, 1)
        goal_x = round(box.left + goal / top * box.inner_width, 1)
        words = f"{label} {write(value)}（目標 {write(goal)}・{'達成' if reached else '未達'}）"
        drawn = [
            word(box.left - 10, y + 11, label, "end"),
            rect("track", box.left, y, box.inner_width, 14),
            rect("over" if reached else "under", box.left, y, length, 14),
            f'<path class="goal" d="M{goal_x} {y - 3}v20"/>',
            word(box.width - box.right + 8, y + 11, f"{write(value)}{' ✓' if reached else ''}"),
        ]
        marks.append(f'<g class="bar" data-tip="{escape(words)}">{"".join(drawn)}</g>')
    figures = [Series("実績", [value for _, value, _ in rows]), Series("目標", [goal for _, _, goal in rows])]
    return picture(
        title, box, "".join(marks), table=table_of(title, [label for label, _, _ in rows], figures, write)
    )
