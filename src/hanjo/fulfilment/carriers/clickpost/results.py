"""Read a list of クリックポスト numbers (結果の取込・クリックポスト).

Its own page offers no file with our key; a list with お問い合わせ番号 is read all the same, with the
receiver's name and postal code where they are given, so that the parcel can be found by them.
"""

from __future__ import annotations

from hanjo.fulfilment.carriers.clickpost.labels import CARRIER, NAME
from hanjo.fulfilment.carriers.numbers import NumberRules
from hanjo.fulfilment.carriers.reading import read_file
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow

RULES = NumberRules(NAME, lengths=(12,), strict=False)


def read_results(data: bytes) -> list[CarrierResult | RefusedRow]:
    """Read the numbers of printed クリックポスト labels (結果の取込・クリックポスト)."""
    return read_file(data, CARRIER, RULES, key_needed=False)
