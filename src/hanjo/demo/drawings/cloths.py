"""Towels, wrappings, clothes (布と着るものの絵)."""

from __future__ import annotations

from hanjo.demo.drawings.palette import SHADE, WOOD, Palette
from hanjo.demo.drawings.patterns import checks, dots, hemp, stitches, waves
from hanjo.demo.drawings.sketch import Point, Sketch


def towel(s: Sketch, c: Palette) -> None:
    s.rect(48, 62, 108, 90, SHADE, 10)
    s.rect(46, 56, 108, 88, c.main, 10)
    s.rect(46, 80, 108, 5, c.deep)
    s.rect(46, 118, 108, 5, c.deep)
    s.rect(46, 90, 108, 2, c.accent)
    s.rect(46, 111, 108, 2, c.accent)
    for n in range(14):
        s.line([(51 + n * 7.5, 144), (51 + n * 7.5, 152)], c.deep, 1.8)


def tenugui(s: Sketch, c: Palette) -> None:
    s.rect(60, 44, 86, 120, SHADE)
    s.rect(56, 40, 86, 120, c.main)
    pattern = {"#2f5b97": hemp, "#7fa9c9": waves, "#3a3f47": dots}.get(c.main)
    if pattern is hemp:
        hemp(s, (56, 40, 86, 120), c.light, 15)
    elif pattern is waves:
        waves(s, (56, 40, 86, 120), "#fbf7ec", 12)
    elif pattern is dots:
        dots(s, (56, 40, 86, 120), "#fbf7ec", 12, 3)
    else:
        for row in range(6):
            for n in range(4):
                x, y = 66 + n * 20 + row % 2 * 8, 52 + row * 19
                s.arc(x, y, 6, 5, (200, 340), c.accent, 2.6)
                s.arc(x + 8, y, 6, 5, (200, 340), c.accent, 2.6)
    s.shape([(56, 160), (142, 160), (142, 152), (56, 156)], c.deep)


def furoshiki(s: Sketch, c: Palette) -> None:
    s.shadow(100, 160, 56, SHADE)
    s.bowl(100, 92, 54, 44, 68, c.main)
    s.shape([(46, 100), (100, 74), (154, 100), (100, 128)], c.main)
    s.shape([(100, 80), (60, 42), (52, 64), (90, 92)], c.main)
    s.shape([(100, 80), (140, 42), (148, 64), (110, 92)], c.main)
    s.line([(58, 56), (94, 86)], c.deep, 2)
    s.line([(142, 56), (106, 86)], c.deep, 2)
    s.oval(100, 86, 12, 10, c.deep)
    if c.main == "#2f5b97":
        checks(s, (72, 108, 56, 42), c.light, 14)
    else:
        dots(s, (62, 106, 76, 44), c.light, 15, 2.4)


def cushion(s: Sketch, c: Palette) -> None:
    s.rect(42, 52, 120, 108, SHADE, 18)
    s.rect(40, 46, 120, 108, c.main, 18)
    stitches(s, (50, 54, 100, 92), c.light, 12)
    s.oval(100, 100, 4, 4, c.accent)
    for x, y in ((46, 52), (154, 52), (46, 148), (154, 148)):
        s.oval(x, y, 5, 5, c.accent)


def noren(s: Sketch, c: Palette) -> None:
    s.line([(28, 46), (172, 46)], WOOD, 6)
    for n in range(3):
        s.rect(40 + n * 41, 44, 38, 106, c.main)
        s.rect(40 + n * 41, 40, 8, 12, c.main)
        s.rect(70 + n * 41, 40, 8, 12, c.main)
    s.ring(100, 96, 26, 26, c.accent, 6)
    s.rect(78.5, 44, 2.5, 106, s.ground)
    s.rect(119.5, 44, 2.5, 106, s.ground)


def pouchbag(s: Sketch, c: Palette) -> None:
    s.shadow(100, 160, 50, SHADE)
    s.bowl(100, 100, 50, 42, 60, c.main)
    s.shape([(62, 106), (138, 106), (126, 76), (138, 50), (62, 50), (74, 76)], c.main)
    s.oval(100, 104, 50, 18, c.main)
    s.line([(74, 76), (126, 76)], c.accent, 4)
    s.line([(120, 76), (142, 92), (138, 110)], c.accent, 2.6)
    dots(s, (60, 108, 80, 42), c.light, 16, 3)


def _torso(s: Sketch, c: Palette, sleeve: float) -> None:
    left: list[Point] = [
        (78, 44),
        (60, 50),
        (60 - sleeve * 0.55, 60 + sleeve),
        (74 - sleeve * 0.4, 66 + sleeve),
    ]
    s.shape(
        [*left, (66, 84), (66, 160), (134, 160), (134, 84), *[(200 - x, y) for x, y in reversed(left)]],
        c.main,
    )


def tshirt(s: Sketch, c: Palette) -> None:
    s.shadow(100, 164, 44, SHADE)
    _torso(s, c, 34)
    s.oval(100, 44, 22, 13, s.ground)
    s.arc(100, 44, 22, 13, (5, 175), c.deep, 3)
    s.line([(66, 154), (134, 154)], c.deep, 1.4)


