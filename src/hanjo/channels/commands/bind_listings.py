"""Bind listings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.channels.commands._outside import ask
from hanjo.channels.commands.check_listings import keep_seen, settle_unsure
from hanjo.channels.commands.note_stock import note_stock
from hanjo.channels.commands.save_listing import save_listing
from hanjo.channels.malls.port import Goods, Limited
from hanjo.channels.models import Connection, Listing
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

PAGES = 100_000  # a mall that never comes to its end is left there
SAID = 50  # unknown codes of one page that are written down


@dataclass(slots=True)
class Bound:
    """What a mall sells of this shop: how many listings are bound, how many newly, and codes nobody knows."""

    listed: int = 0
    fresh: int = 0
    unknown: list[tuple[str, str]] = field(default_factory=list)  # code, title
    more: str = ""  # where to go on when the mall wants fewer calls; empty: that was all
    again_s: float = 0.0


def bind_listings(channel: str, *, start: str = "", by: Actor) -> Bound:
    """Go through everything that a mall sells of this shop and tie it to our SKUs (出品の対応づけ).

    A code that was tied before stays so; a new one is tied to the SKU of the same code, or of the same bar code when
    the mall tells it. What the mall shows now is believed. Doing it again brings the mall's own ids up to date. Codes
    that nobody knows are answered, to be tied by hand. The number of statements does not grow with the page. When the
    mall wants fewer calls on the way, the answer says where to `start` again.
    """
    joined = connection_of(channel, live=True)
    bound, more, began = Bound(), start, clock.now()
    for number in range(PAGES):
        try:
            page, more = ask(joined, lambda port, more=more: port.goods(more))  # type: ignore[misc]  # bound at once
        except Limited as limited:
            if not number:
                raise
            bound.more, bound.again_s = more, limited.seconds
            break
        _bind(joined, page, bound, by=by)
        if not more:
            if not start:
                settle_unsure(joined, began)
            break
    return bound


@command("channels.bind_listings", "出品の対応づけ")
def _bind(joined: Connection, page: Sequence[Goods], bound: Bound, *, by: Actor) -> None:
    """Tie one page of a mall's goods to our SKUs (出品の対応づけ)."""
    goods = {one.code: one for one in page if one.code}
    known = dict(
        Listing.objects.filter(channel=joined.channel, code__in=list(goods)).values_list("code", "sku_id")
    )
    fresh = _guess([one for code, one in goods.items() if code not in known])
    if fresh:
        save_listing(joined.channel.code, sorted(fresh.items()), by=by)
    unknown = [(code, one.title) for code, one in goods.items() if code not in known and code not in fresh]
    bound.unknown += unknown
    bound.fresh += len(fresh)
    tied = [goods[code] for code in goods if code in known or code in fresh]
    bound.listed += len(tied)
    note_stock(set(_write(joined, tied)), by=by)
    keep_seen(joined, tied)
    audit.record(
        by, "channels.bind_listings", [f"channel:{joined.channel.code}"], listed=len(tied), fresh=len(fresh),
        unknown=unknown[:SAID],
    )  # fmt: skip


def _guess(goods: Sequence[Goods]) -> dict[str, str]:
    """Mall's code → our SKU's code: the same code, or the same bar code."""
    cards = catalogue.cards([one.code for one in goods])
    by_jan = catalogue.cards_by_jan({one.jan for one in goods if one.jan and one.code not in cards})
    return {
        one.code: card.code
        for one in goods
        if (card := cards.get(one.code) or by_jan.get(one.jan)) is not None
    }


def _write(joined: Connection, goods: Sequence[Goods]) -> list[int]:
    """A row of stock for each; what the mall shows is believed unless a push is on its way. Answers the SKUs."""
    if not goods:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO channels_listedstock AS s (listing_id, channel_id, sku_id, ref, is_on, shown, shown_at, read,
                read_at, sending_key, tries, pushes, trouble, per_day, others_per_day, in_flight,
                apart_per_day, apart_in_flight, takes_last, buffer, because, share)
            SELECT l.id, l.channel_id, l.sku_id, d.ref, TRUE, d.shown, %(now)s, d.shown, %(now)s,
                   '', 0, 0, '', 0, 0, 0, 0, 0, FALSE, 0, '{}', 100
            FROM unnest(%(codes)s::text[], %(refs)s::jsonb[], %(shown)s::int[]) AS d(code, ref, shown)
            JOIN channels_listing l ON l.channel_id = %(channel)s AND l.code = d.code
            ORDER BY l.id
            ON CONFLICT (listing_id) DO UPDATE SET ref = EXCLUDED.ref, sku_id = EXCLUDED.sku_id,
                tries = 0, trouble = '',
                shown = CASE WHEN s.sending IS NULL THEN coalesce(EXCLUDED.shown, s.shown) ELSE s.shown END
            RETURNING s.sku_id
            """,
            {
                "now": clock.now(),
                "channel": joined.channel_id,
                "codes": bulk.array([one.code for one in goods]),
                "refs": bulk.array([json.dumps(dict(one.ref)) for one in goods]),
                "shown": "{"
                + ",".join("NULL" if g.quantity is None else str(max(g.quantity, 0)) for g in goods)
                + "}",
            },
        )
        return [row[0] for row in cursor.fetchall()]
