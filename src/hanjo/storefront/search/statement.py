"""The question to PostgreSQL (検索文): grams narrow, the text proves, weights order.

The narrowing is a materialised inner query: with a LIMIT in sight the planner would walk the primary key instead of
the index and read half the table for a rare word.
"""

from __future__ import annotations

from typing import Any

from hanjo.storefront.search.asking import Asked, Wanted
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


def conditions(asked: Asked, parts: Parts) -> str:
    """What a document must have: the grams of every word, and the word itself where grams leave that open."""
    narrow = [_narrow(one, parts) for one in asked.words]
    return " AND ".join(narrow + [_proof(one, parts) for one in asked.words if not _is_settled(one)])


def head_score(asked: Asked, chosen: Weights, parts: Parts) -> str:
    """What the name of a document `d` says for it. It stands in the row itself, all other texts aside."""
    return " + ".join(_name_score(one, chosen, parts) for one in asked.words)


def rest(asked: Asked, chosen: Weights, parts: Parts) -> str:
    """What the other fields of a document `d` add to its score."""
    return " + ".join(_rest_score(one, chosen, parts) for one in asked.words)


def _narrow(wanted: Wanted, parts: Parts) -> str:
    each = [f"d.grams @> {parts.value(list(way.marks) or grams_of(way.text))}::text[]" for way in wanted.ways]
    return f"({' OR '.join(each)})"


def _is_settled(wanted: Wanted) -> bool:
    return all(way.marks or settles(way.text) for way in wanted.ways)


def _proof(wanted: Wanted, parts: Parts) -> str:
    """What the grams have left open: that the pairs stand in the right order. The name is at hand and comes first."""
    likes = [parts.value(f"%{pattern(way.text)}%") for way in wanted.ways if way.text]
    each = [f"d.{field} LIKE {like}" for field in (*FIELDS, "more") for like in likes]
    each += [f"d.grams @> {parts.value(list(way.marks))}::text[]" for way in wanted.ways if way.marks]
    return f"({' OR '.join(each)})"


def _best(each: list[str]) -> str:
    return each[0] if len(each) == 1 else f"greatest({', '.join(each)})"


def _name_score(wanted: Wanted, chosen: Weights, parts: Parts) -> str:
    each = []
    for way in wanted.ways:
        if way.text:
            begins, like = parts.value(f"{pattern(way.text)}%"), parts.value(f"%{pattern(way.text)}%")
            # The less else the name says, the better.
            share = f"{_figure(chosen.whole * len(way.text))} / length(d.name)"
            each.append(
                f"CASE WHEN d.name LIKE {begins} THEN {_figure(chosen.name + chosen.begins)} + {share}"
                f" WHEN d.name LIKE {like} THEN {_figure(chosen.name)} + {share} ELSE 0 END"
            )
    return _best(each)


def _rest_score(wanted: Wanted, chosen: Weights, parts: Parts) -> str:
    """Brand, reading, codes and shelf add up; the dictionary's word counts where the word itself is not written."""
    weight = chosen.as_json()
    texts = [parts.value(f"%{pattern(way.text)}%") for way in wanted.ways if way.text]
    sums = [
        " + ".join(
            f"CASE WHEN d.{field} LIKE {like} THEN {_figure(weight[field])} ELSE 0 END"
            for field in FIELDS[1:]
        )
        for like in texts
    ]
    marks = [
        f"CASE WHEN d.name LIKE {texts[0]} THEN 0"
        f" WHEN {_all_like(way.marks, '|%', parts)} THEN {_figure(chosen.word + chosen.name / 2)}"
        f" WHEN {_all_like(way.marks, '', parts)} THEN {_figure(chosen.word)} ELSE 0 END"
        for way in wanted.ways
        if way.marks
    ]
    # Whatever met the word without a trace in the heading fields stands in the description.
    return f"greatest({', '.join([*sums, *marks])}, {_figure(chosen.more)})"


def _all_like(marks: tuple[str, ...], after: str, parts: Parts) -> str:
    """The heading has all these words; those of the name stand before the bar."""
    return " AND ".join(f"d.heads LIKE {parts.value(f'% {pattern(mark)} %{after}')}" for mark in marks)


def _figure(weight: float) -> str:
    """A weight as a binary figure: a bare 2.0 would be a decimal one, and slow."""
    return f"{float(weight)!r}::float8"
