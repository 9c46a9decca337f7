"""Bowls, cups, plates, pots (うつわの絵)."""

from __future__ import annotations

from hanjo.demo.drawings.palette import SHADE, WOOD, Palette
from hanjo.demo.drawings.patterns import hemp
from hanjo.demo.drawings.sketch import Sketch


def cup(s: Sketch, c: Palette) -> None:
    s.shadow(100, 156, 44, SHADE)
    s.shape([(60, 66), (140, 66), (129, 148), (124, 154), (76, 154), (71, 148)], "#f8f6f1")
    s.line([(63, 84), (137, 84)], c.main, 5)
    s.line([(64.5, 96), (135.5, 96)], c.main, 2.4)
    for n in range(4):
        s.arc(73 + n * 18, 112, 9, 8, (0, 180), c.main, 2.4)
    s.line([(69, 134), (131, 134)], c.main, 2.4)
    s.oval(100, 66, 40, 7, "#fffdf9")
    s.oval(100, 67, 35, 4.6, c.light)


def yunomi(s: Sketch, c: Palette) -> None:
    s.shadow(100, 162, 40, SHADE)
    s.rect(64, 52, 72, 110, c.main, 12)
    s.rect(64, 52, 72, 34, c.deep, 10)
    for n, x in enumerate((74, 90, 104, 118)):
        s.line([(x, 92 + n % 2 * 8), (x + 6, 148 - n * 6)], "#c9764a", 3)
    s.oval(100, 55, 36, 7, c.light)
    s.oval(100, 56, 31, 5, c.deep)


def mug(s: Sketch, c: Palette) -> None:
    s.shadow(100, 156, 52, SHADE)
    s.ring(140, 106, 24, 26, c.deep, 8)
    s.rect(54, 58, 84, 98, c.main, 12)
    s.oval(96, 60, 42, 8, c.light)
    s.oval(96, 61.5, 36, 5.2, "#6b432a")
    s.arc(80, 112, 12, 12, (180, 420), c.accent, 3)
    s.arc(108, 116, 12, 12, (0, 240), c.accent, 3)
    s.oval(94, 114, 3, 3, c.accent)


def bowl(s: Sketch, c: Palette) -> None:
    s.shadow(100, 154, 40, SHADE)
    s.rect(80, 140, 40, 13, c.deep, 3)
    s.bowl(100, 78, 62, 30, 68, c.main)
    s.line([(45, 92), (155, 92)], c.accent, 2.6)
    for x in (70, 100, 130):
        s.arc(x, 112, 11, 9, (200, 340), c.accent, 2.6)
        s.oval(x, 116, 2.4, 2.4, c.accent)
    s.oval(100, 78, 62, 11, c.light)
    s.oval(100, 79.5, 55, 8, c.deep)
    s.oval(100, 76, 45, 10, "#fffdf8")
    s.oval(100, 70, 34, 11, "#fffdf8")


def katakuchi(s: Sketch, c: Palette) -> None:
    s.shadow(96, 152, 42, SHADE)
    s.shape([(140, 82), (172, 74), (146, 104)], c.main)
    s.bowl(96, 78, 54, 28, 72, c.main)
    s.oval(96, 79, 54, 11, c.light)
    s.oval(96, 80.5, 47, 8, c.deep)
    s.line([(62, 116), (128, 118)], c.light, 3)


def tokkuri(s: Sketch, c: Palette) -> None:
    s.shadow(82, 160, 36, SHADE)
    s.shadow(148, 160, 24, SHADE)
    s.bowl(82, 90, 34, 26, 70, c.main)
    s.shape([(70, 44), (94, 44), (92, 66), (116, 92), (48, 92), (72, 66)], c.main)
    s.oval(82, 44, 14, 4, c.light)
    s.line([(54, 108), (110, 108)], c.light, 2.6)
    s.bowl(148, 124, 24, 14, 36, c.main)
    s.oval(148, 124, 24, 5, c.light)
    s.oval(148, 125, 19, 3.4, c.deep)


