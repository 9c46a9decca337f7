"""Real orders for tests, made through the commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hanjo.catalogue.terms import SkuCard
from hanjo.inventory.tests.makers import BY
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.terms import Address, LineDraft, MoneyState, OrderDraft, Placement

KOBE = Address(
    name="見本 花子",
    kana="ミホン ハナコ",
    postal="6500001",
    prefecture="兵庫県",
    city="神戸市中央区",
    street="加納町6-5-1",
    phone="078-000-0001",
)
NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def draft(number: str, goods: Sequence[tuple[SkuCard, int]], **fields: Any) -> OrderDraft:
    """An order as a mall would tell it, correct in every sum."""
    lines = tuple(
        LineDraft(
            key=str(n + 1),
            code=card.code,
            name=card.name,
            quantity=quantity,
            unit_price_yen=card.price_yen,
            total_yen=card.price_yen * quantity,
        )
        for n, (card, quantity) in enumerate(goods)
    )
    total = sum(line.total_yen for line in lines)
    made = OrderDraft(
        external_number=number,
        ordered_at=NOON,
        buyer=KOBE,
        recipient=KOBE,
        lines=lines,
        goods_yen=total,
        total_yen=total,
        pay_method="楽天ペイ",
    )
    return replace(made, **fields)


def placement(made: OrderDraft, goods: Sequence[tuple[SkuCard, int]], **fields: Any) -> Placement:
    """The same, with what the house knows of it."""
    known = Placement(
        draft=made,
        sku_ids=tuple(card.id for card, _ in goods),
        pay_kind="mall",
        pay_policy="after_authorised",
        money_state=MoneyState.UNPAID,
    )
    return replace(known, **{"pay_policy": "may_ship", **fields})


def take(number: str, *goods: tuple[SkuCard, int], **fields: Any) -> Order:
    """One order in the house."""
    (placed,) = orders.place(
        [placement(draft(number, goods, **fields), goods)], channel="shop", prefix="H", by=BY
    )
    return Order.objects.get(pk=placed.order_id)
