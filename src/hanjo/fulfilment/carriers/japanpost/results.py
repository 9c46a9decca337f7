"""Read 発送履歴 of ゆうパックプリントR and ゆうプリクラウド (結果の取込・日本郵便).

「発送予定」 has no numbers; such rows say so. A wrong 7DR is a warning here: no official statement of the
rule exists.
"""

from __future__ import annotations

from hanjo.fulfilment.carriers.japanpost.codes import CARRIER, NAME
from hanjo.fulfilment.carriers.numbers import NumberRules
from hanjo.fulfilment.carriers.reading import read_file
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow

RULES = NumberRules(NAME, lengths=(11, 12), strict=False, international=True)


def read_results(data: bytes) -> list[CarrierResult | RefusedRow]:
    """Read the parcels that 日本郵便 has taken over (結果の取込・日本郵便)."""
    return read_file(data, CARRIER, RULES)
