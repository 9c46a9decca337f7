"""Read 出荷実績 of e飛伝Ⅲ by its headers (結果の取込・佐川); its 91 columns are not all established."""

from __future__ import annotations

from hanjo.fulfilment.carriers.numbers import NumberRules
from hanjo.fulfilment.carriers.reading import read_file
from hanjo.fulfilment.carriers.sagawa.layout import CARRIER, NAME
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow

RULES = NumberRules(NAME, lengths=(12,))


def read_results(data: bytes) -> list[CarrierResult | RefusedRow]:
    """Read the slips that e飛伝Ⅲ has confirmed (結果の取込・佐川)."""
    return read_file(data, CARRIER, RULES)
