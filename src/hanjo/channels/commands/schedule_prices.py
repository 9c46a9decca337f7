"""Schedule prices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from hanjo.channels.commands.apply_sales import apply_sales
from hanjo.channels.commands.ask_malls import ask_to_price
from hanjo.channels.models import Connection, Listing, PriceOrder
from hanjo.channels.policy import Policy
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms_offers import BadPriceOrder, PriceEnd
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound

MOST = 99_999_999
GRACE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PriceWish:
    """A listing's price from a moment on; no moment means at once."""

    listing_id: int
    price_yen: int
    at: datetime | None = None


@command("channels.schedule_prices", "価格の予約")
def schedule_prices(channel: str, wishes: Sequence[PriceWish], *, by: Actor) -> int:
    """Write down prices that a mall shall show from a moment on (価格の予約).

    The same listing at the same moment again: the last price counts. Refuses a price below 1 yen, a moment that is
    over and a listing of another channel before anything is written. Answers how many prices were ordered.
    """
    joined, now = connection_of(channel), clock.now()
    ids = {wish.listing_id for wish in wishes}
    codes = dict(Listing.objects.filter(channel=joined.channel_id, id__in=ids).values_list("id", "code"))
    for wish in wishes:
        if wish.listing_id not in codes:
            raise NotFound(what="出品", key=wish.listing_id)
        if not 1 <= wish.price_yen <= MOST:
            raise BadPriceOrder(code=codes[wish.listing_id], because=f"価格が {wish.price_yen:,} 円です。")
        if wish.at is not None and wish.at < now - GRACE:
            at = wish.at.astimezone(clock.JST)
            raise BadPriceOrder(code=codes[wish.listing_id], because=f"{at:%Y/%m/%d %H:%M} は過ぎています。")
    wanted = {(wish.listing_id, wish.at or now): wish.price_yen for wish in wishes}
    _write(joined.channel_id, wanted, by)
    _make_way(joined, by)
    audit.record(
        by, "channels.schedule_prices", [f"listing:{one}" for one in sorted(ids)], prices=len(wanted)
    )
    return len(wanted)


def _write(channel_id: int, wanted: dict[tuple[int, datetime], int], by: Actor) -> None:
    keys = sorted(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO channels_priceorder AS o
                (listing_id, channel_id, price_yen, at, sale, is_back, "end", tries, trouble, made_at, made_by)
            SELECT n.listing, %(channel)s, n.price, n.at, '', FALSE, '', 0, '', %(now)s, %(by)s
            FROM unnest(%(listings)s::bigint[], %(prices)s::bigint[], %(ats)s::timestamptz[])
                 AS n(listing, price, at) ORDER BY n.listing, n.at
            ON CONFLICT (listing_id, at) WHERE "end" = '' DO UPDATE SET price_yen = EXCLUDED.price_yen,
                sale = '', is_back = FALSE, tries = 0, again_at = NULL, trouble = '', made_at = EXCLUDED.made_at,
                made_by = EXCLUDED.made_by
            """,
            {
                "channel": channel_id, "now": clock.now(), "by": str(by)[:80],
                "listings": bulk.array([listing for listing, _ in keys]),
                "prices": bulk.array([wanted[key] for key in keys]),
                "ats": bulk.array([at.isoformat() for _, at in keys]),
            },
        )  # fmt: skip


def _make_way(joined: Connection, by: Actor) -> None:
    """Prices by hand win over those of sales, from this moment on."""
    if Policy.of(joined.policy).follows_sales:
        apply_sales(joined.channel.code, by=by)


@command("channels.cancel_prices", "価格の予約の取り消し")
def cancel_prices(channel: str, order_ids: Collection[int], *, by: Actor) -> int:
    """Call off prices that were not sent yet (価格の予約の取り消し). One that is on its way or ended stays as it is.

    A sale's price that is called off stays off. The way back at a sale's end is not called off: who wants another
    price then orders it.
    """
    joined = connection_of(channel)
    rows = PriceOrder.objects.select_for_update(no_key=True).filter(
        channel=joined.channel_id, id__in=list(order_ids), end="", claimed_at=None, is_back=False
    )
    ids = list(rows.order_by("id").values_list("id", flat=True))
    PriceOrder.objects.filter(id__in=ids).update(end=PriceEnd.CANCELLED, ended_at=clock.now())
    _make_way(joined, by)
    audit.record(by, "channels.cancel_prices", [f"price:{one}" for one in ids])
    return len(ids)


@command("channels.try_prices_again", "価格の予約の再送")
def try_prices_again(channel: str, order_ids: Collection[int], *, by: Actor) -> int:
    """Have prices sent again that a mall did not take (価格の予約の再送). One that ended stays as it is."""
    joined = connection_of(channel)
    rows = PriceOrder.objects.filter(
        channel=joined.channel_id, id__in=list(order_ids), end="", claimed_at=None
    )
    ids = list(rows.filter(tries__gt=0).order_by("id").values_list("id", flat=True))
    PriceOrder.objects.filter(id__in=ids, end="").update(tries=0, again_at=None)
    ask_to_price(channel)
    audit.record(by, "channels.try_prices_again", [f"price:{one}" for one in ids])
    return len(ids)
