"""The shop's addresses as the world writes them, whichever host a request came by (公開アドレス)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

ROOT = "hanjo.config.urls"
"""The shop's addresses are named by the routes of the whole house, where it stands below /shop/."""
BELOW = "/shop/"


def public(path: str) -> str:
    """A whole address from a path of the house's routes (`/shop/p/cup/`) or of the shop's own host."""
    if settings.SHOP_URL:
        return f"{settings.SHOP_URL}/{path.removeprefix(BELOW).lstrip('/')}"
    return f"{settings.URL}{path}" if path.startswith(BELOW) else f"{settings.URL}{BELOW}{path.lstrip('/')}"


def address(name: str, *args: object, language: str = "") -> str:
    """The whole address of a page of the shop, in this language or in the one that is read now."""
    if language:
        with override(language):
            return public(reverse(name, args=args or None, urlconf=ROOT))
    return public(reverse(name, args=args or None, urlconf=ROOT))


def picture(file: str) -> str:
    """The whole address of a picture; empty for none."""
    return f"{settings.SHOP_URL or settings.URL}/media/{file}" if file else ""
