"""The shop itself: its name, its promises, its version."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from hanjo.kernel import setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Shop:
    """What every page knows of the shop."""

    name: str
    tagline: str
    notice: str
    mail: str
    phone: str
    hours: str
    most_pieces: int
    hold_minutes: int
    is_open: bool


def shop() -> Shop:
    """How the shop calls itself and what holds for all of it (ショップの設定)."""
    kept = setting.get_many("shop.")
    return Shop(
        name=kept.get("shop.name", "ネットショップ"),
        tagline=kept.get("shop.tagline", ""),
        notice=kept.get("shop.notice", ""),
        mail=kept.get("shop.mail", ""),
        phone=kept.get("shop.phone", ""),
        hours=kept.get("shop.hours", ""),
        most_pieces=int(kept.get("shop.most_pieces", 99)),
        hold_minutes=int(kept.get("shop.hold_minutes", 20)),
        is_open=bool(kept.get("shop.open", True)),
    )


def version() -> int:
    """Grows with every change of what pages show to everybody (版)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM storefront_version ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 1
