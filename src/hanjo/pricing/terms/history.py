"""What the price history says, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A price and how long it was charged; without an end it still is. No price: not for sale (販売期間)."""

    price_yen: int | None
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Whether a claim stands, why, and the numbers behind it (判定)."""

    passed: bool
    reason: str
    evidence: dict[str, object] = field(default_factory=dict)
