"""Old patterns for cloth and china: each is clipped to a rectangle (文様)."""

from __future__ import annotations

from math import cos, pi, sin

from PIL import Image, ImageDraw

from hanjo.demo.drawings.sketch import SCALE, Sketch

Box = tuple[float, float, float, float]


def _clip(sketch: Sketch, layer: Image.Image, box: Box) -> None:
    x, y, w, h = (round(value * SCALE) for value in box)
    part = layer.crop((x, y, x + w, y + h))
    sketch.image.paste(part, (x, y), part)


def _layer(sketch: Sketch) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    layer = Image.new("RGBA", sketch.image.size, (0, 0, 0, 0))
    return layer, ImageDraw.Draw(layer)


def waves(sketch: Sketch, box: Box, stroke: str, radius: float = 11) -> None:
    """青海波: overlapping half rings."""
    layer, pen = _layer(sketch)
    x, y, w, h = box
    row, top = 0, y
    while top < y + h + radius:
        left = x - radius + (radius if row % 2 else 0)
        while left < x + w + radius:
            for part in (1.0, 0.62, 0.26):
                r = radius * part
                frame = [(left - r) * SCALE, (top - r) * SCALE, (left + r) * SCALE, (top + r) * SCALE]
                pen.arc(frame, 180, 360, fill=stroke, width=round(1.3 * SCALE))
            left += radius * 2
        top += radius * 0.62
        row += 1
    _clip(sketch, layer, box)


def hemp(sketch: Sketch, box: Box, stroke: str, size: float = 15) -> None:
    """麻の葉: six-pointed leaves of lines."""
    layer, pen = _layer(sketch)
    x, y, w, h = box
    row, top = 0, y
    while top < y + h + size * 2:
        left = x + (size * 0.866 if row % 2 else 0)
        while left < x + w + size * 2:
            points = [
                (left + size * cos(n * pi / 3 + pi / 6), top + size * sin(n * pi / 3 + pi / 6))
                for n in range(6)
            ]
            inner = [
                (left + size * 0.58 * cos(n * pi / 3), top + size * 0.58 * sin(n * pi / 3)) for n in range(6)
            ]
            for n in range(6):
                for a, b in (
                    (points[n], (left, top)),
                    (inner[n], points[n]),
                    (inner[(n + 1) % 6], points[n]),
                    (inner[n], (left, top)),
                ):
                    pen.line(
                        (a[0] * SCALE, a[1] * SCALE, b[0] * SCALE, b[1] * SCALE),
                        fill=stroke,
                        width=round(0.9 * SCALE),
                    )
            left += size * 1.732
        top += size * 1.5
        row += 1
    _clip(sketch, layer, box)


def dots(sketch: Sketch, box: Box, fill: str, step: float = 12, radius: float = 2.6) -> None:
    """豆しぼり: dots in rows that step."""
    x, y, w, h = box
    row, top = 0, y + step / 2
    while top < y + h - radius:
        left = x + step / 2 + (step / 2 if row % 2 else 0)
        while left < x + w - radius:
            sketch.oval(left, top, radius, radius, fill)
            left += step
        top += step * 0.86
        row += 1


def checks(sketch: Sketch, box: Box, fill: str, step: float = 14) -> None:
    """市松: squares like a board."""
    x, y, w, h = box
    for row in range(int(h // step)):
        for column in range(int(w // step)):
            if (row + column) % 2:
                sketch.rect(x + column * step, y + row * step, step, step, fill)


def stitches(sketch: Sketch, box: Box, stroke: str, step: float = 9) -> None:
    """刺し子: short stitches in rows."""
    x, y, w, h = box
    top, row = y + step / 2, 0
    while top < y + h:
        left = x + step * (0.3 if row % 2 else 0.8)
        while left + step * 0.5 < x + w:
            sketch.line([(left, top), (left + step * 0.5, top)], stroke, 1.2)
            left += step
        top += step * 0.7
        row += 1
