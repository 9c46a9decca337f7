"""The shop's addresses as the world writes them, whichever host a request came by (公開アドレス)."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

ROOT = "hanjo.config.urls"
"""The shop's addresses are named by the routes of the whole house, where it stands below /shop/."""
BELOW = "/shop/"
SAFE = "!$&'()*+,;=/~:@"
"""What stands in a part of an address as it is, as in Django's own addresses."""


def public(path: str) -> str:
    """A whole address from a path of the house's routes (`/shop/p/cup/`) or of the shop's own host."""
    if settings.SHOP_URL:
        return f"{settings.SHOP_URL}/{path.removeprefix(BELOW).lstrip('/')}"
    return f"{settings.URL}{path}" if path.startswith(BELOW) else f"{settings.URL}{BELOW}{path.lstrip('/')}"


def address(name: str, *args: object, language: str = "") -> str:
    """The whole address of a page of the shop, in this language or in the one that is read now."""
    language = language or get_language() or settings.LANGUAGE_CODE
    if len(args) == 1:
        before, after = around(name, language, ROOT)
        return public(f"{before}{in_address(args[0])}{after}")
    return public(_path(name, args, language))


@lru_cache(maxsize=1_000)
def _path(name: str, args: tuple[object, ...], language: str) -> str:
    with override(language):
        return reverse(name, args=args or None, urlconf=ROOT)


@lru_cache(maxsize=1_000)
def around(name: str, language: str, urlconf: str | None) -> tuple[str, str]:
    """What stands in an address before and after the one part of it that changes."""
    with override(language):
        one, other = (reverse(name, args=[part], urlconf=urlconf) for part in ("0", "1"))
    at = next(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return one[:at], one[at + 1 :]


def in_address(value: object) -> str:
    """A value as a part of an address."""
    text = str(value)
    return text if text.isalnum() and text.isascii() else quote(text, safe=SAFE)


def picture(file: str) -> str:
    """The whole address of a picture; empty for none."""
    return f"{settings.SHOP_URL or settings.URL}/media/{file}" if file else ""
