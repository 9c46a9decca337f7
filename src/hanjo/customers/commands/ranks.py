"""Ranks and who has which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import F

from hanjo.customers.models import Member, Rank
from hanjo.customers.terms import BadRanks, RankRow
from hanjo.kernel import audit, bulk
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

ASIDE = 10**15


@command("customers.save_ranks", "ランクの保存")
def save_ranks(rows: Sequence[RankRow], *, by: Actor) -> None:
    """Put the shop's ranks in place, all at once (ランクの保存).

    Who had a rank that is gone has none until the next look. Refuses two ranks with one code or one threshold.
    """
    if len({row.code for row in rows}) < len(rows) or len({row.yearly_from_yen for row in rows}) < len(rows):
        raise BadRanks
    gone = Rank.objects.exclude(code__in=[row.code for row in rows])
    Member.objects.filter(rank__in=gone).update(rank=None)
    gone.delete()
    # Thresholds are unique and may swap places: out of the way first.
    Rank.objects.update(yearly_from_yen=F("id") + ASIDE)
    for row in rows:
        Rank.objects.update_or_create(
            code=row.code,
            defaults={"name": row.name, "yearly_from_yen": row.yearly_from_yen, "point_key": row.point_key},
        )
    audit.record(by, "customers.save_ranks", [f"rank:{row.code}" for row in rows])


@command("customers.rerank", "ランクの見直し")
def rerank(sales: Mapping[int, int], *, by: Actor) -> int:
    """Give every member the rank of what they bought in the last year, yen by customer (ランクの見直し).

    Who is not named bought nothing. One statement for all members, however many; answers how many changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH bought AS MATERIALIZED (
                SELECT coalesce(c.same_as_id, c.id) AS customer_id, sum(d.yen) AS yen
                FROM unnest(%s::bigint[], %s::bigint[]) AS d(customer_id, yen)
                JOIN customers_customer c ON c.id = d.customer_id GROUP BY 1
            ), due AS (
                SELECT m.id, (SELECT r.id FROM customers_rank r WHERE r.yearly_from_yen <= coalesce(b.yen, 0)
                              ORDER BY r.yearly_from_yen DESC LIMIT 1) AS rank_id
                FROM customers_member m LEFT JOIN bought b ON b.customer_id = m.customer_id
                WHERE m.state = 'active'
            )
            UPDATE customers_member m SET rank_id = due.rank_id FROM due
            WHERE due.id = m.id AND m.rank_id IS DISTINCT FROM due.rank_id
            """,
            [bulk.array(list(sales)), bulk.array(list(sales.values()))],
        )
        changed: int = cursor.rowcount
    audit.record(by, "customers.rerank", [], changed=changed)
    return changed
