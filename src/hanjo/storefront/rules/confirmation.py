"""The final confirmation a buyer sees, kept as evidence (最終確認画面, 特定商取引法 12条の6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

TEMPLATE = "2026-12"
"""Grows whenever the wording of the confirmation changes."""


class Incomplete(ValueError):
    """A statutory item is missing: the confirmation cannot be shown and nothing can be ordered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmation:
    """The six statutory items of the final confirmation, as they were shown (最終確認).

    Quantity and price of every line with shipping and grand total; when and how to pay; when it is delivered; the
    period of the offer if it is limited; withdrawal, returns and cancellation.
    """

    goods: tuple[Mapping[str, Any], ...]  # name, options, quantity, unit_yen, subtotal_yen, destination
    amounts: tuple[tuple[str, int], ...]  # label, yen: shipping, fees, discounts
    total_yen: int
    taxes: tuple[tuple[int, int, int], ...]
    payment: str
    payment_time: str
    delivery: tuple[str, ...]
    period: str
    returns: str
    cancellation: str
    seller: str
    notices: tuple[str, ...] = ()  # what the laws of the goods say to the buyer
    age: int | None = None  # as it was typed, where the goods ask for it
    template: str = TEMPLATE

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept with the order."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]  # tuples become lists once

    def digest(self) -> str:
        """A fingerprint over every word of it."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_WORDS = {
    "payment": "支払方法",
    "payment_time": "支払時期",
    "period": "申込期間",
    "returns": "返品の条件",
    "cancellation": "キャンセルの条件",
    "seller": "販売事業者",
}


def confirmation(
    *,
    goods: Sequence[Mapping[str, Any]],
    amounts: Sequence[tuple[str, int]],
    total_yen: int,
    taxes: Sequence[tuple[int, int, int]],
    payment: str,
    payment_time: str,
    delivery: Sequence[str],
    period: str,
    returns: str,
    cancellation: str,
    seller: str,
    notices: Sequence[str] = (),
    age: int | None = None,
) -> Confirmation:
    """Put the confirmation together; refuses to exist while one of the statutory items is empty (最終確認)."""
    made = Confirmation(
        goods=tuple(goods),
        amounts=tuple(amounts),
        total_yen=total_yen,
        taxes=tuple(taxes),
        payment=payment,
        payment_time=payment_time,
        delivery=tuple(delivery),
        period=period,
        returns=returns,
        cancellation=cancellation,
        seller=seller,
        notices=tuple(notices),
        age=age,
    )
    missing = [word for name, word in _WORDS.items() if not getattr(made, name).strip()]
    if not made.goods:
        missing.append("分量")
    if not made.delivery or not all(text.strip() for text in made.delivery):
        missing.append("引渡時期")
    if missing:
        raise Incomplete("、".join(missing))
    return made
