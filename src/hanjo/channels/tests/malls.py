"""Channels of the pretended mall, SKUs and stock, for tests of what the house does with malls' stock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from hanjo.catalogue.models import BundleComponent, Product, Sku
from hanjo.channels import commands
from hanjo.channels.malls import registry
from hanjo.channels.malls.port import Document
from hanjo.channels.models import Channel, Connection, DueStock, ListedStock, Listing
from hanjo.channels.tests.pretend import client
from hanjo.inventory import commands as inventory
from hanjo.inventory.commands.receive import ReceiveLine
from hanjo.inventory.models import Location
from hanjo.inventory.terms import Claim, Filled
from hanjo.kernel import clock, telling
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import Telling
from hanjo.orders.models import Order

BY = Actor.system("test")


@pytest.fixture(autouse=True)
def pretend(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, client.Shelf]]:
    """The pretended mall, joined under its own code."""
    monkeypatch.setitem(registry.OURS, "pretend", "hanjo.channels.tests.pretend")
    client.SHELVES.clear()
    yield client.SHELVES
    registry.mall.cache_clear()


def after(**passed: float) -> AbstractContextManager[None]:
    """Live so much later for a while."""
    later = clock.now() + timedelta(**passed)
    return clock.told_by(lambda: later)


def join(code: str, **more: Any) -> Channel:
    """A channel that is joined to the pretended mall."""
    channel = Channel.objects.create(
        code=code, name=f"{code}店", letter="M", prefix=code[:4].upper(), format="generic", position=len(code)
    )
    Connection.objects.create(channel=channel, mall="pretend", state="live", **more)
    client.SHELVES[code] = client.Shelf()
    return channel


def goods(code: str, pieces: int = 0, **more: Any) -> Sku:
    """A SKU of which so many pieces lie here."""
    product = Product.objects.create(code=f"P-{code}", name=f"見本 {code}", **more)
    sku = Sku.objects.create(product=product, code=code, price_yen=1000)
    if pieces:
        receive(sku, pieces)
    return sku


def place() -> Location:
    """The warehouse."""
    return Location.objects.get_or_create(code="main", defaults={"name": "本倉庫"})[0]


def receive(sku: Sku, pieces: int) -> None:
    """Pieces arrive."""
    ref = f"in:{sku.pk}:{clock.now().timestamp()}:{pieces}"
    inventory.receive([ReceiveLine(sku_id=sku.pk, location_id=place().pk, quantity=pieces, ref=ref)], by=BY)


def sell(sku: Sku, pieces: int, ref: str) -> bool:
    """Somebody else buys pieces; whether they were there."""
    claim = Claim(ref=ref, group=ref, sku_id=sku.pk, quantity=pieces, promise_on=None, asked_at=clock.now())
    return isinstance(inventory.reserve([claim], by=BY)[0], Filled)


def order(channel: str, number: str, *wants: tuple[Sku, int], ago: float = 0) -> Order:
    """A buyer's order comes in from a mall; it was placed so many seconds ago."""
    at = clock.now() - timedelta(seconds=ago)
    told = {"at": at.isoformat(), "lines": [[sku.code, pieces] for sku, pieces in wants]}
    commands.take_in_documents(channel, [Document(key=number, text=json.dumps(told))], by=BY)
    return Order.objects.get(channel=channel, external_number=number)


def hear() -> int:
    """Deliver every nudge that waits; answers how many there were."""
    waiting = Telling.objects.filter(
        heard_at__isnull=True, listener="channels.reactions.keep_stock"
    ).order_by("id")
    return sum(telling.deliver(one.pk) for one in waiting)


def bundle(code: str, parts: dict[Sku, int]) -> Sku:
    """A bundle."""
    product = Product.objects.create(code=f"P-{code}", name=f"セット {code}")
    made = Sku.objects.create(product=product, code=code, kind="bundle", price_yen=3000)
    for sku, quantity in parts.items():
        BundleComponent.objects.create(bundle=made, component=sku, quantity=quantity)
    return made


def listed(channel: Channel, sku: Sku, **more: Any) -> ListedStock:
    """A listing that shows nothing yet; the buffer is one piece."""
    listing = Listing.objects.create(channel=channel, code=sku.code, sku=sku)
    values: dict[str, Any] = {
        "buffer": 1, "per_day": 1.0, "others_per_day": 1.0, "in_flight": 0.001, "shown": 0,
        "shown_at": clock.now() - timedelta(hours=1),
    }  # fmt: skip
    return ListedStock.objects.create(listing=listing, channel=channel, sku=sku, **{**values, **more})


def due_at(row: ListedStock) -> datetime | None:
    """Since when the mall has to be told of this listing; None: it need not be."""
    return DueStock.objects.filter(stock=row).values_list("due_at", flat=True).first()


def jobs(task: str = "channels.push_stock") -> list[str]:
    """The channels for which such a job waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'channel' FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' ORDER BY 1",
            [task],
        )
        return [row[0] for row in cursor.fetchall()]
