"""Tools, paper, light, play (道具と暮らしの絵)."""

from __future__ import annotations

from hanjo.demo.drawings.palette import INK, SHADE, WOOD, WOOD_DEEP, Palette
from hanjo.demo.drawings.patterns import hemp
from hanjo.demo.drawings.sketch import Sketch


def board(s: Sketch, c: Palette) -> None:
    s.rect(36, 62, 132, 84, SHADE, 10)
    s.rect(34, 56, 132, 84, c.main, 10)
    for y in (74, 92, 108, 124):
        s.line([(46, y), (154, y + 1)], c.deep, 1.6)
    s.arc(116, 98, 16, 6, (0, 360), c.deep, 1.6)
    s.oval(150, 74, 6, 6, s.ground)


def knife(s: Sketch, c: Palette) -> None:
    s.shape([(24, 96), (124, 78), (126, 112), (60, 118), (34, 110)], SHADE)
    s.shape([(22, 92), (122, 74), (124, 106), (58, 113), (32, 105)], "#c7ccd1")
    s.shape([(32, 105), (58, 113), (124, 106), (124, 99), (58, 105)], "#e8ebee")
    s.rect(120, 72, 10, 36, "#8b8a83", 2)
    s.rect(128, 74, 52, 20, c.main, 8)
    for x in (142, 156, 168):
        s.oval(x, 84, 2.4, 2.4, c.accent)


def chopsticks(s: Sketch, c: Palette) -> None:
    s.rect(46, 134, 108, 12, SHADE, 4)
    s.rect(44, 128, 108, 12, c.light, 5)
    for n, tone in enumerate((c.main, c.main, c.deep, c.deep)):
        x = 60 + n * 22
        s.shape([(x, 36), (x + 8, 36), (x + 5.4, 166), (x + 2.6, 166)], tone)
        s.rect(x, 36, 8, 22, c.accent)
        s.rect(x, 50, 8, 3, tone)


