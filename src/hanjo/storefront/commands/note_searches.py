"""Note searches."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.command import command


@command("storefront.note_searches", "検索語の記録")
def note_searches(rows: Sequence[tuple[str, int, int]]) -> None:
    """Add up how often words were asked for today and how many goods they found (検索語の記録).

    Each row is a word, times, goods found (-1: not looked at anew). Nothing is kept of who asked. One statement for
    any number.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO storefront_searchcount AS c (day, word, times, found)
            SELECT %s, word, times, found
            FROM unnest(%s::text[], %s::int[], %s::int[]) AS n (word, times, found) ORDER BY word
            ON CONFLICT (day, word) DO UPDATE SET times = c.times + EXCLUDED.times,
                found = CASE WHEN EXCLUDED.found < 0 THEN c.found ELSE EXCLUDED.found END
            """,
            [clock.business_date(), bulk.array([row[0] for row in rows]),
             bulk.array([row[1] for row in rows]), bulk.array([row[2] for row in rows])],
        )  # fmt: skip
