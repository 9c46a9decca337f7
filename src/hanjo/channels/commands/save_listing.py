"""Save listings."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.channels.commands.note_stock import note_stock
from hanjo.channels.models import Channel, Listing
from hanjo.channels.terms import UnknownChannel
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.orders import commands as orders
from hanjo.orders.models import OPEN_STAGES, OrderLine


@command("channels.save_listing", "商品コードの対応づけ")
def save_listing(channel: str, pairs: Sequence[tuple[str, str]], *, by: Actor) -> list[str]:
    """Say which SKU a channel means by its codes: (channel's code, our SKU code) pairs (商品コードの対応づけ).

    Every order that waited for such a code asks for its stock and moves on. Saving the same again changes
    nothing; a new meaning holds for orders from now on. Refuses an unknown SKU code before anything is written.
    Answers the numbers of the orders that had waited.
    """
    pairs = list(dict(pairs).items())  # the last meaning of a code counts
    shop = Channel.objects.filter(code=channel).first()
    if shop is None:
        raise UnknownChannel(channel=channel)
    cards = catalogue.cards([sku_code for _, sku_code in pairs])
    for _, sku_code in pairs:
        if sku_code not in cards:
            raise NotFound(what="SKU", key=sku_code)
    Listing.objects.bulk_create(
        [Listing(channel=shop, code=code, sku_id=cards[sku].id, made_by=str(by)) for code, sku in pairs],
        update_conflicts=True,
        unique_fields=["channel", "code"],
        update_fields=["sku", "made_by"],
    )
    note_stock(_follow(shop, [code for code, _ in pairs]), by=by)
    audit.record(by, "channels.save_listing", [f"{channel}:{code}" for code, _ in pairs])
    moved: list[str] = []
    waiting = orders_waiting(channel, [code for code, _ in pairs])
    for code, sku_code in pairs:
        if code in waiting:
            moved += orders.map_code(channel, code, cards[sku_code].id, by=by)
    return moved


def _follow(shop: Channel, codes: Sequence[str]) -> set[int]:
    """Let the stock that a mall shows follow a code's new meaning; answers the SKUs to be told."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock s SET sku_id = l.sku_id FROM channels_listing l
            WHERE l.id = s.listing_id AND l.channel_id = %s AND l.code = ANY(%s) AND s.sku_id <> l.sku_id
            RETURNING s.sku_id
            """,
            [shop.pk, list(codes)],
        )
        return {sku_id for (sku_id,) in cursor.fetchall()}


def orders_waiting(channel: str, codes: Sequence[str]) -> set[str]:
    """Which of these codes open orders of the channel wait for."""
    lines = OrderLine.objects.filter(
        order__channel=channel,
        order__stage__in=OPEN_STAGES,
        sku__isnull=True,
        kind="goods",
        code__in=list(codes),
    )
    return set(lines.values_list("code", flat=True).distinct())
