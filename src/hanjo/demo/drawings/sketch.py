"""A sheet of 200 × 200 units to draw flat shapes on, smoothed by drawing larger (下絵)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, pi, sin

from PIL import Image, ImageDraw

SIZE = 800
SCALE = 6  # drawn at 1,200 pixels, then made smaller
Point = tuple[float, float]


class Sketch:
    """Flat shapes in sheet units; later shapes lie on earlier ones."""

    def __init__(self, ground: str) -> None:
        self.ground = ground
        self.image = Image.new("RGB", (200 * SCALE, 200 * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, r: float = 0) -> None:  # noqa: PLR0917 - a shape is its numbers
        """A rectangle from its upper left corner, with round corners when `r` is given."""
        box = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        self.pen.rounded_rectangle(box, r * SCALE, fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        """An ellipse around its middle."""
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self.pen.ellipse(box, fill=fill)

    def ring(self, x: float, y: float, rx: float, ry: float, stroke: str, width: float) -> None:  # noqa: PLR0917 - a shape is its numbers
        """The outline of an ellipse."""
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self.pen.ellipse(box, outline=stroke, width=round(width * SCALE))

    def shape(self, points: Iterable[Point], fill: str) -> None:
        """A closed area through these corners."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], stroke: str, width: float) -> None:
        """A line with round ends and round corners."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=stroke, width=round(width * SCALE), joint="curve")
        radius = width / 2
        for x, y in (points[0], points[-1]):
            self.oval(x, y, radius, radius, stroke)

    def arc(self, x: float, y: float, rx: float, ry: float, turn: Point, stroke: str, width: float) -> None:  # noqa: PLR0917 - a shape is its numbers
        """A part of an ellipse as a line; `turn` in degrees, 0 to the right, clockwise."""
        start, end = turn
        steps = 40
        angles = [(start + (end - start) * n / steps) * pi / 180 for n in range(steps + 1)]
        self.line([(x + rx * cos(a), y + ry * sin(a)) for a in angles], stroke, width)

    def dome(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        """The upper half of an ellipse, standing on `y`."""
        angles = [pi + pi * n / 48 for n in range(49)]
        self.shape([(x + rx * cos(a), y + ry * sin(a)) for a in angles], fill)

    def bowl(self, x: float, top: float, half: float, foot: float, height: float, fill: str) -> None:  # noqa: PLR0917 - a shape is its numbers
        """The side of a round vessel: wide at the mouth, curving in to its foot."""
        curve = [(half - (half - foot) * (n / 24) ** 2.4, height * (n / 24) ** 0.8) for n in range(25)]
        left = [(x - w, top + y) for w, y in curve]
        right = [(x + w, top + y) for w, y in reversed(curve)]
        self.shape(left + right, fill)

    def shadow(self, x: float, y: float, half: float, fill: str) -> None:
        """The calm pool under a thing, so that it stands somewhere."""
        self.oval(x, y, half, half * 0.13, fill)

    def finished(self) -> Image.Image:
        """The picture in its final size."""
        return self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
