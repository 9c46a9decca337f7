"""What a visitor asked for, found; and when nothing was, what they may have meant (商品検索)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from hanjo.storefront.queries.noted import noted
from hanjo.storefront.queries.shelf import ShelfPage, shelf_page
from hanjo.storefront.search import spelling
from hanjo.storefront.search.asking import Asked, ask, parts, taken_apart
from hanjo.storefront.search.facets import Choice
from hanjo.storefront.search.fold import has_kanji, key
from hanjo.storefront.search.grams import asked as grams_of
from hanjo.storefront.search.grams import pattern
from hanjo.storefront.search.ranking import Weights, weights

FEW = 3
"""From how few results on another spelling is offered."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """What staff have decided about the search: weights, words to ignore, words that mean the same."""

    weights: Weights = field(default_factory=Weights)
    stop_words: tuple[str, ...] = ()
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The results of a search, how they were come by, and what else may have been meant."""

    asked: Asked
    listed: ShelfPage
    meant: str = ""  # offered as もしかして, or searched for instead when `instead`
    instead: bool = False
    loosely: bool = False  # only some of the words are met


def tuned() -> Tuned:
    """The search as staff have set it, in one statement (検索の調整)."""
    return noted("search", _tuned)


def _tuned() -> Tuned:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT to_json(t) FROM storefront_searchtuning t ORDER BY id DESC LIMIT 1),
                   (SELECT json_agg(json_build_array(words, targets) ORDER BY id)
                    FROM storefront_synonym WHERE is_active)
            """
        )
        latest, groups = (json.loads(one) if isinstance(one, str) else one for one in cursor.fetchone())
    return Tuned(
        weights=weights(latest["weights"]) if latest else Weights(),
        stop_words=tuple(latest["stop_words"]) if latest else (),
        synonyms=synonyms_of(groups or []),
        version=latest["id"] if latest else 0,
    )


def synonyms_of(groups: Sequence[Sequence[Sequence[str]]]) -> dict[str, list[str]]:
    """Word → what finds its goods too: the others of its group, or the targets of a one-way line."""
    found: dict[str, list[str]] = {}
    for words, targets in groups:
        for word in words:
            found.setdefault(key(word), []).extend(targets or [other for other in words if other != word])
    return found


def search(
    typed: str,
    settings: Tuned,
    *,
    category_id: int | None = None,
    choice: Choice | None = None,
    sort: str = "",
    page: int = 1,
) -> Answer:
    """Find what was typed; then its parts; then what it may have been meant to be; then some of it (商品検索)."""
    said: dict[str, Any] = {"synonyms": settings.synonyms, "stop_words": settings.stop_words}

    def look(asked: Asked) -> ShelfPage:
        return shelf_page(
            category_id, asked=asked, chosen=settings.weights, choice=choice, sort=sort, page=page, facets=True
        )  # fmt: skip

    asked = ask(typed, **said)
    listed = look(asked)
    if listed.total or choice or category_id:
        return Answer(asked, listed, meant=corrected(asked) if listed.total < FEW else "")
    apart = taken_apart(asked, **said)
    if apart.words != asked.words and (found := look(apart)).total:
        return Answer(asked, found)
    meant = corrected(asked)
    if meant and (found := look(ask(meant, **said))).total:
        return Answer(asked, found, meant=meant, instead=True)
    return _loosely(asked, apart, listed, look)


def _loosely(asked: Asked, apart: Asked, nothing: ShelfPage, look: Callable[[Asked], ShelfPage]) -> Answer:
    """Goods that meet one of several words are better than an empty page, and say so."""
    telling = [word for word in apart.words if len(key(word.typed)) > 1 or has_kanji(word.typed)]
    if len(telling) > 1:
        ways = tuple(way for word in telling for way in word.ways)
        found = look(Asked(asked.typed, (replace(telling[0], ways=ways),)))
        if found.total:
            return Answer(asked, found, loosely=True)
    return Answer(asked, nothing)


def corrected(asked: Asked) -> str:
    """What was typed with its misspelt words mended; empty when nothing is to mend."""
    pieces = parts(asked.typed)
    doubtful = {key(one) for one in pieces if spelling.may_be_misspelt(key(one))}
    if not doubtful:
        return ""
    probes = sorted({probe for word in doubtful for probe in spelling.near(word)})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, shown, count FROM storefront_searchterm WHERE near && %s::text[]", [probes]
        )
        known = cursor.fetchall()
    mended = [spelling.meant(key(one), known) if key(one) in doubtful else None for one in pieces]
    return " ".join(better or one for one, better in zip(pieces, mended, strict=True)) if any(mended) else ""


def similar_words(typed: str, most: int = 6) -> list[str]:
    """Words of the shop that share most pairs of characters with what was typed (似たことば)."""
    wanted = {pair for one in parts(typed) for pair in grams_of(key(one))}
    if not wanted:
        return []
    likes = [f"%{pattern(pair)}%" for pair in sorted(wanted)][:20]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT shown FROM storefront_searchterm,
                LATERAL (SELECT count(*) AS shared FROM unnest(%s::text[]) AS l WHERE term LIKE l) AS s
            WHERE term LIKE ANY(%s::text[]) ORDER BY shared::float8 / length(term) DESC, count DESC, term LIMIT %s
            """,
            [likes, likes, most],
        )
        return [row[0] for row in cursor.fetchall()]
