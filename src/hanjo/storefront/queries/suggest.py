"""What may be meant while somebody is still typing (入力候補)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection

from hanjo.kernel import clock
from hanjo.storefront.queries.search import Tuned
from hanjo.storefront.queries.shelf import Shelf
from hanjo.storefront.search.asking import ask
from hanjo.storefront.search.fold import key
from hanjo.storefront.search.grams import pattern
from hanjo.storefront.search.ranking import MERIT, merit_values
from hanjo.storefront.search.statement import Parts, conditions, head_score

LOOKED_AT = 2_000
"""How many hits are weighed at most: a suggestion must come at once, and need not be the very best."""
_HALF_TYPED = re.compile(r"(?<=[ぁ-んァ-ヶー])[a-zａ-ｚ]{1,3}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A product to be offered: its address, name, picture and price."""

    slug: str
    name: str
    image: str
    price_yen: int
    most_yen: int


def without_half_letters(typed: str) -> str:
    """What was typed without the Latin letters that will be kana in a moment (ゆのm → ゆの)."""
    return _HALF_TYPED.sub("", typed.strip())


def suggested_goods(typed: str, settings: Tuned, most: int = 5) -> list[Suggested]:
    """Goods for what was typed so far, in one statement (商品の候補)."""
    asked = ask(without_half_letters(typed), synonyms=settings.synonyms, stop_words=settings.stop_words)
    if not asked:
        return []
    parts = Parts()
    parts.values |= {**merit_values(settings.weights), "now": clock.now()}
    score = f"{head_score(asked, settings.weights, parts)} + {MERIT}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH hit AS MATERIALIZED (
                SELECT d.product_id, {score} AS score FROM storefront_searchdoc d
                WHERE {conditions(asked, parts)} LIMIT {LOOKED_AT}
            ), best AS (SELECT * FROM hit ORDER BY score DESC, product_id DESC LIMIT {parts.value(most)})
            SELECT c.slug, c.name, c.image, c.price_yen, c.most_yen
            FROM best JOIN storefront_card c USING (product_id) ORDER BY score DESC, product_id DESC
            """,
            parts.values,
        )
        return [Suggested(*row) for row in cursor.fetchall()]


def suggested_words(typed: str, most: int = 4) -> list[str]:
    """Words of the shop that begin with what was typed, the most frequent first (ことばの候補)."""
    begun = key(without_half_letters(typed))
    if not begun:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shown FROM storefront_searchterm WHERE term LIKE %s AND term <> %s AND length(term) <= 8"
            " ORDER BY count DESC, term LIMIT %s",
            [f"{pattern(begun)}%", begun, most],
        )
        return [row[0] for row in cursor.fetchall()]


def suggested_shelves(typed: str, shelves: list[Shelf], most: int = 3) -> list[Shelf]:
    """Categories whose name has what was typed (カテゴリの候補)."""
    begun = key(without_half_letters(typed))
    return [one for one in shelves if begun and begun in key(one.name)][:most]
