"""Tins, bottles, boxes of good things to eat (食べものの絵)."""

from __future__ import annotations

from hanjo.demo.drawings.palette import SHADE, WOOD, WOOD_DEEP, Palette
from hanjo.demo.drawings.patterns import dots
from hanjo.demo.drawings.sketch import Sketch


def teatin(s: Sketch, c: Palette) -> None:
    s.shadow(100, 158, 42, SHADE)
    s.rect(64, 50, 72, 108, c.main, 7)
    s.rect(64, 50, 72, 28, c.accent, 7)
    s.rect(64, 72, 72, 6, c.accent)
    s.line([(66, 78), (134, 78)], c.deep, 1.6)
    s.oval(100, 118, 19, 19, c.accent)
    s.shape([(100, 104), (109, 118), (100, 132), (91, 118)], c.main)
    s.line([(100, 106), (100, 130)], c.accent, 1.6)


def spicetin(s: Sketch, c: Palette) -> None:
    s.shadow(100, 156, 34, SHADE)
    s.rect(72, 66, 56, 90, c.main, 6)
    s.rect(72, 54, 56, 20, c.deep, 6)
    s.rect(80, 92, 40, 44, c.accent, 3)
    dots(s, (84, 96, 32, 36), c.main, 9, 2)


def ricebag(s: Sketch, c: Palette) -> None:
    s.shadow(100, 166, 52, SHADE)
    s.shape(
        [(56, 46), (144, 46), (152, 70), (154, 158), (148, 166), (52, 166), (46, 158), (48, 70)], "#f6efdf"
    )
    s.shape([(56, 46), (144, 46), (148, 58), (52, 58)], "#e2d5b8")
    s.line([(52, 60), (148, 60)], c.main, 4)
    s.line([(88, 60), (80, 82)], c.main, 3)
    s.line([(112, 60), (120, 82)], c.main, 3)
    s.oval(100, 116, 32, 32, c.main)
    for x, y in ((92, 104), (106, 108), (96, 120), (110, 124), (88, 130)):
        s.oval(x, y, 3.4, 5.6, c.accent)


def pouch(s: Sketch, c: Palette) -> None:
    s.shadow(100, 162, 46, SHADE)
    s.shape([(58, 44), (142, 44), (148, 160), (52, 160)], c.main)
    s.rect(58, 40, 84, 14, c.deep, 2)
    s.line([(60, 47), (140, 47)], c.light, 1.4)
    s.rect(72, 76, 56, 62, c.accent, 4)
    s.oval(100, 98, 13, 13, c.main)
    s.oval(100, 98, 6, 6, c.accent)
    s.line([(82, 122), (118, 122)], c.main, 2.4)
    s.line([(88, 130), (112, 130)], c.main, 2)


def soybottle(s: Sketch, c: Palette) -> None:
    s.shadow(100, 172, 30, SHADE)
    s.rect(88, 26, 24, 16, c.deep, 4)
    s.shape(
        [
            (90, 40),
            (110, 40),
            (112, 62),
            (128, 84),
            (128, 166),
            (122, 172),
            (78, 172),
            (72, 166),
            (72, 84),
            (88, 62),
        ],
        c.main,
    )
    s.rect(72, 100, 56, 48, c.accent)
    s.oval(100, 120, 11, 11, c.main)
    s.line([(84, 140), (116, 140)], c.main, 2)


def bottle(s: Sketch, c: Palette) -> None:
    s.shadow(100, 180, 30, SHADE)
    s.rect(89, 20, 22, 14, "#c9b37a", 3)
    s.shape(
        [
            (90, 32),
            (110, 32),
            (110, 66),
            (126, 92),
            (126, 172),
            (118, 180),
            (82, 180),
            (74, 172),
            (74, 92),
            (90, 66),
        ],
        c.main,
    )
    s.rect(74, 106, 52, 54, "#f6f0e0")
    s.line([(100, 114), (100, 150)], c.deep, 4)
    s.line([(88, 122), (112, 122)], c.deep, 3)
    s.line([(90, 138), (110, 138)], c.deep, 3)
    s.shape([(82, 98), (88, 96), (88, 104), (82, 104)], c.light)


