"""Index goods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from django.db import connection

from hanjo.kernel import bulk
from hanjo.kernel.command import command
from hanjo.storefront.search.source import Doc, document, stale

AT_ONCE = 5_000

_GONE = """
DELETE FROM storefront_searchdoc d WHERE (%(all)s OR d.product_id = ANY(%(ids)s))
    AND NOT EXISTS (SELECT 1 FROM storefront_card c WHERE c.product_id = d.product_id)
"""
_COLUMNS = "product_id, source, name, kana, brand, codes, shelves, more, heads, grams, terms"
_STAGE = f"CREATE TEMPORARY TABLE staged_docs AS SELECT {_COLUMNS} FROM storefront_searchdoc LIMIT 0"
_FACTS = "price_yen, stock, sold, boost, since, maker, temperature, badges, categories"
_OF_CARD = "c.price_yen, c.stock, c.sold, c.boost, c.since, c.brand, c.temperature, c.badges, c.categories"
_PUT = f"""
INSERT INTO storefront_searchdoc ({_COLUMNS}, ballast, {_FACTS})
SELECT {", ".join("s." + one for one in _COLUMNS.split(", "))}, repeat(' ', 2000), {_OF_CARD}
FROM staged_docs s JOIN storefront_card c USING (product_id)
ON CONFLICT (product_id) DO UPDATE SET
    source = EXCLUDED.source, name = EXCLUDED.name, kana = EXCLUDED.kana, brand = EXCLUDED.brand,
    codes = EXCLUDED.codes, shelves = EXCLUDED.shelves, more = EXCLUDED.more, heads = EXCLUDED.heads,
    grams = EXCLUDED.grams, terms = EXCLUDED.terms, ballast = EXCLUDED.ballast
"""

_MIRROR = f"""
UPDATE storefront_searchdoc d SET ({_FACTS}) = ROW({_OF_CARD})
FROM storefront_card c WHERE c.product_id = d.product_id AND (%(all)s OR d.product_id = ANY(%(ids)s))
    AND ({", ".join("d." + one for one in _FACTS.split(", "))}) IS DISTINCT FROM ({_OF_CARD})
"""


@command("storefront.index_goods", "検索の索引")
def index_goods(product_ids: Sequence[int] | None = None) -> int:
    """Make goods findable by what they are called now; None means all of them (検索の索引).

    Only products whose texts have changed since are read and written, so a change of stock costs one look. Goods
    without a card leave the index. Answers how many were indexed. The number of statements does not grow with them,
    but for memory: every five thousand are written by themselves.
    """
    values: dict[str, bool | list[int]] = {"all": product_ids is None, "ids": list(product_ids or [])}
    with connection.cursor() as cursor:
        cursor.execute(_GONE, values)
        gone = int(cursor.rowcount)
    waiting = stale(product_ids)
    for at in range(0, len(waiting), AT_ONCE):
        write_docs(document(source) for source in waiting[at : at + AT_ONCE])
    mirror_cards(product_ids)
    return gone + len(waiting)


def mirror_cards(product_ids: Sequence[int] | None = None) -> int:
    """Let the index know the price, stock and merits of cards, in one statement; answers how many differed."""
    with connection.cursor() as cursor:
        cursor.execute(_MIRROR, {"all": product_ids is None, "ids": list(product_ids or [])})
        return int(cursor.rowcount)


def write_docs(docs: Iterable[Doc]) -> None:
    """Write some rows of the index, three statements for any number of them."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_docs")
        cursor.execute(_STAGE)
        rows = ((*astuple(doc)[:-2], bulk.array(doc.grams), bulk.array(doc.terms)) for doc in docs)
        bulk.copy_text(f"COPY staged_docs ({_COLUMNS}) FROM STDIN", rows)
        cursor.execute(_PUT)
        cursor.execute("DROP TABLE staged_docs")
