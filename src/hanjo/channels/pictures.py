"""Where the world finds our pictures (商品画像のアドレス)."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings


def addresses(files: Sequence[str]) -> tuple[str, ...]:
    """The public addresses of pictures; none while the shop has no address of its own."""
    root: str = settings.SHOP_URL
    return tuple(f"{root}{settings.MEDIA_URL}{file}" for file in files) if root else ()