def oilbottle(s: Sketch, c: Palette) -> None:
    s.shadow(100, 160, 34, SHADE)
    s.rect(90, 42, 20, 22, "#3a3f47", 3)
    s.rect(70, 62, 60, 98, c.main, 10)
    s.rect(70, 100, 60, 36, "#f8f5ee")
    for n in range(5):
        s.oval(100 + (n - 2) * 0.1, 118, 11, 5, "#b0524b")
    s.oval(100, 118, 8, 8, "#b0524b")
    s.oval(100, 118, 3.4, 3.4, "#dfab45")


def jar(s: Sketch, c: Palette) -> None:
    s.shadow(100, 156, 42, SHADE)
    s.rect(62, 68, 76, 88, c.main, 12)
    s.rect(66, 50, 68, 22, c.deep, 5)
    s.rect(62, 94, 76, 40, "#f8f5ee")
    s.oval(100, 114, 12, 12, c.main)
    s.line([(74, 80), (74, 86)], c.light, 4)


def misocup(s: Sketch, c: Palette) -> None:
    s.shadow(100, 150, 48, SHADE)
    s.shape([(48, 78), (152, 78), (142, 142), (136, 150), (64, 150), (58, 142)], c.main)
    s.rect(42, 64, 116, 18, c.light, 6)
    s.rect(42, 76, 116, 3, c.deep)
    s.rect(74, 94, 52, 40, c.accent, 4)
    s.line([(84, 106), (116, 106)], c.deep, 3)
    s.line([(88, 118), (112, 118)], c.deep, 3)


def sweetbox(s: Sketch, c: Palette) -> None:
    s.rect(32, 66, 140, 84, SHADE, 6)
    s.rect(30, 60, 140, 84, "#f6efdf", 6)
    s.rect(38, 68, 124, 68, c.light, 4)
    tones = (c.main, "#6f8f5a", "#dfab45", "#b0524b", "#3a3f47")
    for n, tone in enumerate(tones):
        s.rect(43 + n * 23.4, 74, 20, 56, tone, 3)
        s.rect(43 + n * 23.4, 92, 20, 18, "#f8f5ee")


def dorayaki(s: Sketch, c: Palette) -> None:
    s.shadow(100, 150, 62, SHADE)
    for x, y in ((100, 128), (86, 98)):
        s.oval(x, y + 9, 52, 19, c.main)
        s.oval(x, y + 3, 50, 12, "#4a2f35")
        s.oval(x, y - 5, 52, 19, "#c98a4c")
        s.oval(x, y - 8, 44, 13, c.main)


def castella(s: Sketch, c: Palette) -> None:
    s.shadow(100, 142, 70, SHADE)
    s.shape([(30, 88), (140, 88), (170, 72), (62, 72)], "#8a5a3a")
    s.rect(30, 88, 110, 52, "#f2cf6a")
    s.rect(30, 84, 110, 9, "#8a5a3a")
    s.rect(30, 133, 110, 7, "#c98a4c")
    s.shape([(140, 84), (170, 70), (170, 122), (140, 140)], c.main)
    s.shape([(140, 84), (170, 70), (170, 78), (140, 93)], "#6b432a")
    for n in range(3):
        s.line([(58 + n * 27, 94), (58 + n * 27, 132)], "#e2b651", 1.4)


def senbei(s: Sketch, c: Palette) -> None:
    for x, y in ((124, 118), (80, 112), (104, 82)):
        s.oval(x + 2, y + 4, 40, 38, SHADE)
        s.oval(x, y, 40, 38, "#c98a4c")
        s.oval(x, y - 1, 34, 32, "#b57638")
        s.rect(x - 11, y - 13, 22, 26, "#2d3a30", 2)


def noodle(s: Sketch, c: Palette) -> None:
    for n in range(3):
        x = 46 + n * 38
        s.rect(x + 2, 44, 32, 118, SHADE, 4)
        s.rect(x, 40, 32, 118, c.light, 4)
        for k in range(6):
            s.line([(x + 4 + k * 4.9, 44), (x + 4 + k * 4.9, 154)], c.main, 1.4)
        s.rect(x - 1, 80, 34, 34, c.main)
        s.rect(x + 8, 88, 16, 18, "#f8f5ee")


def noodlebox(s: Sketch, c: Palette) -> None:
    s.rect(28, 62, 148, 92, SHADE, 4)
    s.rect(26, 56, 148, 92, WOOD, 4)
    s.rect(34, 64, 132, 76, "#f6efdf", 2)
    for n in range(6):
        x = 38 + n * 21
        s.rect(x, 67, 18, 70, "#fffdf6", 2)
        for k in range(4):
            s.line([(x + 3 + k * 4, 69), (x + 3 + k * 4, 135)], "#e2d8c2", 1)
        s.rect(x - 0.5, 94, 19, 16, c.deep)


