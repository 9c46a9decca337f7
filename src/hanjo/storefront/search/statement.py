"""The question to PostgreSQL (検索文): grams narrow, the text proves, weights order, and only then is a page cut.

The narrowing is a materialised inner query: with a LIMIT in sight the planner would walk the primary key instead of
the index and read half the table for a rare word.
"""

from __future__ import annotations

from typing import Any

from hanjo.storefront.search.asking import Asked, Wanted, Way
from hanjo.storefront.search.grams import asked as grams_of
from hanjo.storefront.search.grams import pattern, settles
from hanjo.storefront.search.ranking import Weights

FIELDS = ("name", "kana", "brand", "codes", "shelves")


class Parts:
    """SQL and its values, built side by side."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def value(self, what: Any) -> str:
        """A place for a value."""
        name = f"v{len(self.values)}"
        self.values[name] = what
        return f"%({name})s"


def hits(asked: Asked, chosen: Weights, parts: Parts) -> str:
    """SELECT product_id, score of everything that meets the search."""
    narrow = " AND ".join(_narrow(one, parts) for one in asked.words)
    if all(_is_settled(one) for one in asked.words):
        proof = ""
    else:
        proof = " AND " + " AND ".join(_proof(one, parts) for one in asked.words if not _is_settled(one))
    score = " + ".join(_score(one, chosen, parts) for one in asked.words)
    whole = parts.value("".join(one.ways[0].text for one in asked.words if one.ways[0].text))
    return f"""
        SELECT d.product_id, {score} + CASE WHEN d.name = {whole} THEN {chosen.whole} ELSE 0 END AS score
        FROM storefront_searchdoc d WHERE {narrow}{proof}
    """


def _narrow(wanted: Wanted, parts: Parts) -> str:
    each = [
        f"d.grams @> {parts.value([way.mark] if way.mark else grams_of(way.text))}::text[]"
        for way in wanted.ways
    ]
    return f"({' OR '.join(each)})"


def _is_settled(wanted: Wanted) -> bool:
    return all(way.mark or settles(way.text) for way in wanted.ways)


def _proof(wanted: Wanted, parts: Parts) -> str:
    """What the grams have left open: that the pairs stand in the right order."""
    each = []
    for way in wanted.ways:
        if way.mark:
            each.append(f"d.grams @> {parts.value([way.mark])}::text[]")
        elif settles(way.text):
            each.append(f"d.grams @> {parts.value([way.text])}::text[]")
        else:
            like = parts.value(f"%{pattern(way.text)}%")
            each += [f"d.{field} LIKE {like}" for field in (*FIELDS, "more")]
    return f"({' OR '.join(each)})"


def _score(wanted: Wanted, chosen: Weights, parts: Parts) -> str:
    each = [
        _mark_score(way, chosen, parts) if way.mark else _text_score(way, chosen, parts)
        for way in wanted.ways
    ]
    return each[0] if len(each) == 1 else f"greatest({', '.join(each)})"


def _text_score(way: Way, chosen: Weights, parts: Parts) -> str:
    """The sum of the fields that have it; found in none of them, it stands in the description."""
    like, begins = parts.value(f"%{pattern(way.text)}%"), parts.value(f"{pattern(way.text)}%")
    weight = chosen.as_json()
    head = " + ".join(f"CASE WHEN d.{field} LIKE {like} THEN {weight[field]} ELSE 0 END" for field in FIELDS)
    return (
        f"(CASE WHEN d.name LIKE {begins} THEN {chosen.begins} ELSE 0 END + "
        f"coalesce(nullif({head}, 0), {chosen.more}))"
    )


def _mark_score(way: Way, chosen: Weights, parts: Parts) -> str:
    like = parts.value(f"% {pattern(way.mark)} %")
    return f"CASE WHEN d.heads LIKE {like} THEN {chosen.word} ELSE {min(chosen.word, chosen.more)} END"
