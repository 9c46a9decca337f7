"""Real stock for tests, made through the commands."""

from __future__ import annotations

from datetime import UTC, datetime

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue import queries
from hanjo.catalogue.terms import ProductRow, SkuCard
from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Location
from hanjo.inventory.terms import Claim
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import Telling
from hanjo.kernel.telling import deliver

BY = Actor.system("test")
NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def products(*codes: str, **fields: object) -> dict[str, SkuCard]:
    """Products of one SKU each, by code."""
    rows = [
        ProductRow(sku_code=code, name=f"商品 {code}", price_yen=1000, weight_g=300, **fields)  # type: ignore[typeddict-item]  # fields of any kind go through
        for code in codes
    ]
    saved = catalogue.save_products(rows, by=BY)
    assert all(one.verdict != "refused" for one in saved.outcomes), saved.outcomes
    return queries.cards(codes)


def bundle(code: str, **parts: int) -> SkuCard:
    """A bundle of existing SKUs."""
    row = ProductRow(sku_code=code, name=f"セット {code}", price_yen=2000, components=tuple(parts.items()))
    catalogue.save_products([row], by=BY)
    return queries.cards([code])[code]


def warehouse(code: str = "main", priority: int = 10) -> Location:
    """A place that ships."""
    return inventory.save_location(code, name=f"倉庫 {code}", priority=priority, by=BY)


def put(sku_id: int, quantity: int, location: Location, *, cost: int = 100, ref: str = "") -> None:
    """Goods on a shelf."""
    line = inventory.ReceiveLine(
        sku_id=sku_id,
        location_id=location.pk,
        quantity=quantity,
        ref=ref or f"opening:{sku_id}:{location.pk}",
        unit_cost_yen=cost,
    )
    inventory.receive([line], by=BY)


def claim(ref: str, sku_id: int, quantity: int, *, group: str = "", minute: int = 0) -> Claim:
    """A claim as an order would make it."""
    return Claim(
        ref=ref,
        group=group or ref,
        sku_id=sku_id,
        quantity=quantity,
        promise_on=None,
        asked_at=NOON.replace(minute=minute),
    )


def run_tellings() -> int:
    """Deliver every fact that is on its way, and those that this brings about."""
    done = 0
    while waiting := list(Telling.objects.filter(heard_at__isnull=True).values_list("id", flat=True)):
        for pk in waiting:
            deliver(pk)
            done += 1
    return done
