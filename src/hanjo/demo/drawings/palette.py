"""The few colours of the shop."""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "#f8f5ee"
INK = "#2d3138"
WOOD = "#dcb98a"
WOOD_DEEP = "#b98f5c"
GROUNDS = ("#e9e0cf", "#e6decd", "#ebe1d1", "#e3decd")
SHADE = "#d3c8b2"


@dataclass(frozen=True, slots=True)
class Palette:
    """Body, its shade, its light, and one thing that sets it off."""

    main: str
    deep: str
    light: str
    accent: str


PALETTES = {
    "ai": Palette("#2f5b97", "#23477a", "#dfe8f4", "#f5f3ee"),
    "sora": Palette("#7fa9c9", "#5a86a8", "#e4eef5", "#f8f5ee"),
    "matcha": Palette("#6f8f5a", "#536f42", "#e6ecd9", "#f4efdd"),
    "hoji": Palette("#8a5a3a", "#6b432a", "#eadccb", "#e9d9b8"),
    "kinari": Palette("#faf5e8", "#d4c5a3", "#fffdf6", "#a98f63"),
    "sumi": Palette("#3a3f47", "#272b31", "#dcdcda", "#c9b37a"),
    "yamabuki": Palette("#dfab45", "#bd8928", "#f7ebcb", "#fbf5e4"),
    "sakura": Palette("#e3aca9", "#c98884", "#f8e6e2", "#fdf6f2"),
    "beni": Palette("#b0524b", "#8c3c37", "#f3deda", "#f6e7cf"),
    "budo": Palette("#6d5480", "#524063", "#e9e1ee", "#f1e6c9"),
    "hinoki": Palette("#e5c595", "#c59d66", "#f6ead4", "#8a5a3a"),
    "hai": Palette("#9ba0a3", "#787d81", "#e7e7e3", "#f5f3ee"),
}
