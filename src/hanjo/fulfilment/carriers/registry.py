"""Find every carrier: the house's own, and those that other packages bring by an entry point (運送会社の一覧).

A carrier is a package of one shape: `CARRIER` (its code), `windows`, `write_labels`, `read_results`. Another package
declares its own in the group `hanjo.carriers`, under the carrier's code; it may also replace one of ours. A package
that lacks a part of the shape is refused when it is asked for, not when the house starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import import_module
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
OURS = {code: f"hanjo.fulfilment.carriers.{code}" for code in ("yamato", "sagawa", "japanpost", "clickpost")}
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
    """The codes of all carriers that answer."""
    return sorted({*OURS, *(point.name for point in entry_points(group=GROUP))})


@cache
def carrier(code: str) -> Carrier:
    """The carrier with this code; refuses a code for which nobody answers (運送会社)."""
    declared = [point.load() for point in entry_points(group=GROUP, name=code)]
    for module in [*declared, *([import_module(OURS[code])] if code in OURS else [])]:
        if all(hasattr(module, name) for name in SHAPE) and code == module.CARRIER:
            return cast(Carrier, module)
    raise UnknownCarrier(carrier=code, known="、".join(carrier_codes()))
