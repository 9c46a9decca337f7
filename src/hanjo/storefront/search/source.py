"""What of a product is searched, read from the catalogue: only of those whose text has changed since (索引の材料)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from hanjo.kernel import bulk
from hanjo.storefront.search.fold import has_kanji, key, passages
from hanjo.storefront.search.grams import grams
from hanjo.storefront.search.words import Word, marks, words

_SPACES = re.compile(r"[\s【】・()（）\[\]/／、,]+")
MADE = "3"
"""Grows when documents are made differently, so that all of them are made anew."""

_STALE = """
WITH RECURSIVE up AS (
    SELECT c.id AS leaf, c.parent_id, c.name, 0 AS depth FROM catalogue_category c
    UNION ALL
    SELECT up.leaf, c.parent_id, c.name, up.depth + 1 FROM catalogue_category c JOIN up ON c.id = up.parent_id
    WHERE up.depth < 8
), ways AS MATERIALIZED (
    SELECT leaf, string_agg(name, E'\\n' ORDER BY depth) AS names FROM up GROUP BY leaf
), had AS MATERIALIZED (
    SELECT s.product_id, string_agg(concat_ws(E'\\n', s.code, s.jan), E'\\n' ORDER BY s.position, s.id) AS codes,
           string_agg(DISTINCT concat_ws(E'\\n', nullif(s.option1, ''), nullif(s.option2, '')), E'\\n') AS options
    FROM catalogue_sku s WHERE s.is_active AND (%(all)s OR s.product_id = ANY(%(ids)s)) GROUP BY s.product_id
), texts AS (
    SELECT p.id, concat_ws(E'\\n', p.name, nullif(x.title, '')) AS name, p.kana, p.brand,
           concat_ws(E'\\n', p.code, had.codes) AS codes, coalesce(w.names, '') AS shelves,
           concat_ws(E'\\n', had.options, x.summary, array_to_string(x.badges, E'\\n'),
                     (SELECT string_agg(value #>> '{}', E'\\n')
                      FROM jsonb_path_query(coalesce(x.spec, '[]'), '$[*][*]') AS value),
                     p.description) AS more
    FROM storefront_card k
    JOIN catalogue_product p ON p.id = k.product_id
    LEFT JOIN had ON had.product_id = p.id
    LEFT JOIN storefront_shopproduct x ON x.product_id = p.id
    LEFT JOIN ways w ON w.leaf = p.category_id
    WHERE %(all)s OR k.product_id = ANY(%(ids)s)
), marked AS (
    SELECT t.*, md5(concat_ws(E'\\x1f', %(made)s::text, name, kana, brand, codes, shelves, more)) AS source FROM texts t
)
SELECT m.id, m.source, m.name, m.kana, m.brand, m.codes, m.shelves, m.more
FROM marked m LEFT JOIN storefront_searchdoc d ON d.product_id = m.id
WHERE d.source IS DISTINCT FROM m.source ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A product's texts as they are written."""

    product_id: int
    source: str
    name: str
    kana: str
    brand: str
    codes: str
    shelves: str
    more: str


@dataclass(frozen=True, slots=True)
class Doc:
    """The same, folded and taken apart: a row of the index."""

    product_id: int
    source: str
    name: str
    kana: str
    brand: str
    codes: str
    shelves: str
    more: str
    heads: str
    grams: list[str]
    terms: list[str]


def stale(product_ids: Sequence[int] | None) -> list[Source]:
    """Products whose document is missing or was made of other texts."""
    values: dict[str, Any] = {"all": product_ids is None, "ids": list(product_ids or []), "made": MADE}
    with bulk.whole_tables(product_ids is None), connection.cursor() as cursor:
        cursor.execute(_STALE, values)
        return [Source(*row) for row in cursor.fetchall()]


def document(source: Source) -> Doc:
    """Fold a product's texts and list its grams, its words and how they are read."""
    in_name, around = words(source.name), [*words(source.brand), *words(source.shelves)]
    kana = passages(source.kana) or _read(in_name)
    fields = {
        "name": passages(source.name),
        "brand": passages(source.brand),
        "codes": passages(source.codes),
        "shelves": passages(source.shelves),
        "more": passages(source.more),
    }
    own, others = marks(in_name), marks(around)
    heads = own | others
    found = grams([*kana, *(text for texts in fields.values() for text in texts)])
    return Doc(
        product_id=source.product_id,
        source=source.source,
        kana="\n".join(kana),
        heads=f" {' '.join(sorted(own))} | {' '.join(sorted(others))} ",
        grams=sorted(found | heads | marks(words(source.more))),
        terms=_terms(source.name, source.brand, source.kana, source.shelves, found=in_name),
        **{name: "\n".join(texts) for name, texts in fields.items()},
    )


def _read(found: list[Word]) -> list[str]:
    """How a name is read that came without its kana."""
    return ["".join(word.reading for word in found)] if any(has_kanji(word.written) for word in found) else []


def _terms(*texts: str, found: list[Word]) -> list[str]:
    """Words that goods are called by, folded and as they are written: `マグカツプ|マグカップ`."""
    spaced = [part for text in texts for part in _SPACES.split(text)]
    written = {key(one): one for one in [*spaced, *(word.written for word in found if not word.is_empty)]}
    return sorted(
        f"{folded}|{one}" for folded, one in written.items() if 1 < len(folded) <= 20 and "|" not in one
    )
