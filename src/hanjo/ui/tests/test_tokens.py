"""Every pair of colours that carries text is readable in both schemes (WCAG 2.2: 4.5; edges of fields: 3)."""

import re
from pathlib import Path

import pytest

from hanjo.ui import words

TOKENS = (Path(words.__file__).parent / "static/ui/css/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("bg", "surface", "sunken", "raised", "hover")
FAMILIES = ("ok", "warn", "danger", "info", "hold", "brand")

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", *FAMILIES) for ground in GROUNDS),
    *((family, f"{family}-soft") for family in FAMILIES),
    *((ink, f"{family}-soft") for ink in ("ink", "ink-2") for family in FAMILIES),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-danger", "danger"),
    ("on-night", "night"),
    *(("on-m", f"m{number}") for number in range(1, 10)),
]
EDGE_PAIRS = [("line-strong", ground) for ground in GROUNDS] + [
    (f"c{number}", "surface") for number in range(1, 7)
]


def colours() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name, value in re.findall(r"--([\w-]+):\s*(light-dark\([^)]*\)|#[0-9a-f]{6})", TOKENS):
        codes = re.findall(r"#[0-9a-f]{6}", value)
        found[name] = (codes[0], codes[-1])
    return found


def luminance(code: str) -> float:
    parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_pair_reaches_four_and_a_half(scheme: int) -> None:
    known = colours()
    poor = {
        (ink, ground): round(contrast(known[ink][scheme], known[ground][scheme]), 2)
        for ink, ground in TEXT_PAIRS
        if contrast(known[ink][scheme], known[ground][scheme]) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_edge_and_mark_reaches_three(scheme: int) -> None:
    known = colours()
    poor = {
        (edge, ground): round(contrast(known[edge][scheme], known[ground][scheme]), 2)
        for edge, ground in EDGE_PAIRS
        if contrast(known[edge][scheme], known[ground][scheme]) < 3
    }
    assert not poor


def test_the_vermilion_of_the_mark_colours_nothing_else() -> None:
    folder = Path(words.__file__).parent / "static/ui/css"
    users = [
        line.strip()
        for path in folder.glob("*.css")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "var(--seal)" in line
    ]
    assert set(users) == {".mark-seal { fill: var(--seal); }"}
