"""Upright bars, alone or stacked (棒グラフ・積み上げ)."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from hanjo.ui.charts.frame import (
    Box,
    Series,
    Write,
    bottom_words,
    grid,
    legend_of,
    linked,
    nice_top,
    picture,
    rect,
    table_of,
    tone,
)
from hanjo.ui.formats import number


def bars(
    title: str,
    labels: Sequence[str],
    values: Sequence[float],
    *,
    write: Write = number,
    links: Sequence[str] = (),
    height: int = 190,
    name: str = "値",
) -> Markup:
    """Draw one bar for each label (棒グラフ)."""
    return stacked(title, labels, [Series(name, values)], write=write, links=links, height=height)


def stacked(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    write: Write = number,
    links: Sequence[str] = (),
    height: int = 190,
) -> Markup:
    """Draw the parts of each label on top of each other (積み上げ棒グラフ)."""
    box = Box(height=height)
    sums = [sum(one.values[at] for one in series) for at in range(len(labels))]
    top = nice_top(max(sums, default=0))
    step = box.inner_width / max(1, len(labels))
    width = round(min(44.0, step * 0.68), 1)
    marks = [grid(box, top), bottom_words(box, labels, centred=True)]
    for at, label in enumerate(labels):
        x = round(box.left + step * at + (step - width) / 2, 1)
        words = _words(label, series, at, sums[at], write)
        column = _column(box, series, at, x, width, top=top)
        group = f'<g class="bar" data-tip="{escape(words)}">{column}</g>'
        marks.append(linked(group, links[at] if at < len(links) else "", words))
    return picture(
        title, box, "".join(marks), legend=legend_of(series), table=table_of(title, labels, series, write)
    )


def _words(label: str, series: Sequence[Series], at: int, total: float, write: Write) -> str:
    if len(series) == 1:
        return f"{label}　{write(total)}"
    parts = "　".join(f"{one.name} {write(one.values[at])}" for one in series)
    return f"{label}　計 {write(total)}　{parts}"


def _column(box: Box, series: Sequence[Series], at: int, x: float, width: float, *, top: float) -> str:
    parts: list[str] = []
    below = 0.0
    for position, one in enumerate(series):
        value = one.values[at]
        if value <= 0:
            continue
        upper, lower = box.y(below + value, top), box.y(below, top)
        parts.append(rect(f"f{tone(position)}", x, upper, width, round(lower - upper, 1), rest='rx="1.5"'))
        below += value
    return "".join(parts)