def juice(s: Sketch, c: Palette) -> None:
    for n in range(3):
        x = 46 + n * 38
        s.shadow(x + 16, 164, 18, SHADE)
        s.rect(x + 9, 44, 14, 12, c.deep, 3)
        s.shape(
            [
                (x + 10, 54),
                (x + 22, 54),
                (x + 23, 66),
                (x + 32, 80),
                (x + 32, 164),
                (x, 164),
                (x, 80),
                (x + 9, 66),
            ],
            c.main,
        )
        s.rect(x, 96, 32, 42, "#f8f5ee")
        s.oval(x + 16, 117, 9, 9, c.deep)


def beer(s: Sketch, c: Palette) -> None:
    for n, tone in enumerate((c.main, "#dfab45", c.main)):
        x = 44 + n * 40
        s.shadow(x + 16, 162, 20, SHADE)
        s.rect(x, 62, 33, 100, tone, 6)
        s.rect(x + 3, 56, 27, 10, "#c9c7c0", 3)
        s.rect(x + 3, 156, 27, 6, "#c9c7c0", 3)
        s.oval(x + 16.5, 108, 12, 12, "#f8f5ee")
        s.oval(x + 16.5, 108, 5, 5, tone)


def gyoza(s: Sketch, c: Palette) -> None:
    s.rect(30, 58, 144, 96, SHADE, 8)
    s.rect(28, 52, 144, 96, c.main, 8)
    s.rect(36, 60, 128, 80, c.light, 5)
    for row in range(2):
        for n in range(4):
            x, y = 54 + n * 30.6, 96 + row * 37
            s.dome(x, y, 13.4, 17, "#fbf3df")
            s.line([(x - 11, y), (x + 11, y)], "#d9a05a", 4.6)
            for k in (-6, -2, 2, 6):
                s.line([(x + k, y - 14 + abs(k) * 0.35), (x + k * 0.75, y - 8)], "#dfcba4", 1.3)
    _snow(s, 166, 58)


def _snow(s: Sketch, x: float, y: float) -> None:
    """The mark of frozen goods."""
    s.oval(x, y, 14, 14, "#5a86a8")
    for dx, dy in ((8, 0), (4, 7), (4, -7)):
        s.line([(x - dx, y - dy), (x + dx, y + dy)], "#ffffff", 2)


def fishtray(s: Sketch, c: Palette) -> None:
    s.rect(28, 66, 148, 84, SHADE, 10)
    s.rect(26, 60, 148, 84, "#3a3f47", 10)
    s.rect(33, 67, 134, 70, "#50565f", 7)
    for n, y in enumerate((82, 108)):
        s.shape([(46, y), (60, y - 9), (146, y - 8), (154, y + 2), (144, y + 12), (58, y + 12)], c.main)
        for k in range(5):
            s.line([(68 + k * 16, y - 6), (64 + k * 16 + n, y + 9)], c.deep, 2)
    s.shape([(128, 128), (150, 118), (154, 132)], "#6f8f5a")


def icecup(s: Sketch, c: Palette) -> None:
    s.shadow(100, 160, 40, SHADE)
    s.oval(100, 76, 42, 34, c.main)
    s.oval(84, 62, 8, 5, c.light)
    s.shape([(54, 84), (146, 84), (134, 152), (128, 160), (72, 160), (66, 152)], "#f8f5ee")
    s.rect(50, 78, 100, 13, c.deep, 5)
    s.oval(100, 122, 17, 17, c.light)
    s.shape([(100, 110), (108, 122), (100, 134), (92, 122)], c.main)
    _snow(s, 152, 54)


def cake(s: Sketch, c: Palette) -> None:
    s.shadow(100, 152, 66, SHADE)
    s.oval(100, 144, 66, 12, "#fbf9f4")
    s.rect(44, 94, 112, 46, "#f6e3b0", 6)
    s.oval(100, 140, 56, 9, "#e8cf90")
    s.oval(100, 94, 56, 17, "#8a5a3a")
    s.oval(100, 92, 52, 14, "#a56c3f")
    s.line([(100, 92), (64, 102)], "#f6e3b0", 2)
    s.line([(100, 92), (136, 102)], "#f6e3b0", 2)
    s.line([(100, 92), (100, 78)], "#f6e3b0", 2)


