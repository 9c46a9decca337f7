"""What inventory tells upwards."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ClaimsFilled(Fact):
    """Claims that had waited got their stock: the group (an order) may move on (引当成立)."""

    group: str
    refs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AvailabilityChanged(Fact):
    """How many of a SKU can be sold has changed; a nudge, the listener reads the present value (販売可能数)."""

    sku_id: int


@dataclass(frozen=True, kw_only=True)
class StockFreed(Fact):
    """Pieces of a SKU became free while orders wait for it; they are to be served (在庫の空き)."""

    sku_id: int
