"""Pictures that the shop draws itself: the のし紙 as it will look (のしの見本)."""

from __future__ import annotations

from html import escape

from hanjo.storefront.rules import noshi

WIDTH, HEIGHT, CORD = 250, 340, 150
PAPER, INK = "#fffdf8", "#1b1e24"
COLOURS = {noshi.BLACK: ("#26282c", "#b9bcc2"), noshi.YELLOW: ("#d8a921", "#c9c9c4")}
RED, GOLD = ("#b42318", "#e9e4d6"), "#c79a2b"
FACES = '"Hiragino Mincho ProN","Yu Mincho","Noto Serif CJK JP","Noto Serif JP",serif'
LYING = {"ー": "︱", "（": "︵", "）": "︶", "(": "︵", ")": "︶", "-": "︱", "〜": "≀"}
"""Signs that stand upright when a name is written from top to bottom."""


def noshi_paper(purpose: str, knot: str = "", name: str = "") -> str:
    """Draw a のし紙: words above the cord, the givers below it with the eldest on the right (のしの見本).

    Mourning and get-well papers bear no ornament. Every sign is placed by itself, so that it looks the same in every
    browser; what does not fit gets smaller.
    """
    cord = noshi.knot_for(purpose, knot)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" fill="{PAPER}" stroke="#cfc9ba"/>',
        *_cords(cord),
    ]
    if noshi.bears_ornament(purpose, cord):
        parts.append(_ornament())
    faint = noshi.mourns(purpose, cord)
    parts.append(_column(purpose[:8], WIDTH / 2, 16, CORD - 34, 27, faint=faint))
    names = noshi.names_of(name)[: noshi.MOST_NAMES]
    middle = (len(names) - 1) / 2
    for place, one in enumerate(names):
        across = WIDTH / 2 + (middle - place) * 40
        parts.append(_column(one[:24], across, CORD + 34, HEIGHT - 16, 23, faint=faint))
    return "".join([*parts, "</svg>"])


def _column(text: str, across: float, top: float, bottom: float, size: float, *, faint: bool) -> str:
    """One line of writing from top to bottom."""
    signs = [LYING.get(sign, sign) for sign in text if sign not in " 　"]
    size = min(size, (bottom - top) / max(len(signs), 1) / 1.08)
    step = size * 1.08
    ink = "#6a6d73" if faint else INK  # 薄墨
    placed = "".join(
        f'<text x="{across:.1f}" y="{top + step * place + size * 0.88:.1f}">{escape(sign)}</text>'
        for place, sign in enumerate(signs)
    )
    return f'<g font-family=\'{FACES}\' font-size="{size:.1f}" text-anchor="middle" fill="{ink}">{placed}</g>'


def _cords(cord: str) -> list[str]:
    """The cords across the paper and their knot in the middle."""
    left, right = COLOURS.get(cord, RED)
    count = 5 if cord != noshi.TEN else 10
    gap = 4.6 if count == 5 else 2.9
    middle = WIDTH / 2
    lines = [
        f'<path d="M1 {y:.1f}H{middle}" stroke="{left}"/><path d="M{middle} {y:.1f}H{WIDTH - 1}" stroke="{right}"/>'
        for n in range(count)
        for y in [CORD + (n - (count - 1) / 2) * gap]
    ]
    knot = _bow(left, right) if cord == noshi.BOW else _firm(left, right)
    thin = 2.6 if count == 5 else 1.7
    edge = (
        f'<path d="M{middle} {CORD - 14}H{WIDTH - 1}" stroke="#d8d2c2" stroke-width=".6"/>'
        if right == RED[1]
        else ""
    )
    return [f'<g fill="none" stroke-width="{thin}">{"".join(lines)}{edge}</g>', knot]


def _bow(left: str, right: str) -> str:
    """A bow that can be tied again and again (蝶結び)."""
    x, y = WIDTH / 2, CORD
    loops = "".join(
        f'<path d="M{x} {y}C{x - 10 - n} {y - 34 - n * 3} {x - 62 - n * 4} {y - 40 - n * 3} {x - 58 - n * 3} {y - 8}'
        f'S{x - 20} {y - 2} {x} {y}" stroke="{left}"/>'
        f'<path d="M{x} {y}C{x + 10 + n} {y - 34 - n * 3} {x + 62 + n * 4} {y - 40 - n * 3} {x + 58 + n * 3} {y - 8}'
        f'S{x + 20} {y - 2} {x} {y}" stroke="{right}"/>'
        f'<path d="M{x} {y}Q{x - 14 - n * 3} {y + 14} {x - 20 - n * 5} {y + 30}" stroke="{left}"/>'
        f'<path d="M{x} {y}Q{x + 14 + n * 3} {y + 14} {x + 20 + n * 5} {y + 30}" stroke="{right}"/>'
        for n in range(3)
    )
    middle = f'<rect x="{x - 6}" y="{y - 8}" width="12" height="16" rx="3" fill="{left}"/>'
    return f'<g fill="none" stroke-width="2.2">{loops}</g>{middle}'


def _firm(left: str, right: str) -> str:
    """A knot that cannot be opened: what shall happen only once (結び切り)."""
    x, y = WIDTH / 2, CORD
    ends = "".join(
        f'<path d="M{x - 3} {y}Q{x - 16 - n * 3} {y - 16} {x - 26 - n * 7} {y - 30 + n * 3}" stroke="{left}"/>'
        f'<path d="M{x + 3} {y}Q{x + 16 + n * 3} {y - 16} {x + 26 + n * 7} {y - 30 + n * 3}" stroke="{right}"/>'
        for n in range(3)
    )
    return (
        f'<g fill="none" stroke-width="2.2">{ends}</g>'
        f'<rect x="{x - 9}" y="{y - 10}" width="9" height="20" rx="3" fill="{left}"/>'
        f'<rect x="{x}" y="{y - 10}" width="9" height="20" rx="3" fill="{right}" stroke="{left}" stroke-width=".8"/>'
    )


def _ornament() -> str:
    """The folded paper in the upper right corner (のし飾り)."""
    x, y = WIDTH - 36, 16
    return (
        f'<path d="M{x} {y}L{x + 20} {y + 5}L{x + 14} {y + 56}L{x + 8} {y + 62}L{x + 2} {y + 54}Z" fill="#fff" '
        f'stroke="{RED[0]}" stroke-width="1.4"/>'
        f'<path d="M{x + 20} {y + 5}L{x + 9} {y + 24}L{x + 8} {y + 62}L{x + 14} {y + 56}Z" fill="{RED[0]}"/>'
        f'<path d="M{x} {y}L{x + 9} {y + 24}" stroke="{RED[0]}" stroke-width="1.2"/>'
        f'<rect x="{x + 5.5}" y="{y + 12}" width="4" height="44" fill="{GOLD}"/>'
        f'<path d="M{x + 1} {y + 38}H{x + 17}" stroke="{RED[0]}" stroke-width="2"/>'
    )
