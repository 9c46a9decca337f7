"""What all charts share: scale, grid, axis words, legend and the table twin."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, floor, log10

from markupsafe import Markup, escape

from hanjo.ui.formats import number

COLOURS = 6
_ids = count(1)

Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Series:
    """One named row of figures, one for each label of the chart."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Box:
    """The drawing area inside its margins."""

    width: int = 640
    height: int = 190
    left: int = 52
    right: int = 8
    top: int = 10
    bottom: int = 22

    @property
    def inner_width(self) -> float:
        """Width that the marks share."""
        return self.width - self.left - self.right

    @property
    def floor(self) -> float:
        """Where zero lies."""
        return self.height - self.bottom

    def y(self, value: float, top_value: float) -> float:
        """Height of a value."""
        room = self.floor - self.top
        return round(self.floor - (value / top_value if top_value else 0) * room, 1)


def nice_top(value: float) -> float:
    """Round the largest value up to one whose quarters a person would write on an axis."""
    if value <= 0:
        return 1
    unit = 10.0 ** floor(log10(value))
    for step in (1, 2, 4, 6, 8, 10):
        if value <= step * unit:
            return step * unit
    return 10 * unit


def axis_word(value: float) -> str:
    """Write an axis figure short, in the Japanese steps of ten thousand: 250万, 1.2億."""
    if abs(value) >= 100_000_000:
        return f"{value / 100_000_000:g}億"
    if abs(value) >= 10_000:
        return f"{value / 10_000:g}万"
    return number(value, 0 if float(value).is_integer() else 1)


def grid(box: Box, top_value: float, lines: int = 4) -> str:
    """Draw the horizontal lines and their figures."""
    parts: list[str] = []
    for step in range(lines + 1):
        value = top_value * step / lines
        y = box.y(value, top_value)
        css = "axis" if step == 0 else "g"
        parts.append(f'<path class="{css}" d="M{box.left} {y}H{box.width - box.right}"/>')
        parts.append(word(box.left - 7, y + 4, axis_word(value), "end"))
    return "".join(parts)


def bottom_words(box: Box, labels: Sequence[str], *, centred: bool) -> str:
    """Write at most eight labels under the chart, so that they never run into each other."""
    every = max(1, ceil(len(labels) / 8))
    step = box.inner_width / max(1, len(labels) if centred else len(labels) - 1)
    shift = 0.5 if centred else 0
    return "".join(
        word(round(box.left + step * (position + shift), 1), box.height - 5, label, "middle")
        for position, label in enumerate(labels)
        if position % every == 0
    )


def picture(title: str, box: Box, marks: str, *, css: str = "", legend: str = "", table: str = "") -> Markup:
    """Put title, drawing, legend and table together."""
    mark_id = f"chart-{next(_ids)}"
    return Markup(
        f'<figure class="chart{" " + css if css else ""}">{legend}'
        f'<svg viewBox="0 0 {box.width} {box.height}" role="img" aria-labelledby="{mark_id}">'
        f'<title id="{mark_id}">{escape(title)}</title>{marks}</svg>{table}</figure>'
    )


def legend_of(series: Sequence[Series]) -> str:
    """Name the colours; one series needs no legend."""
    if len(series) < 2:
        return ""
    keys = "".join(
        f'<span><svg viewBox="0 0 10 10" aria-hidden="true">{rect(f"f{tone(at)}", 0, 0, 10, 10)}</svg>'
        f"{escape(one.name)}</span>"
        for at, one in enumerate(series)
    )
    return f'<div class="legend">{keys}</div>'


def tone(position: int) -> int:
    """Number of the colour class of a series."""
    return position % COLOURS + 1


def table_of(title: str, labels: Sequence[str], series: Sequence[Series], write: Write) -> str:
    """Give the same figures as a table, for readers without sight and for copying."""
    head = "".join(f'<th scope="col" class="num">{escape(one.name)}</th>' for one in series)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f'<td class="num">{escape(write(one.values[at]))}</td>' for one in series)
        + "</tr>"
        for at, label in enumerate(labels)
    )
    return (
        '<details class="chart-data no-print"><summary>数値を表で見る</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}の表">'
        f'<table class="tbl"><caption class="sr">{escape(title)}</caption>'
        f'<thead><tr><th scope="col">区分</th>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def rect(css: str, x: float, y: float, width: float, height: float, *, rest: str = 'rx="3"') -> str:
    """Draw one rectangle."""
    return f'<rect class="{css}" x="{x}" y="{y}" width="{width}" height="{height}" {rest}/>'


def word(x: float, y: float, text: str, anchor: str = "start") -> str:
    """Write one word beside a mark."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def linked(shape: str, link: str, words: str) -> str:
    """Make a mark a link to the rows behind it, if there is an address."""
    if not link:
        return shape
    return f'<a href="{escape(link)}" aria-label="{escape(words)}">{shape}</a>'
