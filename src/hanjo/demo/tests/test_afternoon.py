"""What the demo sends back in the afternoon is what carriers and banks really send."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from hanjo.demo.afternoon import (
    Labelled,
    bank_statement,
    clickpost_numbers,
    sagawa_results,
    tracking_number,
    yamato_results,
)
from hanjo.fulfilment.carriers.registry import carrier
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow

DAY = date(2026, 11, 22)
WRITERS = {"yamato": yamato_results, "sagawa": sagawa_results}


def parcels(code: str) -> list[Labelled]:
    return [Labelled(key=f"R-10000{n}-1", carrier=code, name="𠮷田 渚", postal="6500001") for n in range(5)]


@pytest.mark.parametrize("code", ["yamato", "sagawa", "clickpost"])
def test_every_made_up_number_has_its_check_digit_and_is_stable(code: str) -> None:
    number = tracking_number(code, "R-100001-1")
    assert len(number) == 12
    assert int(number[:11]) % 7 == int(number[11])
    assert tracking_number(code, "R-100001-1") == number
    assert tracking_number(code, "R-100002-1") != number


@pytest.mark.parametrize("code", sorted(WRITERS))
def test_the_carriers_own_reader_understands_every_row(code: str) -> None:
    rows = carrier(code).read_results(WRITERS[code](parcels(code), DAY))
    assert [row.key for row in rows if isinstance(row, CarrierResult)] == [one.key for one in parcels(code)]


@pytest.mark.parametrize("code", sorted(WRITERS))
def test_a_mistyped_number_is_refused_and_the_others_count(code: str) -> None:
    rows = carrier(code).read_results(WRITERS[code](parcels(code), DAY, 2))
    assert [isinstance(row, RefusedRow) for row in rows] == [True, True, False, False, False]


def test_yamato_answers_in_the_97_columns_of_its_import() -> None:
    rows = list(csv.reader(io.StringIO(yamato_results(parcels("yamato"), DAY).decode("cp932"))))
    assert {len(row) for row in rows} == {97}
    assert (rows[0][0], rows[0][3]) == ("お客様管理番号", "伝票番号")


def test_clickpost_numbers_carry_our_key() -> None:
    rows = carrier("clickpost").read_results(clickpost_numbers(parcels("clickpost")))
    assert all(isinstance(row, CarrierResult) and row.key for row in rows)


def test_the_bank_statement_adds_up() -> None:
    rows = list(csv.reader(io.StringIO(bank_statement([("ｻﾄｳ ﾋﾅ", 3300)], DAY).decode("cp932"))))
    assert rows[0] == ["日付", "摘要(カナ)", "出金額", "入金額", "残高"]
    first, second = rows[1:3]
    assert int(second[4]) - int(first[4]) == int(second[3])
