"""Count try."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.command import command
from hanjo.storefront.models import Try


def count_try(what: str, who: str, *, most: int, minutes: int) -> bool:
    """Count one try and say whether it is still within what is allowed (回数制限).

    Counted in the database, so that it holds for all processes together; a minute is one row.
    """
    return count_tries(what, {who: most}, minutes=minutes)


@command("storefront.count_try", "回数の記録")
def count_tries(what: str, limits: Mapping[str, int], *, minutes: int) -> bool:
    """Count one try for each of several places at once and say whether all are within what is allowed (回数制限).

    One statement, however many places. What is too often at one place counts at the others all the same.
    """
    now = clock.now()
    most = {who[:64]: limit for who, limit in limits.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH counted AS (
                INSERT INTO storefront_try (what, who, minute, count)
                SELECT %s, who, date_trunc('minute', %s), 1 FROM unnest(%s::text[]) AS who ORDER BY who
                ON CONFLICT (what, who, minute) DO UPDATE SET count = storefront_try.count + 1 RETURNING who, count
            )
            SELECT c.who, c.count + coalesce((
                SELECT sum(t.count) FROM storefront_try t
                WHERE t.what = %s AND t.who = c.who AND t.minute > %s AND t.minute < date_trunc('minute', %s)), 0)
            FROM counted c
            """,
            [what, now, bulk.array(list(most)), what, now - timedelta(minutes=minutes), now],
        )
        return all(int(count) <= most[who] for who, count in cursor.fetchall())


@command("storefront.forget_tries", "回数の消去")
def forget_tries(before: datetime) -> int:
    """Forget tries that no limit asks for any more (回数の消去); answers how many rows went."""
    return Try.objects.filter(minute__lt=before).delete()[0]
