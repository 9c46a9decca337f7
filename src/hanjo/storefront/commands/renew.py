"""Renew."""

from __future__ import annotations

from django.db import connection

from hanjo.kernel.command import command


@command("storefront.renew", "ページの更新")
def renew() -> None:
    """Make every kept page of the shop old, since something they show has changed (ページの更新)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO storefront_version (id, number) VALUES (1, 2)
            ON CONFLICT (id) DO UPDATE SET number = storefront_version.number + 1
            """
        )
