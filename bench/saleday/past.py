"""Two weeks of usual days that lie behind the sale day, and what its operator announced: the house knows its trade."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from bench.saleday import house
from bench.saleday.plan import HOUR, OWN, SALE_HOUR, Day
from simulators.malls.world import JST

DAYS = 14
LINES = 500  # of one order: what was sold of so many SKUs in one place on one day
PREFIX = "PAST-"


def live(day: Day, ids: Mapping[int, int], midnight: float) -> int:
    """Write what was sold on the usual days before, as one long order per place and some hundred SKUs.

    Only its pieces by SKU and place matter, to `channels.learn_sales`. Answers how many lines there are.
    """
    from hanjo.orders.models import Order, OrderLine

    dice = random.Random(day.seed + 4)
    written = 0
    for place in (*day.places, OWN):
        sold = list(_sold(day, place, dice))
        for at in range(0, len(sold), LINES):
            part = sold[at : at + LINES]
            ordered = datetime.fromtimestamp(midnight, JST) - timedelta(days=1 + at // LINES % (DAYS - 1))
            number = f"{PREFIX}{place}-{at}"
            order = Order.objects.create(
                number=number, external_number=number, channel=place, ordered_at=ordered, taken_at=ordered,
                state="completed", stage="shipped", parcel_state="shipped",
            )  # fmt: skip
            OrderLine.objects.bulk_create([
                OrderLine(order=order, key=str(sku), code=house.code_of(sku), name="", sku_id=ids[sku],
                          quantity=pieces, position=spot)
                for spot, (sku, pieces) in enumerate(part)
            ])  # fmt: skip
            written += len(part)
    return written


def _sold(day: Day, place: str, dice: random.Random) -> Iterator[tuple[int, int]]:
    """How many pieces of each SKU a place sold in two weeks, at random around what a usual day sells."""
    for sku, per_day in enumerate(day.per_day):
        mean = per_day / day.usual * day.shares[place] * DAYS
        pieces = round(dice.gauss(mean, mean**0.5)) if mean > 30 else _poisson(dice, mean)
        if pieces > 0:
            yield sku, pieces


def _poisson(dice: random.Random, mean: float) -> int:
    count, passed = 0, dice.expovariate(1.0)
    while passed < mean:
        count += 1
        passed += dice.expovariate(1.0)
    return count


def announce(day: Day, midnight: float) -> None:
    """Say what an operator knows: when the sale is, and that the last pieces are sold in one place only."""
    from hanjo.channels import commands as channels
    from hanjo.channels.terms_stock import KeepBack
    from hanjo.kernel import clock

    begins = datetime.fromtimestamp(midnight + SALE_HOUR * HOUR, JST)
    if clock.now() < begins + timedelta(hours=1):
        channels.save_rush("セール", since=begins, until=begins + timedelta(hours=1), times=10, by=house.BY)
    channels.save_keep_back(KeepBack.ALWAYS, by=house.BY)


def forget() -> None:
    """Take the usual days out again, so that only the sale day is compared."""
    from hanjo.orders.models import Order, OrderLine

    rows: Any = Order.objects.filter(number__startswith=PREFIX)
    OrderLine.objects.filter(order__in=rows).delete()
    rows.delete()
