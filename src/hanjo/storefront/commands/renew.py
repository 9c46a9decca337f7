"""Renew."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from hanjo.kernel.command import command
from hanjo.kernel.models import Setting


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


@command("storefront.note_turned", "公開の切り替わりの記録")
def note_turned(at: datetime) -> None:
    """Remember up to which moment pages that come and go by the clock were looked at (公開の切り替わりの記録)."""
    Setting.objects.update_or_create(
        key="shop.turned_at", defaults={"value": at.isoformat(), "changed_at": at}
    )
