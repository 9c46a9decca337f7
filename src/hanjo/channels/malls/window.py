"""Delivery windows as channels write them, as one canonical word (時間帯).

Canonical: "", am, 12-14, 14-16, 16-18, 18-20, 18-21, 19-21, 20-21. Anything else stays as it was written, for a
person to decide: a window is never wiped.
"""

from __future__ import annotations

import re
import unicodedata

CANONICAL = ("am", "12-14", "14-16", "16-18", "18-20", "18-21", "19-21", "20-21")
_NONE = {"", "0", "なし", "無し", "指定なし", "指定無し", "指定しない", "希望なし", "時間指定なし", "none"}
_MORNING = {"1", "am", "午前", "午前中", "0812", "8-12", "9-12", "08-12", "09-12"}
_HOURS = re.compile(r"^(\d{1,2})(?:時|:00)?(?:台)?(?:-|から|~|〜)(\d{1,2})(?:時|:00)?(?:まで|頃)?$")
_PACKED = re.compile(r"^(\d{2})(\d{2})$")


def canonical_window(written: str) -> tuple[str, str]:
    """The canonical window, and the written one where it could not be understood: ("14-16", "") or ("", "午後")."""
    shown = written.strip()
    plain = unicodedata.normalize("NFKC", shown).replace(" ", "").casefold()
    plain = re.sub(r"[‐‑–—―−ー~〜～]", "-", plain)
    plain = re.sub(r"^\(?時間帯?指定\)?:?|希望$|^\[|\]$", "", plain)
    if plain in _NONE:
        return "", ""
    if plain in _MORNING:
        return "am", ""
    match = _PACKED.match(plain) or _HOURS.match(plain)
    if match:
        hours = f"{int(match[1]):02d}-{int(match[2]):02d}"
        if hours in ("08-12", "09-12", "00-12"):
            return "am", ""
        if hours in CANONICAL:
            return hours, ""
    return "", shown
