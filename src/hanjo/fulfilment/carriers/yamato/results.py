"""Read 発行済データ and every other export of B2クラウド that names 伝票番号 or 送り状番号
(結果の取込・ヤマト).
"""

from __future__ import annotations

from hanjo.fulfilment.carriers.numbers import NumberRules
from hanjo.fulfilment.carriers.reading import HeaderlessLayout, Positions, read_file
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow
from hanjo.fulfilment.carriers.yamato.layout import CARRIER, COLUMNS, NAME

RULES = NumberRules(NAME, lengths=(12,), older=(11,))
ISSUED = HeaderlessLayout(len(COLUMNS), Positions(number=3, key=0, name=15, postal=10))


def read_results(data: bytes) -> list[CarrierResult | RefusedRow]:
    """Read the slips that B2クラウド has issued, with a header or as the bare 97 columns
    (結果の取込・ヤマト).
    """
    return read_file(data, CARRIER, RULES, [ISSUED])