def longtee(s: Sketch, c: Palette) -> None:
    s.shadow(100, 164, 44, SHADE)
    _torso(s, c, 76)
    s.oval(100, 44, 20, 11, s.ground)
    s.arc(100, 44, 20, 11, (5, 175), c.deep, 3)
    for n in range(6):
        s.line([(67, 74 + n * 14), (133, 74 + n * 14)], c.accent, 3)


def shirt(s: Sketch, c: Palette) -> None:
    s.shadow(100, 168, 44, SHADE)
    _torso(s, c, 76)
    s.shape([(78, 42), (100, 66), (92, 74), (74, 50)], c.light)
    s.shape([(122, 42), (100, 66), (108, 74), (126, 50)], c.light)
    s.line([(100, 66), (100, 160)], c.deep, 1.8)
    for y in (82, 102, 122, 142):
        s.oval(104.5, y, 2.4, 2.4, c.accent)
    s.rect(112, 88, 16, 18, c.light, 2)


def jacket(s: Sketch, c: Palette) -> None:
    s.shadow(100, 168, 48, SHADE)
    s.shape(
        [
            (74, 42),
            (30, 62),
            (30, 122),
            (62, 122),
            (62, 164),
            (138, 164),
            (138, 122),
            (170, 122),
            (170, 62),
            (126, 42),
        ],
        c.main,
    )
    stitches(s, (34, 72, 28, 46), c.light, 9)
    stitches(s, (138, 72, 28, 46), c.light, 9)
    s.shape([(78, 40), (90, 40), (112, 164), (96, 164)], c.accent)
    s.shape([(122, 40), (110, 40), (98, 104), (104, 120)], c.accent)
    s.line([(62, 122), (62, 78)], c.deep, 2)
    s.line([(138, 122), (138, 78)], c.deep, 2)


def trousers(s: Sketch, c: Palette) -> None:
    s.shadow(100, 174, 46, SHADE)
    s.shape([(66, 36), (134, 36), (144, 168), (112, 172), (100, 88), (88, 172), (56, 168)], c.main)
    s.rect(65, 34, 70, 12, c.deep, 3)
    for x in (74, 84, 116, 126):
        s.line([(x, 50), (x + (x - 100) * 0.18, 162)], c.light, 1)


def apron(s: Sketch, c: Palette) -> None:
    s.shadow(100, 172, 44, SHADE)
    s.arc(100, 54, 20, 26, (180, 360), c.deep, 5)
    s.shape([(78, 50), (122, 50), (130, 84), (148, 96), (148, 168), (52, 168), (52, 96), (70, 84)], c.main)
    s.line([(52, 98), (30, 108)], c.deep, 4)
    s.line([(148, 98), (170, 108)], c.deep, 4)
    s.rect(68, 112, 64, 34, c.deep, 4)
    s.line([(100, 112), (100, 146)], c.main, 2)
    s.rect(90, 62, 20, 14, c.accent, 2)


def socks(s: Sketch, c: Palette) -> None:
    for dx in (0, 46):
        s.shape(
            [(58 + dx, 46), (88 + dx, 46), (88 + dx, 116), (78 + dx, 142), (62 + dx, 142), (54 + dx, 130)],
            c.main,
        )
        s.oval(70 + dx - 16, 138, 26, 15, c.main)
        s.oval(76 + dx, 132, 14, 17, c.main)
        s.rect(56 + dx, 42, 34, 14, c.deep, 4)
        s.rect(58 + dx, 66, 30, 5, c.accent)
        s.rect(58 + dx, 76, 30, 5, c.accent)
        s.arc(44 + dx, 138, 12, 14, (110, 250), c.deep, 3)


def stole(s: Sketch, c: Palette) -> None:
    s.shadow(100, 170, 40, SHADE)
    s.oval(100, 76, 48, 34, c.main)
    s.oval(100, 66, 27, 15, s.ground)
    s.arc(100, 70, 38, 24, (20, 160), c.deep, 2)
    s.arc(100, 80, 44, 24, (30, 150), c.deep, 2)
    s.shape([(104, 96), (138, 92), (132, 164), (104, 166)], c.main)
    s.shape([(78, 100), (106, 100), (98, 150), (72, 148)], c.deep)
    for n in range(6):
        s.line([(107 + n * 5, 164), (107 + n * 5, 172)], c.deep, 1.4)


def tote(s: Sketch, c: Palette) -> None:
    s.shadow(100, 170, 52, SHADE)
    s.arc(100, 72, 26, 38, (180, 360), c.deep, 6)
    s.shape([(46, 72), (154, 72), (148, 162), (140, 170), (60, 170), (52, 162)], c.main)
    s.shape([(49, 132), (151, 132), (148, 162), (140, 170), (60, 170), (52, 162)], c.deep)
    s.rect(70, 72, 6, 60, c.deep)
    s.rect(124, 72, 6, 60, c.deep)
    s.rect(86, 92, 28, 22, c.accent, 3)


def slippers(s: Sketch, c: Palette) -> None:
    for dx in (0, 62):
        s.oval(70 + dx, 104, 29, 62, SHADE)
        s.oval(69 + dx, 100, 29, 62, "#d9cf9f")
        for n in range(6):
            s.line([(48 + dx, 96 + n * 10), (90 + dx, 96 + n * 10)], "#c4b881", 1.2)
        s.oval(69 + dx, 72, 30, 36, c.main)
        s.oval(69 + dx, 98, 27, 12, "#d9cf9f")
        s.arc(69 + dx, 98, 28, 13, (190, 350), c.deep, 4)
