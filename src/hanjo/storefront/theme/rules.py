"""Decisions of the look: contrast, and what a style sheet of the shop may say. Without database and clock."""

from __future__ import annotations

import hashlib
import re

import nh3

from hanjo.storefront.theme.terms import BadLook, Header, Look, Shelf

AA = 4.5
NIGHT, WHITE, INK = "#13161b", "#ffffff", "#0b1c36"
SCALES = {"s": ".9375rem", "m": "1rem", "l": "1.0625rem"}
MOST_CSS = 20_000
FUNCTIONS = frozenset(
    "rgb rgba hsl hsla calc clamp min max var light-dark linear-gradient radial-gradient repeat minmax translate"
    " translatex translatey rotate scale cubic-bezier color-mix".split()
)
FORBIDDEN = frozenset("behavior behaviour -moz-binding src content-security".split())
_COLUMNS = (
    "@media (min-width:641px){{.shop .cards{{grid-template-columns:repeat({some},minmax(0,1fr))}}}}"
    "@media (min-width:1000px){{.shop .cards{{grid-template-columns:repeat({most},minmax(0,1fr))}}}}"
)  # a phone has two columns, or one line for each
SHELVES = {
    Shelf.TWO: _COLUMNS.format(some=2, most=2),
    Shelf.THREE: _COLUMNS.format(some=3, most=3),
    Shelf.FOUR: _COLUMNS.format(some=3, most=4),
    Shelf.LIST: ".shop .cards{grid-template-columns:minmax(0,1fr);gap:14px}"
    ".shop .pc{display:grid;grid-template-columns:clamp(96px,20vw,180px) minmax(0,1fr);"
    "grid-template-rows:auto auto 1fr;column-gap:18px}.shop .pc .ph{grid-row:1/4}",
}
HEADERS = {
    Header.CENTRE: "@media (min-width:721px){.shop .shop-head{grid-template-columns:minmax(0,1fr) auto minmax(0,1fr);"
    'grid-template-areas:"find name tools" "shelves shelves shelves"}.shop .shop-find{max-width:320px}'
    ".shop .shop-shelves{justify-content:safe center}.shop .shop-name{font-size:1.375rem}}",
    Header.SLIM: "@media (min-width:1000px){.shop .shop-head{"
    "grid-template-columns:auto minmax(0,1fr) minmax(0,260px) auto;"
    'grid-template-areas:"name shelves find tools";padding-bottom:10px}}',
}
PARTS = {
    "色": ("brand", "ground"),
    "形と文字": ("radius", "scale", "width"),
    "商品の並べ方": ("shelf",),
    "ヘッダー": ("header",),
    "トップの順": ("front",),
    "ロゴ": ("logo",),
    "アイコン": ("favicon",),
    "CSS": ("extra",),
    "フッター": ("foot",),
}
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PROPERTY = re.compile(r"(?:--)?[a-z][a-z0-9-]*")
_VALUE = re.compile(r"[\w\s#%.,()+*/'\"!-]*")
_SELECTOR = re.compile(r"[\w\s.#:,>+~*()\[\]='\"-]+")
_MEDIA = re.compile(r"@media\s+[\w\s():.,-]+")
_TAGS = {"p", "br", "b", "strong", "em", "a", "ul", "ol", "li", "h3", "h4", "small", "span", "div", "img"}


def brightness(colour: str) -> float:
    """Relative luminance (WCAG)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How well one colour reads on another, 1 to 21 (コントラスト)."""
    bright, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _mixed(colour: str, other: str, part: float) -> str:
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def at_night(brand: str) -> str:
    """The brand colour for the dark scheme: lightened until it reads on the dark ground."""
    for step in range(21):
        made = _mixed(brand, WHITE, step / 20)
        if contrast(made, NIGHT) >= AA:
            return made
    return WHITE


def check(look: Look) -> None:
    """Refuse colours that cannot be read and a style sheet that reaches outside (デザインの検査)."""
    for word, colour in (("ブランドの色", look.brand), ("地の色", look.ground)):
        if not _COLOUR.fullmatch(colour):
            raise BadLook(why=f"{word}は #23508f のように入れてください。")
    if contrast(INK, look.ground) < AA:
        raise BadLook(why="地の色が暗すぎて、文字が読めません。もっと明るい色にしてください。")
    ratio = contrast(look.brand, look.ground)
    if ratio < AA:
        raise BadLook(
            why=f"ブランドの色が地の色の上で読めません（コントラスト {ratio:.1f}、{AA} 以上が必要です）。"
            "もっと濃い色にしてください。"
        )
    if look.shelf not in set(Shelf) or look.header not in set(Header):
        raise BadLook(why="商品の並べ方とヘッダーの形は、選択肢から選んでください。")
    scoped(look.extra)


