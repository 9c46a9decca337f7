"""Bar codes as SVG text, for papers and pages alike (バーコード).

The patterns come from python-barcode and segno; the drawing is ours: one path, no text, no inline style, in module
units, so that Typst and the browser scale it without loss. A quiet zone of ten modules is part of the picture. Both
libraries are loaded with the first code: this stands in every template's environment, and few pages draw one.
"""

from markupsafe import Markup

QUIET = 10
QR_QUIET = 4


def _bars(pattern: str, height: int, label: str) -> Markup:
    path: list[str] = []
    start = 0
    for position, bit in enumerate(f"{pattern}0"):
        if bit == "1" and (position == 0 or pattern[position - 1] == "0"):
            start = position
        if bit == "0" and position and pattern[position - 1] == "1":
            path.append(f"M{start + QUIET} 0h{position - start}v{height}h-{position - start}z")
    return _svg(len(pattern) + 2 * QUIET, height, "".join(path), label)


def _svg(width: int, height: int, path: str, label: str) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="barcode" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
        'preserveAspectRatio="none" role="img" aria-label="{label}"><path d="M0 0h{w}v{h}h-{w}z" fill="#fff"/>'
        '<path d="{path}" fill="#000" shape-rendering="crispEdges"/></svg>'
    ).format(w=width, h=height, path=path, label=label)


def code128(text: str, *, height: int = 40) -> Markup:
    """Draw Code 128, the code of order numbers and shelf labels."""
    from barcode.codex import Code128

    return _bars(Code128(text).build()[0].replace("G", "1"), height, f"バーコード {text}")


def codabar(text: str, *, start: str = "A", stop: str = "A", height: int = 40) -> Markup:
    """Draw Codabar (NW-7), the code of the carriers' tracking numbers; start and stop signs are added."""
    from barcode.codabar import CODABAR

    return _bars(CODABAR(f"{start}{text}{stop}", narrow=1, wide=3).build()[0], height, f"バーコード {text}")


def jan(code: str, *, height: int = 40) -> Markup:
    """Draw a JAN code of 8 or 13 digits (JANコード); a wrong check digit is an error, never mended."""
    from barcode.ean import EuropeanArticleNumber8, EuropeanArticleNumber13

    kind = EuropeanArticleNumber8 if len(code) == 8 else EuropeanArticleNumber13
    made = kind(code)
    if made.get_fullcode() != code:
        raise ValueError(f"JANコード {code} のチェックデジットが合いません。")
    return _bars(made.build()[0].replace("G", "1"), height, f"JANコード {code}")


def qr(text: str, *, error: str = "m") -> Markup:
    """Draw a QR code."""
    from segno import make

    rows = make(text, error=error, micro=False, boost_error=False).matrix
    path = "".join(
        f"M{x + QR_QUIET} {y + QR_QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, bit in enumerate(row)
        if bit
    )
    size = len(rows) + 2 * QR_QUIET
    return _svg(size, size, path, "QRコード")
