"""A line over time, and its small sister for a table cell (折れ線)."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from hanjo.ui.charts.frame import (
    Box,
    Series,
    Write,
    bottom_words,
    grid,
    legend_of,
    nice_top,
    picture,
    table_of,
    tone,
)
from hanjo.ui.formats import number


def line(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    write: Write = number,
    height: int = 190,
    area: bool = True,
) -> Markup:
    """Draw one or several lines over the same labels (折れ線グラフ)."""
    box = Box(height=height)
    top = nice_top(max((value for one in series for value in one.values), default=0))
    step = box.inner_width / max(1, len(labels) - 1)
    xs = [round(box.left + step * at, 1) for at in range(len(labels))]
    marks = [grid(box, top), bottom_words(box, labels, centred=False)]
    for at, one in enumerate(series):
        points = " ".join(f"{x},{box.y(value, top)}" for x, value in zip(xs, one.values, strict=True))
        if area and at == 0 and xs:
            marks.append(
                f'<polygon class="area f{tone(at)}" points="{xs[0]},{box.floor} {points} {xs[-1]},{box.floor}"/>'
            )
        marks.append(f'<polyline class="ln l{tone(at)}" points="{points}"/>')
    for at, label in enumerate(labels):
        words = "　".join(f"{one.name} {write(one.values[at])}" for one in series)
        marks.append(
            f'<rect class="hit" x="{round(xs[at] - step / 2, 1)}" y="{box.top}" width="{round(step, 1)}" '
            f'height="{box.floor - box.top}" data-tip="{escape(label)}　{escape(words)}"/>'
        )
    return picture(
        title, box, "".join(marks), legend=legend_of(series), table=table_of(title, labels, series, write)
    )


def spark(title: str, values: Sequence[float], *, colour: int = 1) -> Markup:
    """Draw a line the size of a word, for a cell or beside a figure (小さな折れ線)."""
    top = max(values, default=0) or 1
    low = min(values, default=0)
    room = (top - low) or 1
    step = 92 / max(1, len(values) - 1)
    points = " ".join(
        f"{round(2 + step * at, 1)},{round(21 - (value - low) / room * 18, 1)}"
        for at, value in enumerate(values)
    )
    return Markup(
        f'<span class="chart spark"><svg viewBox="0 0 96 24" role="img" aria-label="{escape(title)}">'
        f'<polyline class="ln l{colour}" points="{points}"/></svg></span>'
    )
