"""Count try."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from hanjo.kernel import clock
from hanjo.kernel.command import command
from hanjo.storefront.models import Try


@command("storefront.count_try", "回数の記録")
def count_try(what: str, who: str, *, most: int, minutes: int) -> bool:
    """Count one try and say whether it is still within what is allowed (回数制限).

    Counted in the database, so that it holds for all processes together; a minute is one row.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH counted AS (
                INSERT INTO storefront_try (what, who, minute, count) VALUES (%s, %s, date_trunc('minute', %s), 1)
                ON CONFLICT (what, who, minute) DO UPDATE SET count = storefront_try.count + 1 RETURNING count
            )
            SELECT (SELECT count FROM counted) + coalesce(sum(count), 0) FROM storefront_try
            WHERE what = %s AND who = %s AND minute > %s AND minute < date_trunc('minute', %s)
            """,
            [what, who[:64], now, what, who[:64], now - timedelta(minutes=minutes), now],
        )
        return int(cursor.fetchone()[0]) <= most


@command("storefront.forget_tries", "回数の消去")
def forget_tries(before: datetime) -> int:
    """Forget tries that no limit asks for any more (回数の消去); answers how many rows went."""
    return Try.objects.filter(minute__lt=before).delete()[0]
