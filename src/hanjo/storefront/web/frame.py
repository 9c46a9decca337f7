"""What the frame of every page of the shop shows (ショップの枠)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from hanjo.storefront import queries

SECONDS = 5


@dataclass(frozen=True, slots=True)
class FooterLink:
    """One link at the foot of every page."""

    label: str
    url: str


def frame(request: HttpRequest) -> dict[str, object]:
    """The shop's name, its shelves and the links at its foot; at most five seconds old."""
    kept: dict[str, object] | None = cache.get("storefront.frame")
    if kept is None:
        shop = queries.shop()
        kept = {"shop": shop, "shelves": queries.shelves(), "footer_links": list[FooterLink]()}
        cache.set("storefront.frame", kept, SECONDS)
    return dict(kept)
