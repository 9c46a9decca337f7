"""Order again."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.inventory import queries as inventory
from hanjo.kernel.command import command
from hanjo.kernel.speech import say
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind
from hanjo.storefront import queries
from hanjo.storefront.commands.put_in_cart import put_in_cart
from hanjo.storefront.models import Card
from hanjo.storefront.terms import TooMany


@dataclass(frozen=True, slots=True)
class Again:
    """What came into the cart, and what did not, with the reason in the buyer's words."""

    put: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]


@command("storefront.order_again", "再注文")
def order_again(cart_key: str, order: Order) -> Again:
    """Put the goods of an earlier order into the cart at today's price, as far as they are sold and in stock (再注文).

    What is no longer sold, sold out or beyond what an order may have is named; nothing is put in its place.
    """
    lines = list(
        OrderLine.objects.filter(order=order, kind=LineKind.GOODS, sku__isnull=False)
        .select_related("sku__product")
        .order_by("position", "id")
    )
    sku_ids = [line.sku_id for line in lines if line.sku_id]
    sold = set(Card.objects.filter(product__skus__in=sku_ids).values_list("product_id", flat=True))
    free = inventory.sellable(sku_ids)
    put, missing = [], []
    for line in lines:
        sku = line.sku
        wanted = line.quantity - line.cancelled_quantity
        if sku is None or wanted <= 0:
            continue
        there = min(wanted, max(free.get(sku.pk, 0), 0), queries.shop().most_pieces)
        if not sku.is_active or not sku.product.is_active or sku.product_id not in sold:
            missing.append((line.name, say("販売を終了しました")))
        elif there <= 0:
            missing.append((line.name, say("売り切れています")))
        else:
            try:
                put_in_cart(cart_key, sku.code, there)
            except TooMany as refusal:
                missing.append((line.name, refusal.text))
                continue
            put.append(line.name)
            if there < wanted:
                missing.append((line.name, say("在庫が足りないため {there} 点だけ入れました", there=there)))
    return Again(tuple(put), tuple(missing))
