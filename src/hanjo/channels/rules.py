"""Decisions about what channels tell: values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """Cancelled goods and one order line that they may take back."""

    goods_id: int
    quantity: int
    made_at: datetime
    unit_price: Decimal
    line_id: int
    order_id: int
    ordered_at: datetime
    left: int
    line_price: Decimal | None


def meet(pairs: Sequence[Pair]) -> dict[int, Pair]:
    """Which line each of many cancelled goods takes back: goods id → pair (取消の突合).

    Cancellations in the order they were made; for each, a line of exactly this quantity and price first, then of
    this quantity, then the latest. A line gives back no more than it has left.
    """
    by_goods: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_goods.setdefault(pair.goods_id, []).append(pair)
    left = {pair.line_id: pair.left for pair in pairs}
    met: dict[int, Pair] = {}
    for goods in sorted(by_goods.values(), key=lambda group: (group[0].made_at, group[0].goods_id)):
        fitting = [pair for pair in goods if left[pair.line_id] >= pair.quantity]
        if not fitting:
            continue
        best = max(
            fitting,
            key=lambda pair: (
                left[pair.line_id] == pair.quantity and pair.line_price == pair.unit_price,
                left[pair.line_id] == pair.quantity,
                pair.ordered_at,
                pair.line_id,
            ),
        )
        left[best.line_id] -= best.quantity
        met[best.goods_id] = best
    return met
