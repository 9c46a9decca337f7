"""Pictures for where a link is shared and for the tab of a browser: drawn from the shop's own material (シェア画像).

Pure: pictures in, bytes out. 1200 x 630 is what the Open Graph's readers crop nothing of.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hanjo.ui.documents import font_folders

if TYPE_CHECKING:  # loaded with the first drawing
    from PIL import ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
LAYOUT = 2
"""Grows when the drawing changes, so that pictures get another address."""
GROUND, INK, FAINT = "#f6f3ec", "#1b1e24", "#565d6b"
NEVER_FIRST = "、。，．・：；？！ー）］」』】〉》々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%"
"""Signs that do not begin a line (行頭禁則)."""
ICON = 180


def share_card(photo: Path | None, *, name: str, shop: str, brand: str) -> bytes:
    """The product's picture on the left, its name and the shop's on the right, as JPEG (シェア画像)."""
    from PIL import Image, ImageDraw, ImageOps

    card = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    left = 0
    if photo is not None and photo.is_file():
        with Image.open(photo) as opened:
            card.paste(ImageOps.fit(opened.convert("RGB"), (HEIGHT, HEIGHT)), (0, 0))
        left = HEIGHT
    pen = ImageDraw.Draw(card)
    pen.rectangle((left, HEIGHT - 12, WIDTH, HEIGHT), fill=brand)
    room = WIDTH - left - 2 * 56
    size, lines = _fitted(pen, name, room)
    across, down = left + 56, 96
    for line in lines:
        pen.text((across, down), line, font=_font("Bold", size), fill=INK)
        down += round(size * 1.45)
    for line in _broken(pen, shop, _font("Regular", 34), room)[:1]:
        pen.text((across, HEIGHT - 110), line, font=_font("Regular", 34), fill=FAINT)
    out = io.BytesIO()
    card.save(out, "JPEG", quality=84, optimize=True, progressive=True)
    return out.getvalue()


def icon(logo: Path) -> bytes:
    """The shop's logo on a square for tabs and home screens, as PNG (ファビコン)."""
    from PIL import Image, ImageOps

    square = Image.new("RGB", (ICON, ICON), "#ffffff")
    with Image.open(logo) as opened:
        mark = ImageOps.contain(opened.convert("RGBA"), (ICON - 16, ICON - 16))
    square.paste(mark, ((ICON - mark.width) // 2, (ICON - mark.height) // 2), mark)
    out = io.BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(pen: ImageDraw.ImageDraw, text: str, room: int) -> tuple[int, list[str]]:
    """The largest type in which a name takes no more than four lines; what is longer still is cut."""
    for size in (60, 52, 44):
        lines = _broken(pen, text, _font("Bold", size), room)
        if len(lines) <= 4:
            return size, lines
    return size, [*lines[:3], lines[3][:-1] + "…"]


def _broken(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    def fits(line: str) -> bool:
        return pen.textlength(line, font=font) <= room

    lines, line = [], ""
    for sign in " ".join(text.split())[:200]:
        if fits(line + sign) or sign in NEVER_FIRST:
            line += sign
            continue
        head, gap, tail = line.rpartition(" ")
        whole = gap and fits(tail + sign)  # a word is kept together where there is a space to break at
        lines.append(head if whole else line.rstrip())
        line = (tail if whole else "") + sign.lstrip()
    return [*lines, line] if line else lines


@lru_cache(maxsize=8)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    regular, bold = font_folders()
    folder = bold if weight == "Bold" else regular
    return ImageFont.truetype(str(folder / f"NotoSansCJKjp-{weight}.otf"), size)
