"""Take products off sale or put them back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from hanjo.catalogue.facts import PricesChanged
from hanjo.catalogue.models import Product, Sku
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("catalogue.set_active", "販売の開始・停止")
def set_active(codes: Sequence[str], active: bool, *, by: Actor) -> int:
    """Put products on sale or take them off, by product code; answers how many changed (販売停止).

    Those that already are as asked stay untouched. Orders that were placed before are not affected.
    """
    changing = list(
        Product.objects.filter(code__in=codes, is_active=not active)
        .order_by("code")
        .select_for_update(no_key=True)
        .values_list("code", flat=True)
    )
    if not changing:
        return 0
    now = clock.now()
    Product.objects.filter(code__in=changing).update(
        is_active=active, version=F("version") + 1, updated_at=now
    )
    skus = Sku.objects.filter(product__code__in=changing, is_active=True).values_list("pk", "price_yen")
    prices = {pk: yen if active else None for pk, yen in skus}
    if prices:
        tell([PricesChanged(at=now.isoformat(), sku_ids=tuple(prices), prices=tuple(prices.values()))])
    audit.record(by, "catalogue.set_active", [f"product:{code}" for code in changing], active=active)
    return len(changing)
