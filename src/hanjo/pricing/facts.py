"""What pricing tells upwards."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ClaimFailed(Fact):
    """A strike-through price has lost its evidence and is no longer shown (比較価格の根拠切れ)."""

    sale: str
    sku_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PlanBroken(Fact):
    """A price that was announced for after a sale is not really charged (予告価格の不履行)."""

    sku_id: int
    planned_yen: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SaleChanged(Fact):
    """A sale began, ended or was changed: pages and feeds that show its SKUs are out of date (セールの変化)."""

    sale: str
    sku_ids: tuple[int, ...]
