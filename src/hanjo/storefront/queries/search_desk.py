"""What staff see of the search: what was asked for, what found nothing, how settings came to be (検索の管理)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from hanjo.storefront.models import Card
from hanjo.storefront.queries.search import Tuned
from hanjo.storefront.search.asking import ask
from hanjo.storefront.search.listing import listing
from hanjo.storefront.search.models import SearchTuning, Synonym
from hanjo.storefront.search.ranking import Weights

DAYS = 30


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word that visitors asked for: how often in thirty days, and what it found last."""

    word: str
    times: int
    found: int


def asked_words(today: date, *, without_result: bool, most: int = 20) -> list[AskedWord]:
    """The most frequent words of thirty days, all of them or those that found nothing last (検索語)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT word, sum(times), (array_agg(found ORDER BY day DESC))[1] AS latest FROM storefront_searchcount
            WHERE day > %s AND found >= 0 GROUP BY word
            HAVING NOT %s OR (array_agg(found ORDER BY day DESC))[1] = 0
            ORDER BY sum(times) DESC, word LIMIT %s
            """,
            [today - timedelta(days=DAYS), without_result, most],
        )
        return [AskedWord(*row) for row in cursor.fetchall()]


def versions(most: int = 8) -> list[SearchTuning]:
    """The latest settings, newest first (調整の履歴)."""
    return list(SearchTuning.objects.order_by("-pk")[:most])


def synonym_lines() -> list[Synonym]:
    """Every line of synonyms, newest first (同義語)."""
    return list(Synonym.objects.order_by("-pk")[:500])


def tried(typed: str, settings: Tuned, chosen: Weights, most: int = 10) -> tuple[list[Card], list[Card]]:
    """The first results of a search as they are ordered now, and as other weights would order them (試す)."""
    asked = ask(typed, synonyms=settings.synonyms, stop_words=settings.stop_words)
    if not asked:
        return [], []
    orders = [listing(asked, each, size=most, facets=False).ids for each in (settings.weights, chosen)]
    cards = Card.objects.in_bulk({one for ids in orders for one in ids})
    now, then = (_known(ids, cards) for ids in orders)
    return now, then


def _known(ids: Sequence[int], cards: dict[int, Card]) -> list[Card]:
    return [cards[one] for one in ids if one in cards]
