"""Documents as they are kept."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from hanjo.channels.commands import _raw
from hanjo.channels.models import RawOrder
from hanjo.channels.terms import RawGroup, Row


def _group(rows: Sequence[tuple[int, list[str]]]) -> RawGroup:
    return RawGroup(key="A-1", rows=tuple(Row(number, cells) for number, cells in rows))


@pytest.mark.parametrize(
    "rows",
    [
        [(1, ["A-1", "皿", "2"])],
        [(1, ["A-1", "皿", "2"]), (2, ["A-1", "椀", "2"])],
        [(1, ["A-1", "皿", "2"]), (2, ["A-1", "皿", "2"]), (3, ["A-1", "皿", "2"])],
        [(3, ["A-1", "皿", "2"]), (9, ["A-1", "椀", "1"])],
        [(3, ["A-1", "皿"]), (4, ["A-1"])],
        [(5, ["A-1", "a"]), (6, ["A-1", "b"]), (7, ["A-1", "a"])],
        [(5, [])],
    ],
)
def test_a_document_is_kept_word_for_word(rows: list[tuple[int, list[str]]]) -> None:
    """Whatever repeats in it, or is out of order."""
    kept = RawOrder(external_number="A-1", rows=json.loads(_raw.document(_group(rows)).body))
    assert _raw.group_of(kept) == _group(rows)


def test_a_document_kept_row_by_row_is_still_read() -> None:
    """As documents were kept at first."""
    body = {"numbers": [4, 5], "cells": [["A-1", "皿"], ["A-1", "椀"]], "broken": {"5": "壊れた行"}}
    assert _raw.group_of(RawOrder(external_number="A-1", rows=body)) == RawGroup(
        key="A-1", rows=(Row(4, ["A-1", "皿"]), Row(5, ["A-1", "椀"])), broken={5: "壊れた行"}
    )


def test_the_digest_tells_apart_how_often_a_row_stands_there() -> None:
    """Two equal rows are another document than three; where they stand in the file does not matter."""
    cells = ["A-1", "皿"]
    twice, thrice, later = (
        _raw.document(_group([(number, cells) for number in numbers])).digest
        for numbers in ((1, 2), (1, 2, 3), (7, 8))
    )
    assert twice == later != thrice
