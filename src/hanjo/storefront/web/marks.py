"""The names of pictures that are drawn once: each is made of what the picture shows (シェア画像の名前)."""

from __future__ import annotations

import hashlib

from hanjo.storefront.queries.goods import Goods
from hanjo.storefront.seo import cards
from hanjo.storefront.web import kept

BRAND = "#23508f"


def mark_of(found: Goods, shop: str) -> str:
    """The name of a product's shared picture: what it shows, and how it is drawn."""
    photo = found.images[0].file if found.images else ""
    return _digest(str(cards.LAYOUT), photo, found.product.name, shop, brand())


def icon_mark(logo: str) -> str:
    """The name of the icon made of a logo."""
    return _digest("icon", logo)


def brand() -> str:
    """The colour of the shop."""
    look = kept.look()
    return str(look.body.get("brand", BRAND)) if look else BRAND


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=10).hexdigest()
