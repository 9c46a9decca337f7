"""A page of a list with its total and its facets, in one statement (一覧の問い合わせ)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from hanjo.kernel import clock
from hanjo.storefront.search.asking import Asked
from hanjo.storefront.search.facets import BANDS, KINDS, Choice
from hanjo.storefront.search.ranking import MERIT, Weights, merit_values
from hanjo.storefront.search.statement import Parts, conditions, head_score, rest

ORDERS = {
    "": "score DESC, product_id DESC",
    "new": "since DESC, product_id DESC",
    "low": "price_yen, product_id DESC",
    "high": "price_yen DESC, product_id DESC",
    "sold": "sold DESC, product_id DESC",
}
RANKED = 960
"""How many of the first are weighed by all their fields: forty pages."""
_BIT = {kind: 1 << place for place, kind in enumerate(KINDS)}
_ALL = (1 << len(KINDS)) - 1
_BAND = "CASE {} ELSE '{}' END".format(
    " ".join(f"WHEN d.price_yen < {most} THEN '{code}'" for code, _, most, _ in BANDS if most), BANDS[-1][0]
)

_MEETS = {
    "price": f"{_BAND} = ANY({{}}::text[])",
    "stock": "d.stock <> 'none'",
    "temp": "d.temperature = ANY({}::text[])",
    "brand": "d.maker = ANY({}::text[])",
    "badge": "d.badges && {}::varchar[]",
}
"""What a card must be for each kind of facet."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which products stand on a page, how many there are in all, and what they could be narrowed to."""

    ids: list[int]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def listing(
    asked: Asked | None,
    chosen: Weights,
    *,
    category_id: int | None = None,
    choice: Choice | None = None,
    order: str = "",
    size: int = 24,
    page: int = 1,
    facets: bool = True,
) -> Listed:
    """The page, the total and the facets; each facet counts as if nothing of its own kind were chosen."""
    parts = Parts()
    parts.values |= {**merit_values(chosen), "now": clock.now()}
    base = _base(asked, chosen, category_id, choice or Choice(), parts)
    cut = f"LIMIT {parts.value(size)} OFFSET {parts.value((page - 1) * size)}"
    source, ranked = "base WHERE miss = 0", ""
    if asked and not order and page * size <= RANKED:
        source, ranked = "ranked", _ranked(asked, chosen, parts)
    columns = "product_id, score, price_yen, since, sold"
    asks = [
        f"SELECT 'page' AS kind, product_id::text AS value, row_number() OVER (ORDER BY {ORDERS[order]}) AS count"
        f" FROM (SELECT {columns} FROM {source} ORDER BY {ORDERS[order]} {cut}) AS p",
    ]
    if facets:
        asks += _COUNTS
    else:
        asks.append("SELECT 'total', '', count(*) FROM base WHERE miss = 0")
    with connection.cursor() as cursor:
        cursor.execute(f"{base}{ranked}{_TALLY if facets else ''} {' UNION ALL '.join(asks)}", parts.values)
        return _read(cursor.fetchall())


def _base(asked: Asked | None, chosen: Weights, category_id: int | None, choice: Choice, parts: Parts) -> str:
    where = [conditions(asked, parts)] if asked else []
    where += [f"d.categories @> ARRAY[{parts.value(category_id)}]::bigint[]"] if category_id else []
    score = f"{head_score(asked, chosen, parts)} + {MERIT}" if asked else MERIT
    source = "storefront_searchdoc d" if asked else "(SELECT *, brand AS maker FROM storefront_card) d"
    # What was searched for is looked for once; the whole list is quicker read twice than set aside.
    return f"""WITH base AS {"MATERIALIZED" if asked else "NOT MATERIALIZED"} (
        SELECT d.product_id, d.price_yen, d.since, d.sold, d.stock, d.maker, d.temperature, d.badges, d.categories,
               {_BAND} AS band, {score} AS score, {_misses(choice, parts)} AS miss
        FROM {source} WHERE {" AND ".join(where) or "true"}
    )"""


def _ranked(asked: Asked, chosen: Weights, parts: Parts) -> str:
    """The first thousand by name and merit, weighed by everything: what stands beyond keeps its place."""
    return f""", best AS MATERIALIZED (
        SELECT * FROM base WHERE miss = 0 ORDER BY {ORDERS[""]} LIMIT {RANKED}
    ), ranked AS MATERIALIZED (
        SELECT b.product_id, b.price_yen, b.since, b.sold, b.score + {rest(asked, chosen, parts)} AS score
        FROM best b JOIN storefront_searchdoc d ON d.product_id = b.product_id
    )"""


def _misses(choice: Choice, parts: Parts) -> str:
    """A bit for each kind of facet that the card does not meet."""
    each = []
    for kind in KINDS:
        if values := list(choice.of(kind)):
            meets = _MEETS[kind].format(parts.value(values)) if "{}" in _MEETS[kind] else _MEETS[kind]
            each.append(f"(CASE WHEN {meets} THEN 0 ELSE {_BIT[kind]} END)")
    return " + ".join(each) or "0"


def _others(kind: str) -> str:
    return f"(miss & {_ALL - _BIT[kind]}) = 0"


_TALLY = """, tally AS MATERIALIZED (
    SELECT band, stock <> 'none' AS had, temperature, maker, badges, categories, miss, count(*) AS n
    FROM base GROUP BY band, had, temperature, maker, badges, categories, miss
)"""
"""Cards that no facet tells apart, counted together: every card is visited once, whatever is counted."""

_SUM = "sum(n)::bigint"
_COUNTS = [
    f"SELECT 'total', '', coalesce({_SUM}, 0) FROM tally WHERE miss = 0",
    f"SELECT 'price', band, {_SUM} FROM tally WHERE {_others('price')} GROUP BY band",
    f"SELECT 'stock', 'in', coalesce({_SUM}, 0) FROM tally WHERE {_others('stock')} AND had",
    f"SELECT 'temp', temperature, {_SUM} FROM tally WHERE {_others('temp')} GROUP BY temperature",
    f"SELECT * FROM (SELECT 'brand', maker, {_SUM} AS s FROM tally WHERE {_others('brand')} AND maker <> ''"
    " GROUP BY maker ORDER BY s DESC, maker LIMIT 30) AS b",
    f"SELECT 'badge', badge, {_SUM} FROM tally, unnest(badges) AS badge WHERE {_others('badge')} GROUP BY badge",
    f"SELECT 'category', id::text, {_SUM} FROM tally, unnest(categories) AS id WHERE miss = 0 GROUP BY id",
]


def _read(rows: Sequence[tuple[str, str, int]]) -> Listed:
    ids: list[tuple[int, int]] = []
    total, facets = 0, dict[str, list[tuple[str, int]]]()
    for kind, value, count in rows:
        if kind == "page":
            ids.append((count, int(value)))
        elif kind == "total":
            total = count
        elif count:
            facets.setdefault(kind, []).append((value, count))
    return Listed([one for _, one in sorted(ids)], total, facets)
