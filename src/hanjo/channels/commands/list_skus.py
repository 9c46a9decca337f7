"""List SKUs."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from django.db import connection

from hanjo.channels import queries_absent
from hanjo.channels.commands._offers import judge
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Connection
from hanjo.channels.queries_absent import Absent
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms_offers import ListedByFile, NothingToList
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.list_skus", "出品の下書き")
def list_skus(channel: str, sku_ids: Collection[int], *, by: Actor) -> list[int]:
    """Make drafts of listings for SKUs that a mall does not sell yet (出品の下書き).

    The mall's code is the SKU's own. Nothing goes out: a draft is looked at, completed and sent as any other listing,
    and can be taken back until then. A SKU that is listed there already, is not for sale, or whose code means another
    SKU there, is left alone, so that pressing twice makes one draft. Refuses when none is left, and a mall that takes
    new goods only as a file. Flat in statements. Answers the listings.
    """
    joined = connection_of(channel)
    by_file = getattr(mall(joined.mall), "LISTING_FILE", None)
    if by_file is not None:
        raise ListedByFile(why=by_file.WHY)
    skus = [one for one in queries_absent.these(joined, sku_ids) if not one.is_taken]
    made = _write(joined, skus, by) if skus else []
    if not made:
        raise NothingToList(count=len(sku_ids))
    judge(joined, made)
    audit.record(by, "channels.list_skus", [f"listing:{one}" for one in made], channel=channel)
    return made


def _write(joined: Connection, skus: Sequence[Absent], by: Actor) -> list[int]:
    skus = sorted(skus, key=lambda one: one.code)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO channels_listing (channel_id, code, sku_id, made_at, made_by)
                SELECT %(channel)s, n.code, n.sku, %(now)s, %(by)s
                FROM unnest(%(codes)s::text[], %(skus)s::bigint[]) AS n(code, sku) ORDER BY n.code
                ON CONFLICT (channel_id, code) DO NOTHING RETURNING id, code
            )
            INSERT INTO channels_listingdraft (listing_id, channel_id, title, category, shipping, text, more, seen,
                state, lacks, differs, asked_by, trouble, fresh_at)
            SELECT m.id, %(channel)s, '', '', '', '', n.more, '{}', '', '[]', '{}', '', '', %(now)s
            FROM made m JOIN unnest(%(codes)s::text[], %(mores)s::jsonb[]) AS n(code, more) ON n.code = m.code
            ORDER BY m.id RETURNING listing_id
            """,
            {
                "channel": joined.channel_id, "now": clock.now(), "by": str(by),
                "codes": bulk.array([one.code for one in skus]), "skus": bulk.array([one.id for one in skus]),
                "mores": bulk.array([json.dumps(dict(one.more)) for one in skus]),
            },
        )  # fmt: skip
        return [row[0] for row in cursor.fetchall()]
