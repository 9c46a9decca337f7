"""Whatever the bytes are, the end is a verdict for every row or a refusal of the file, never another exception."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanjo.channels.malls.tests.samples import SAMPLES, content, planned
from hanjo.channels.reading import Tally, open_table
from hanjo.channels.terms import UnreadableFile

_ANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def taken(name: str, files: list[tuple[bytes, str]]) -> Tally | None:
    """Take the files in; None when they are refused as a whole."""
    try:
        one = planned(name, files)
    except UnreadableFile:
        return None
    tally, numbers = Tally(), []
    for group in one.groups():
        result = one.translator.understand(group)
        tally.add(result)
        numbers += result.numbers
        for number, row_class in zip(result.numbers, result.classes, strict=True):
            assert row_class != 4 or result.reasons[number]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    return tally


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_anywhere_ends_in_verdicts(name: str) -> None:
    files = content(name)
    data, file = files[0]
    for cut in range(0, len(data), max(1, len(data) // 30)):
        taken(name, [(data[:cut], file), *files[1:]])


@pytest.mark.parametrize("name", SAMPLES)
def test_a_gzip_cut_anywhere_ends_in_verdicts(name: str) -> None:
    files = content(name)
    packed = gzip.compress(files[0][0])
    for cut in range(0, len(packed), max(1, len(packed) // 12)):
        taken(name, [(packed[:cut], "x.gz"), *files[1:]])


@pytest.mark.parametrize("name", SAMPLES)
@_ANY
@given(seed=st.integers(0, 2**32), hits=st.integers(1, 12))
def test_scattered_wrong_bytes_end_in_verdicts(name: str, seed: int, hits: int) -> None:
    chance = random.Random(seed)
    files = content(name)
    spoilt = bytearray(files[0][0])
    for _ in range(hits):
        spoilt[chance.randrange(len(spoilt))] = chance.choice(b'"\n\r,\t\0\xff\x81=;09-\xe3')
    taken(name, [(bytes(spoilt), files[0][1]), *files[1:]])


@pytest.mark.parametrize("name", SAMPLES)
@_ANY
@given(cells=st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_any_text_in_any_cell_ends_in_verdicts(name: str, cells: list[str]) -> None:
    one = planned(name)
    for group in one.groups():
        for at in range(len(one.headers)):
            row = group.rows[0]
            changed = [*row.cells[:at], cells[at % len(cells)], *row.cells[at + 1 :]]
            result = one.translator.understand(
                type(group)(key=group.key, rows=(row._replace(cells=changed), *group.rows[1:]))
            )
            assert len(result.classes) == len(group.rows)
        break


@_ANY
@given(junk=st.binary(max_size=400))
def test_random_bytes_end_in_rows_or_a_refusal(junk: bytes) -> None:
    for head in (
        b"",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe",
        b"a,b,c\n",
    ):
        try:
            table = open_table(head + junk, name="x")
            list(table.rows())
        except UnreadableFile:
            continue


def test_a_double_header_and_mixed_line_ends_are_no_obstacle() -> None:
    data, file = content("eccube")[0]
    lines = data.split(b"\r\n")
    mixed = b"".join(line + (b"\r\n", b"\n", b"\r")[at % 3] for at, line in enumerate(lines) if line)
    tally = taken("eccube", [(mixed, file)])
    assert tally is not None
    assert tally.rows_by_class() == {"goods": 4, "fee": 4, "cancellation": 0, "adjustment": 3, "refused": 0}