def plate(s: Sketch, c: Palette) -> None:
    s.oval(102, 108, 76, 74, SHADE)
    s.oval(100, 104, 76, 74, "#fbf9f4")
    edge = c.deep if c.main == "#faf5e8" else c.main
    s.ring(100, 104, 71, 69, edge, 4)
    s.ring(100, 104, 50, 48, c.light if edge == c.main else "#ece4d2", 2.4)
    s.oval(100, 108, 26, 8, "#f1b7a0")
    s.shape([(122, 108), (142, 96), (142, 120)], "#f1b7a0")
    s.oval(86, 106, 2, 2, "#2d3138")


def plates(s: Sketch, c: Palette) -> None:
    tones = (c.main, "#6f8f5a", "#dfab45", "#b0524b", "#7fa9c9")
    for (x, y), tone in zip(((62, 74), (138, 74), (100, 108), (62, 144), (138, 144)), tones, strict=True):
        s.oval(x + 1, y + 3, 32, 31, SHADE)
        s.oval(x, y, 32, 31, "#fbf9f4")
        s.ring(x, y, 29, 28, tone, 2.6)
        s.oval(x, y, 12, 11, tone)
        s.oval(x + 4, y - 3, 5, 5, "#fbf9f4")


def longplate(s: Sketch, c: Palette) -> None:
    s.rect(24, 76, 154, 62, SHADE, 8)
    s.rect(22, 70, 156, 62, c.main, 8)
    s.rect(30, 77, 140, 48, c.deep, 5)
    for n in range(4):
        s.rect(52 + n * 25, 86, 21, 30, "#f2cf6a", 5)
        s.line([(56 + n * 25, 96), (69 + n * 25, 96)], "#dfab45", 1.8)


