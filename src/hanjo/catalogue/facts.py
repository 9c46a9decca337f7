"""What the catalogue tells upwards."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class PricesChanged(Fact):
    """SKUs were added or changed at a moment (ISO); what each costs now, in the same order (売価の変更).

    None: not for sale. All SKUs of one write travel in one fact; a price may be the one that it was.
    """

    at: str
    sku_ids: tuple[int, ...]
    prices: tuple[int | None, ...]
