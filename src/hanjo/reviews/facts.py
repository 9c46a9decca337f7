"""What reviews tell upwards."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ReviewsChanged(Fact):
    """What visitors read about a product has changed (レビューの変化)."""

    product_id: int
