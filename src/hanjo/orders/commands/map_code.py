"""Map a code."""

from __future__ import annotations

from django.db import connection
from django.db.models import Exists, OuterRef

from hanjo.catalogue import queries as catalogue
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _claims, _settle
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.models import OPEN_STAGES, Order, OrderLine
from hanjo.orders.terms import ParcelState


@command("orders.map_code", "商品コードの対応づけ")
def map_code(channel: str, code: str, sku_id: int, *, by: Actor) -> list[str]:
    """Say what a channel's code means; every waiting order asks for its stock and moves on (商品の対応づけ).

    Called by channels when a listing is made. Doing it again finds nothing left to do. Answers the numbers of
    the orders that had waited.
    """
    orders = list(
        Order.objects.select_for_update(of=("self",))
        .filter(
            Exists(OrderLine.objects.filter(order=OuterRef("pk"), code=code, sku__isnull=True, kind="goods")),
            channel=channel,
            parcel_state=ParcelState.NONE,
            stage__in=OPEN_STAGES,
        )
        .order_by("id")
    )
    ids = [order.pk for order in orders]
    card = catalogue.cards_by_id([sku_id])[sku_id]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE orders_orderline SET sku_id = %s
            WHERE code = %s AND sku_id IS NULL AND kind = 'goods' AND order_id = ANY(%s)
            """,
            [sku_id, code, ids],
        )
        cursor.execute(
            "UPDATE orders_order SET temperature = %s WHERE id = ANY(%s) AND temperature = ANY(%s)",
            [card.temperature, ids, _WARMER[card.temperature]],
        )
    _claims.ask(ids, by=by)
    _settle.note(ids, "map", f"商品コード「{code}」を {card.code} に対応づけ", by=by)
    recheck(ids, by=by)
    if ids:
        audit.record(by, "orders.map_code", [order.number for order in orders], code=code, sku=card.code)
    return [order.number for order in orders]


_WARMER: dict[str, list[str]] = {"normal": [], "chilled": ["normal"], "frozen": ["normal", "chilled"]}
