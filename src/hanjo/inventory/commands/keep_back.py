"""Keep back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from hanjo.inventory import queries
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("inventory.keep_back", "自社ショップの控え")
def keep_back(pieces: Mapping[int, int], *, by: Actor) -> int:
    """Have our own shop leave so many pieces of each SKU alone, since they may be sold elsewhere (自社ショップの控え).

    Orders that come in take them as ever; only a buyer's hold in our own shop does not (`hold`). Nothing (0) gives
    them back; a SKU that is not named stays as it is. Saying the same again changes nothing. Whoever shows stock is
    told of the SKUs that our shop begins or ceases to sell by this. The number of statements does not grow with the
    SKUs. Answers how many counts changed.
    """
    skus = sorted(pieces)
    before = queries.sellable(skus)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH wanted AS (
                SELECT d.sku_id, d.pieces FROM unnest(%(skus)s::bigint[], %(pieces)s::int[]) AS d(sku_id, pieces)
            ), gone AS (
                DELETE FROM inventory_keptback k USING wanted w WHERE k.sku_id = w.sku_id AND w.pieces <= 0
                RETURNING k.sku_id
            ), kept AS (
                INSERT INTO inventory_keptback (sku_id, pieces, kept_at)
                SELECT sku_id, pieces, %(now)s FROM wanted WHERE pieces > 0 ORDER BY sku_id
                ON CONFLICT (sku_id) DO UPDATE SET pieces = EXCLUDED.pieces, kept_at = EXCLUDED.kept_at
                    WHERE inventory_keptback.pieces <> EXCLUDED.pieces
                RETURNING sku_id
            )
            SELECT sku_id FROM gone UNION ALL SELECT sku_id FROM kept
            """,
            {
                "skus": bulk.array(skus),
                "pieces": bulk.array([pieces[one] for one in skus]),
                "now": clock.now(),
            },
        )
        changed = [row[0] for row in cursor.fetchall()]
    after = queries.sellable(changed)
    tell(
        [AvailabilityChanged(sku_id=one) for one in sorted(changed) if (before[one] > 0) != (after[one] > 0)]
    )
    return len(changed)
