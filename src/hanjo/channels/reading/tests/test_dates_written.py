"""Patterns as people write them: capitals or not, with or without a time."""

from datetime import UTC, datetime

import pytest

from hanjo.channels.reading.dates import check_pattern, parse_datetime


@pytest.mark.parametrize(
    ("pattern", "cell"),
    [
        ("yyyy/mm/dd H:MM", "2026/11/21 8:30"),
        ("YYYY-MM-DD HH:MM:SS", "2026-11-21 08:30:00"),
        ("yyyy/MM/dd hh:mm", "2026/11/21 08:30"),
        ("m/d/yy H:MM", "11/21/26 8:30"),
    ],
)
def test_a_pattern_reads_its_cell_however_it_is_written(pattern, cell):
    assert check_pattern(pattern) == ""
    assert parse_datetime(cell, "日時", pattern) == datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def test_a_pattern_that_says_a_month_twice_is_refused_in_words():
    assert "正しくありません" in check_pattern("yyyy/mm/mm/dd")
