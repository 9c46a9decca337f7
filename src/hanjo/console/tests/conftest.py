"""A desk with a morning on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache

from hanjo.catalogue.terms import SkuCard
from hanjo.channels import commands as channels
from hanjo.channels.terms import Format
from hanjo.inventory.tests.makers import BY, products, put, warehouse
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.tests.makers import KOBE, NOON, draft, placement


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Counts and names that pages keep for seconds do not travel from test to test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def goods(db: None) -> dict[str, SkuCard]:
    """Tea, a cup and frozen ice, ten of each; of SOLD nothing is left."""
    channels.save_channel(
        "shop", by=BY, name="本店", letter="本", colour="m5", prefix="H", format=Format.ECCUBE.value
    )
    cards = products("TEA", "CUP", "SOLD")
    cards |= products("ICE", temperature="frozen")
    main = warehouse()
    for code in ("TEA", "CUP", "ICE"):
        put(cards[code].id, 10, main)
    return cards


@pytest.fixture
def take(goods: dict[str, SkuCard]) -> Callable[..., Order]:
    """Take one order in: `take("1", ("TEA", 2), pay_policy="after_paid")`."""

    def make(number: str, *lines: tuple[str, int], **fields: Any) -> Order:
        wanted = [(goods[code], quantity) for code, quantity in (lines or (("TEA", 1),))]
        known = {key: fields.pop(key) for key in ("pay_policy", "pay_kind", "service") if key in fields}
        made = draft(number, wanted, **fields)
        (placed,) = orders.place([placement(made, wanted, **known)], channel="shop", prefix="H", by=BY)
        return Order.objects.get(pk=placed.order_id)

    return make


@pytest.fixture
def stopped(take: Callable[..., Order]) -> Order:
    """An order whose city does not fit its postal code."""
    return take("stop-1", recipient=replace(KOBE, city="神戸市灘区"))


@pytest.fixture
def many(goods: dict[str, SkuCard]) -> Callable[[int], list[Order]]:
    """Take many orders of different people in at once."""

    def make(count: int) -> list[Order]:
        one = [(goods["CUP"], 1)]
        made = [
            placement(
                draft(
                    f"m{n}",
                    one,
                    recipient=replace(KOBE, name=f"見本 {n}号", phone=f"078-000-{n:04d}"),
                    buyer=replace(KOBE, name=f"見本 {n}号", phone=f"078-000-{n:04d}"),
                    ordered_at=NOON.replace(hour=n % 3, minute=n % 60),
                ),
                one,
            )
            for n in range(count)
        ]
        placed = orders.place(made, channel="shop", prefix="H", by=BY)
        return list(Order.objects.filter(pk__in=[one.order_id for one in placed]).order_by("id"))

    return make
