"""Find every carrier by its entry point, ours and other people's (運送会社の一覧).

A carrier is a package of one shape, declared in the group `hanjo.carriers`: `CARRIER` (its code),
`windows`, `write_labels`, `read_results`. A package that lacks one of them is named when it is asked for,
not when the house starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol, cast

from hanjo.fulfilment.carriers.terms import (
    CarrierAccount,
    CarrierResult,
    LabelBatch,
    LabelPolicy,
    RefusedRow,
    ShippingLabel,
)
from hanjo.fulfilment.carriers.windows import WindowTable
from hanjo.kernel.refusal import Refusal

GROUP = "hanjo.carriers"
SHAPE = ("CARRIER", "windows", "write_labels", "read_results")


class UnknownCarrier(Refusal):
    """No installed package answers for this carrier code."""

    code = "unknown_carrier"
    message = "運送会社「{carrier}」に対応していません。"
    fix = "設定の運送会社を選び直してください（{known}）。"


class WriteLabels(Protocol):
    def __call__(
        self,
        labels: Sequence[ShippingLabel],
        *,
        account: CarrierAccount,
        today: date,
        policy: LabelPolicy = ...,
    ) -> LabelBatch: ...


class ReadResults(Protocol):
    def __call__(self, data: bytes) -> list[CarrierResult | RefusedRow]: ...


class Carrier(Protocol):
    CARRIER: str
    windows: WindowTable
    write_labels: WriteLabels
    read_results: ReadResults


def carrier_codes() -> list[str]:
    """The codes of all installed carriers."""
    return sorted(point.name for point in entry_points(group=GROUP))


@cache
def carrier(code: str) -> Carrier:
    """The carrier with this code; refuses a code that no package declares (運送会社)."""
    for point in entry_points(group=GROUP, name=code):
        module = point.load()
        if all(hasattr(module, name) for name in SHAPE) and code == module.CARRIER:
            return cast(Carrier, module)
    raise UnknownCarrier(carrier=code, known="、".join(carrier_codes()))