def grater(s: Sketch, c: Palette) -> None:
    s.shape([(66, 48), (134, 48), (118, 134), (82, 134)], SHADE)
    s.shape([(64, 44), (136, 44), (120, 130), (80, 130)], "#c98a5c")
    s.rect(92, 128, 16, 44, "#b0754a", 6)
    for row in range(7):
        for n in range(6 - row // 3):
            s.shape(
                [
                    (74 + n * 9.6 + row * 1.6, 58 + row * 9),
                    (78 + n * 9.6 + row * 1.6, 58 + row * 9),
                    (76 + n * 9.6 + row * 1.6, 53 + row * 9),
                ],
                "#8a5a3a",
            )


def whisk(s: Sketch, c: Palette) -> None:
    s.shadow(100, 166, 38, SHADE)
    s.rect(84, 36, 32, 56, c.main, 6)
    s.rect(82, 86, 36, 7, INK, 2)
    for n in range(-6, 7):
        s.line([(100 + n * 2.4, 92), (100 + n * 7, 140), (100 + n * 5, 164)], c.deep if n % 2 else c.main, 2)
    for y in (48, 62, 76):
        s.line([(86, y), (114, y)], c.deep, 1.4)


def box(s: Sketch, c: Palette) -> None:
    s.shadow(100, 164, 62, SHADE)
    s.rect(44, 74, 112, 88, c.main, 4)
    s.rect(38, 60, 124, 20, c.light, 4)
    s.rect(38, 76, 124, 4, c.deep)
    for y in (96, 114, 134, 150):
        s.line([(50, y), (150, y)], c.deep, 1.2)
    s.rect(84, 100, 32, 38, "#f8f5ee", 2)
    for x, y in ((94, 112), (104, 116), (97, 126)):
        s.oval(x, y, 2.6, 4.4, c.deep)


def pan(s: Sketch, c: Palette) -> None:
    s.oval(84, 110, 58, 52, SHADE)
    s.line([(130, 90), (180, 62)], c.deep, 9)
    s.line([(156, 76), (180, 62)], WOOD_DEEP, 10)
    s.oval(82, 104, 58, 52, c.deep)
    s.oval(82, 102, 50, 44, c.main)
    s.oval(76, 106, 24, 20, "#fffdf8")
    s.oval(80, 104, 10, 9, "#f2b63c")


def spoon(s: Sketch, c: Palette) -> None:
    for n, (x, r) in enumerate(((62, 19), (104, 15), (140, 11))):
        s.rect(x - 4, 80, 8, 84 - n * 8, c.deep, 4)
        s.oval(x + 1, 66, r, r * 1.2, SHADE)
        s.oval(x, 62, r, r * 1.2, c.main)
        s.oval(x, 60, r * 0.7, r * 0.85, c.light)


def stand(s: Sketch, c: Palette) -> None:
    s.shadow(100, 156, 62, SHADE)
    s.rect(60, 60, 12, 84, WOOD, 3)
    s.rect(98, 48, 12, 96, "#e9d3ac", 3)
    for x in (48, 84, 122):
        s.arc(x + 6, 122, 14, 34, (180, 360), c.deep, 4)
    s.rect(34, 138, 132, 12, c.main, 5)


def soap(s: Sketch, c: Palette) -> None:
    s.shadow(100, 146, 58, SHADE)
    s.rect(44, 92, 112, 50, c.deep, 22)
    s.rect(44, 82, 112, 50, c.main, 24)
    s.oval(100, 106, 32, 13, c.light)
    s.arc(92, 108, 9, 5, (180, 360), c.accent, 2.4)
    s.arc(110, 108, 9, 5, (180, 360), c.accent, 2.4)
    for x, y, r in ((60, 64, 9), (78, 50, 6), (142, 62, 8), (126, 46, 5)):
        s.ring(x, y, r, r, "#ffffff", 2.4)


def candle(s: Sketch, c: Palette) -> None:
    for n, h in enumerate((74, 96, 60)):
        x, y = 58 + n * 42, 158 - h
        s.shadow(x, 160, 18, SHADE)
        s.shape([(x - 13, y), (x + 13, y), (x + 9, 158), (x - 9, 158)], c.main)
        s.oval(x, y, 13, 3.6, c.light)
        s.line([(x, y), (x, y - 8)], INK, 2)
        s.shape([(x, y - 34), (x + 7, y - 14), (x, y - 6), (x - 7, y - 14)], "#e8a13a")
        s.oval(x, y - 13, 6.8, 7, "#e8a13a")
        s.oval(x, y - 11, 3, 4, "#fbeec2")
        s.oval(x - 2, 128, 3.4, 3.4, c.deep)
        s.oval(x + 3, 136, 2.6, 2.6, c.deep)


def comb(s: Sketch, c: Palette) -> None:
    s.shape([(34, 96), (60, 66), (140, 66), (166, 96), (160, 104), (40, 104)], SHADE)
    s.shape([(34, 92), (60, 62), (140, 62), (166, 92), (166, 98), (34, 98)], c.main)
    for n in range(23):
        s.line([(38 + n * 5.6, 96), (38 + n * 5.6, 132)], c.main, 2.6)
    s.arc(100, 82, 12, 8, (0, 360), c.deep, 2)
    s.oval(100, 82, 3, 3, c.deep)


def notebook(s: Sketch, c: Palette) -> None:
    s.rect(58, 42, 90, 122, SHADE, 3)
    s.rect(54, 38, 90, 122, c.main, 3)
    s.rect(132, 38, 3, 122, c.deep)
    for y in (50, 84, 118, 148):
        s.line([(132, y), (144, y)], c.accent, 2)
    s.line([(134, 42), (134, 156)], c.accent, 1.6)
    s.rect(66, 52, 30, 60, c.accent, 1)
    s.line([(81, 62), (81, 100)], c.deep, 3)
    hemp(s, (60, 124, 66, 30), c.light, 12)


def yutanpo(s: Sketch, c: Palette) -> None:
    s.shadow(100, 152, 62, SHADE)
    s.oval(100, 110, 66, 40, c.deep)
    s.oval(100, 102, 66, 40, c.main)
    for n in range(-3, 4):
        s.arc(100 + n * 16, 102, 5, 30 - abs(n) * 4, (70, 290), "#b57a50", 3)
    s.rect(90, 56, 20, 14, "#dfab45", 4)


def broom(s: Sketch, c: Palette) -> None:
    s.line([(148, 20), (104, 92)], WOOD, 7)
    s.shape([(96, 84), (114, 94), (110, 158), (92, 174), (40, 156), (52, 130)], c.main)
    s.line([(92, 94), (110, 104)], "#b0524b", 4)
    s.line([(84, 106), (108, 118)], "#b0524b", 4)
    for n in range(8):
        s.line([(98 - n * 2, 112 + n), (96 - n * 7.4, 170 - n * 2.4)], c.deep, 1.6)


def bucket(s: Sketch, c: Palette) -> None:
    s.shadow(100, 158, 48, SHADE)
    s.arc(100, 76, 56, 46, (180, 360), "#6b7074", 3.4)
    s.shape([(42, 76), (158, 76), (146, 150), (138, 158), (62, 158), (54, 150)], c.main)
    s.oval(100, 76, 58, 12, c.light)
    s.oval(100, 78, 51, 9, c.deep)
    s.oval(100, 78, 44, 7, "#fffdf6")
    s.line([(48, 104), (152, 104)], c.deep, 2)
    s.line([(52, 134), (148, 134)], c.deep, 2)


def hanabi(s: Sketch, c: Palette) -> None:
    for n in range(5):
        x = 62 + n * 19
        s.line([(x, 36), (100 + (x - 100) * 0.35, 126)], (c.main, "#dfab45", "#6d5480")[n % 3], 4)
    s.rect(86, 84, 28, 10, "#f8f5ee", 2)
    s.oval(100, 138, 6, 6, "#e8732c")
    for dx, dy in ((24, 0), (-24, 0), (0, 26), (17, 18), (-17, 18), (18, -14), (-18, -14)):
        s.line([(100 + dx * 0.45, 138 + dy * 0.45), (100 + dx, 138 + dy)], "#e8a13a", 2)
        s.oval(100 + dx * 1.25, 138 + dy * 1.25, 2, 2, "#e8a13a")


def blocks(s: Sketch, c: Palette) -> None:
    s.shadow(100, 160, 66, SHADE)
    for x, y, tone in ((46, 118, c.main), (90, 118, "#dfab45"), (66, 76, "#6f8f5a")):
        s.rect(x, y, 42, 42, tone, 4)
        s.line([(x + 8, y + 14), (x + 34, y + 14)], "#f8f5ee", 1.6)
    s.shape([(66, 74), (108, 74), (87, 42)], "#b0524b")
    s.dome(150, 160, 20, 24, c.deep)
    s.dome(150, 160, 9, 12, s.ground)