def teapot(s: Sketch, c: Palette) -> None:
    s.shadow(98, 146, 52, SHADE)
    s.arc(98, 88, 36, 42, (180, 360), c.accent if c.main != "#faf5e8" else c.deep, 5)
    s.line([(140, 116), (164, 94)], c.main, 12)
    s.bowl(98, 92, 50, 34, 54, c.main)
    s.oval(98, 93, 49, 13, c.main)
    s.oval(98, 88, 30, 8, c.deep)
    s.oval(98, 79, 6, 5, c.accent)
    for row, y in enumerate((112, 122, 132)):
        for n in range(5 - row // 2):
            s.oval(70 + n * 13 + row * 4, y, 1.9, 1.9, c.accent)


def donabe(s: Sketch, c: Palette) -> None:
    s.shadow(100, 156, 58, SHADE)
    s.rect(26, 108, 148, 12, c.deep, 5)
    s.bowl(100, 104, 66, 40, 50, c.main)
    s.shape([(36, 106), (164, 106), (146, 82), (124, 72), (76, 72), (54, 82)], c.deep)
    s.rect(84, 60, 32, 13, c.main, 5)
    s.line([(58, 92), (142, 92)], c.accent, 2.4)
    s.line([(52, 124), (148, 124)], c.accent, 2.4)


def vase(s: Sketch, c: Palette) -> None:
    s.shadow(100, 172, 36, SHADE)
    s.line([(100, 92), (112, 50), (104, 26)], "#6b7f4e", 2.6)
    s.line([(109, 60), (132, 44)], "#6b7f4e", 2.2)
    for x, y, r in ((104, 26, 7), (132, 42, 8), (112, 48, 5)):
        s.oval(x, y, r, r, "#e3aca9")
        s.oval(x, y, r * 0.35, r * 0.35, "#f7ebcb")
    s.bowl(100, 126, 42, 26, 46, c.main)
    s.shape([(92, 88), (108, 88), (112, 108), (141, 128), (59, 128), (88, 108)], c.main)
    s.oval(100, 126, 42, 20, c.main)
    s.oval(100, 88, 9, 3, c.deep)
    s.line([(66, 138), (134, 138)], c.light, 2.6)


def kayari(s: Sketch, c: Palette) -> None:
    s.shadow(100, 158, 54, SHADE)
    for x in (66, 126):
        s.rect(x, 138, 16, 20, c.deep, 4)
    s.oval(104, 112, 54, 40, c.main)
    s.shape([(66, 78), (76, 62), (90, 78)], c.main)
    s.oval(58, 110, 24, 27, c.light)
    s.oval(57, 112, 15, 18, "#4a4138")
    s.oval(84, 94, 3, 3.6, "#4a4138")
    s.arc(160, 100, 8, 8, (180, 470), c.deep, 3)
    s.arc(56, 70, 8, 10, (90, 290), "#c9c2b4", 2.4)
    s.arc(56, 50, 8, 10, (-90, 90), "#c9c2b4", 2.4)


def furin(s: Sketch, c: Palette) -> None:
    s.line([(100, 20), (100, 160)], "#8b8a83", 1.6)
    s.oval(100, 76, 46, 44, c.light)
    s.ring(100, 76, 46, 44, c.main, 2)
    s.rect(56, 101, 88, 24, s.ground)
    s.oval(100, 100, 41, 7, c.light)
    s.ring(100, 100, 41, 7, c.main, 2)
    s.oval(86, 74, 13, 8, "#d46a5c")
    s.shape([(97, 74), (112, 64), (110, 84)], "#d46a5c")
    s.oval(79, 72, 1.6, 1.6, "#2d3138")
    s.rect(88, 130, 24, 50, "#fbf7ec", 2)
    s.line([(95, 140), (95, 168)], c.main, 2)
    s.oval(100, 116, 4, 4, c.deep)


def bento(s: Sketch, c: Palette) -> None:
    s.shadow(100, 152, 66, SHADE)
    s.rect(34, 100, 132, 50, c.deep, 24)
    s.rect(30, 78, 140, 50, c.main, 25)
    s.oval(100, 86, 68, 15, c.light)
    s.rect(122, 96, 10, 28, c.deep, 2)
    for y in (102, 110, 118):
        s.line([(124, y), (130, y)], c.light, 1.8)
    s.line([(52, 86), (148, 86)], WOOD, 1.6)


def tray(s: Sketch, c: Palette) -> None:
    s.rect(32, 66, 140, 90, SHADE, 14)
    s.rect(30, 60, 140, 90, c.main, 14)
    s.rect(40, 68, 120, 74, c.light, 9)
    s.rect(30, 60, 140, 4, "#2f5b97", 2)
    s.rect(30, 146, 140, 4, "#2f5b97", 2)
    s.oval(78, 104, 22, 18, "#6f8f5a")
    s.oval(110, 112, 20, 16, "#dfab45")
    s.oval(126, 94, 14, 12, "#b0524b")


def basket(s: Sketch, c: Palette) -> None:
    s.oval(100, 112, 72, 62, SHADE)
    s.oval(100, 106, 72, 62, c.deep)
    s.oval(100, 106, 66, 56, c.main)
    for n in range(-3, 4):
        s.line(
            [(100 + n * 16, 106 - (46 - abs(n) * 6)), (100 + n * 16, 106 + (46 - abs(n) * 6))], c.deep, 1.5
        )
        s.line(
            [(100 - (58 - abs(n) * 7), 106 + n * 14), (100 + (58 - abs(n) * 7), 106 + n * 14)], c.light, 1.5
        )
    s.ring(100, 106, 72, 62, c.deep, 5)


def coaster(s: Sketch, c: Palette) -> None:
    for n, tone in enumerate((c.deep, "#b0524b", "#dfab45", c.main)):
        x, y = 52 + n * 12, 50 + n * 14
        s.rect(x + 2, y + 3, 66, 66, SHADE, 5)
        s.rect(x, y, 66, 66, tone, 5)
    s.rect(88, 92, 66, 66, c.main, 5)
    hemp(s, (92, 96, 58, 58), c.accent, 14)
