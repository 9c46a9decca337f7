"""Judge goods."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection

from hanjo.kernel import clock
from hanjo.kernel.command import command
from hanjo.storefront.regulated import queries, rules
from hanjo.storefront.regulated.models import GoodsLaw
from hanjo.storefront.regulated.terms import Verdict

_UNDER_LAW = """
WITH RECURSIVE up AS (
    SELECT c.id AS leaf, c.id, c.parent_id FROM catalogue_category c
    UNION ALL
    SELECT up.leaf, c.id, c.parent_id FROM catalogue_category c JOIN up ON c.id = up.parent_id
), shelf AS MATERIALIZED (
    SELECT up.leaf, array_agg(DISTINCT k.kind) AS kinds
    FROM up JOIN storefront_shelflaw l ON l.category_id = up.id, unnest(l.kinds) AS k(kind) GROUP BY up.leaf
)
SELECT p.id, p.is_alcohol, coalesce(shelf.kinds, '{}'), g.own, g.answers::text, g.answered_on, g.kinds, g.lacks::text,
       g.review, g.is_withheld, g.least_age, g.youth_most
FROM catalogue_product p
LEFT JOIN shelf ON shelf.leaf = p.category_id
LEFT JOIN storefront_goodslaw g ON g.product_id = p.id
WHERE (%(all)s OR p.id = ANY(%(ids)s)) AND (p.is_alcohol OR shelf.leaf IS NOT NULL OR g.product_id IS NOT NULL)
"""
"""Every product that a law may concern: by its own mark, by its shelf, or because somebody said so."""

DERIVED = ["kinds", "lacks", "review", "is_withheld", "least_age", "youth_most"]


@command("storefront.judge_goods", "法令の判定")
def judge_goods(product_ids: Sequence[int] | None = None, *, on: date | None = None) -> int:
    """Decide which products their laws keep out of the shop today, and whom the others may be sold to (法令の判定).

    Two statements for any number; answers how many judgements changed. Repeating it changes nothing. Cards follow when
    they are refreshed.
    """
    today = on or clock.business_date()
    licences = queries.licences()
    with connection.cursor() as cursor:
        cursor.execute(_UNDER_LAW, {"all": product_ids is None, "ids": list(product_ids or [])})
        rows = cursor.fetchall()
    changed = []
    for row in rows:
        answers = _json(row[4]) or {}
        codes = {*row[2], *(row[3] or ()), *(("alcohol",) if row[1] else ())}
        verdict = rules.judge(codes, answers, answered_on=row[5], licences=licences, today=today)
        made = _row(row[0], verdict)
        if [getattr(made, name) for name in DERIVED] != [row[6], _json(row[7]), *row[8:12]]:
            changed.append(made)
    GoodsLaw.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["product"], update_fields=DERIVED, batch_size=5000
    )
    return len(changed)


def _row(product_id: int, verdict: Verdict) -> GoodsLaw:
    return GoodsLaw(
        product_id=product_id,
        kinds=list(verdict.kinds),
        lacks=[asdict(one) for one in verdict.lacks],
        review=verdict.review,
        is_withheld=verdict.is_withheld,
        least_age=verdict.least_age,
        youth_most=verdict.youth_most,
    )


def _json(text: str | None) -> Any:
    return json.loads(text) if text is not None else None