def rollcake(s: Sketch, c: Palette) -> None:
    s.shadow(100, 148, 66, SHADE)
    s.rect(66, 74, 102, 72, c.main, 34)
    s.oval(76, 110, 42, 37, c.deep)
    s.oval(76, 110, 38, 33, "#a9bf86")
    s.oval(76, 110, 28, 24, "#fffaf0")
    s.arc(76, 110, 16, 13, (20, 340), "#a9bf86", 5)
    s.line([(124, 80), (156, 84)], c.light, 2.4)


def pudding(s: Sketch, c: Palette) -> None:
    s.shadow(100, 152, 62, SHADE)
    s.oval(100, 144, 62, 12, "#fbf9f4")
    s.shape([(68, 78), (132, 78), (146, 138), (138, 146), (62, 146), (54, 138)], "#f2cf6a")
    s.oval(100, 78, 32, 8, "#6b3a1f")
    s.shape(
        [
            (68, 78),
            (132, 78),
            (136, 96),
            (128, 92),
            (118, 104),
            (106, 92),
            (94, 102),
            (82, 92),
            (72, 100),
            (65, 94),
        ],
        "#6b3a1f",
    )
    s.oval(90, 77, 8, 2, "#8a5a3a")


def tofu(s: Sketch, c: Palette) -> None:
    s.shadow(100, 150, 62, SHADE)
    s.shape([(46, 92), (112, 92), (138, 76), (74, 76)], "#fffefb")
    s.rect(46, 92, 66, 54, "#f6f1e6")
    s.shape([(112, 92), (138, 76), (138, 128), (112, 146)], "#e8e0cf")
    s.shape([(118, 116), (168, 110), (172, 138), (122, 146)], "#d9a85c")
    s.shape([(118, 116), (168, 110), (169, 117), (119, 123)], "#e6bf7e")
    for x, y in ((78, 82), (92, 84), (104, 80)):
        s.oval(x, y, 4, 2.4, "#6f8f5a")


def tsukemono(s: Sketch, c: Palette) -> None:
    s.oval(102, 112, 74, 56, SHADE)
    s.oval(100, 106, 74, 56, "#fbf9f4")
    s.ring(100, 106, 70, 52, "#2f5b97", 2.6)
    tones = ("#6d5480", "#fdf4d8", "#6f8f5a", "#e3aca9", "#dfab45")
    for (x, y), tone in zip(((72, 88), (104, 78), (132, 98), (84, 122), (118, 126)), tones, strict=True):
        s.oval(x, y, 17, 13, tone)
        s.oval(x + 7, y + 5, 12, 9, tone)
        s.arc(x, y, 10, 7, (190, 330), "#f8f5ee", 1.6)


def giftbox(s: Sketch, c: Palette) -> None:
    s.shadow(100, 160, 62, SHADE)
    s.rect(44, 78, 112, 80, c.main, 4)
    s.rect(38, 66, 124, 22, c.deep, 4)
    s.rect(93, 66, 14, 92, c.accent)
    s.oval(82, 54, 20, 11, c.accent)
    s.oval(118, 54, 20, 11, c.accent)
    s.oval(82, 54, 11, 5, c.deep)
    s.oval(118, 54, 11, 5, c.deep)
    s.oval(100, 58, 8, 8, c.accent)
    s.shape([(96, 62), (78, 82), (88, 84), (100, 66)], c.accent)
    s.shape([(104, 62), (122, 82), (112, 84), (100, 66)], c.accent)


def incense(s: Sketch, c: Palette) -> None:
    s.shadow(100, 160, 56, SHADE)
    s.rect(48, 138, 104, 18, c.main, 6)
    s.rect(48, 136, 104, 8, c.light, 4)
    for n in range(3):
        s.line([(84 + n * 16, 138), (80 + n * 20, 70 + n % 2 * 8)], WOOD_DEEP, 3)
        s.oval(80 + n * 20, 70 + n % 2 * 8, 2.6, 2.6, "#c8702a")
    s.arc(94, 52, 12, 12, (90, 280), "#c9c2b4", 3)
    s.arc(96, 30, 10, 10, (-80, 100), "#c9c2b4", 3)