def sheet(look: Look) -> str:
    """The style sheet that visitors get on top of the shop's own (スタイルシート)."""
    on_brand = WHITE if contrast(WHITE, look.brand) >= contrast(INK, look.brand) else INK
    night = at_night(look.brand)
    tokens = {
        "--bg": f"light-dark({look.ground}, {NIGHT})",
        "--brand": f"light-dark({look.brand}, {night})",
        "--brand-hover": f"light-dark({_mixed(look.brand, INK, 0.2)}, {_mixed(night, WHITE, 0.25)})",
        "--on-brand": f"light-dark({on_brand}, {INK})",
        "--brand-soft": f"light-dark({_mixed(look.brand, WHITE, 0.88)}, {_mixed(look.brand, NIGHT, 0.7)})",
        "--r1": f"{look.radius // 2}px",
        "--r2": f"{look.radius}px",
    }
    lines = [":root{" + ";".join(f"{name}:{value}" for name, value in tokens.items()) + "}"]
    lines.append(f"body.shop{{font-size:{SCALES.get(look.scale, SCALES['m'])}}}")
    if look.width == "wide":
        lines.append(".shop .wrap:not(.narrow){max-width:1440px}")
    laid = [SHELVES.get(Shelf(look.shelf), ""), HEADERS.get(Header(look.header), "")]
    return "\n".join([*lines, *filter(None, laid), scoped(look.extra)])


def changed(before: Look, after: Look) -> list[str]:
    """What differs between two looks, in the words of the desk (変えたところ)."""
    return [
        word
        for word, names in PARTS.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    ]


def digest(text: str) -> str:
    """The name of a style sheet: what it says."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def foot(html: str) -> str:
    """HTML for the foot of every page: only harmless words, links and our own pictures (フッターのHTML)."""
    safe = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}, "img": {"src", "alt", "width", "height"}})
    return re.sub(r'<img(?![^>]*src="/media/)[^>]*>', "", safe)


def scoped(css: str) -> str:
    """A style sheet of the shop, every rule confined to the shop's pages (追加CSS).

    Plain rules and `@media` only. Refuses anything that loads (`url`, `@import`, `@font-face`), that runs, that
    escapes, or that lies over the page (`position: fixed`); what is refused is named.
    """
    text = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).strip()
    if len(text) > MOST_CSS:
        raise BadLook(why=f"追加 CSS は {MOST_CSS:,} 文字までです。")
    if "\\" in text or "<" in text:
        raise BadLook(why="追加 CSS に使えない文字（\\ か <）があります。")
    made, rest = _rules(text, deep=False)
    if rest.strip():
        raise BadLook(why=f"追加 CSS の「{rest.strip()[:30]}」から先が読めません。")
    return made


def _rules(text: str, *, deep: bool) -> tuple[str, str]:
    made: list[str] = []
    while text.strip() and not text.lstrip().startswith("}"):
        head, brace, text = text.partition("{")
        head = head.strip()
        if not brace:
            return "\n".join(made), head
        if head.startswith("@"):
            if deep or not _MEDIA.fullmatch(head):
                raise BadLook(why=f"追加 CSS では「{head[:30]}」を使えません（@media だけです）。")
            inner, text = _rules(text, deep=True)
            if not text.lstrip().startswith("}"):
                raise BadLook(why="追加 CSS の { と } の数が合いません。")
            text = text.lstrip()[1:]
            made.append(f"{head}{{{inner}}}")
            continue
        body, closed, text = text.partition("}")
        if not closed or not _SELECTOR.fullmatch(head) or ":root" in head or ":has(" in head:
            raise BadLook(why=f"追加 CSS の「{head[:30]}」が読めないか、使えません。")
        selectors = ", ".join(f".shop {part.strip()}" for part in head.split(",") if part.strip())
        made.append(f"{selectors}{{{_declarations(body)}}}")
    return "\n".join(made), text


def _declarations(body: str) -> str:
    made = []
    for part in body.split(";"):
        if not part.strip():
            continue
        name, colon, value = part.partition(":")
        name, value = name.strip().lower(), value.strip()
        used = {one.lower() for one in re.findall(r"([A-Za-z-]+)\s*\(", value)}
        if not colon or not _PROPERTY.fullmatch(name) or name in FORBIDDEN or not _VALUE.fullmatch(value):
            raise BadLook(why=f"追加 CSS の「{part.strip()[:40]}」は使えません。")
        if used - FUNCTIONS:
            raise BadLook(why=f"追加 CSS では「{sorted(used - FUNCTIONS)[0]}()」を使えません。")
        if name == "position" and value.split("!")[0].strip().lower() in ("fixed", "sticky"):
            raise BadLook(why="追加 CSS では position: fixed・sticky を使えません。")
        made.append(f"{name}:{value}")
    return ";".join(made)
