"""Send prices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from hanjo.channels.commands._offers import judge
from hanjo.channels.commands._outside import ask
from hanjo.channels.commands.publish_listings import trouble_of
from hanjo.channels.malls.port import Limited, Outcome, Price, Refused, Verdict
from hanjo.channels.models import Connection, ListingDraft, ListingSent, PriceOrder
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.queries_offers import TRIES
from hanjo.channels.terms import MallClosed, MallKeyRefused
from hanjo.channels.terms_offers import PriceEnd
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MANY = 100  # prices of one question

AWAY = timedelta(minutes=5)  # whoever took a price and was cut off is not waited for longer

# A price that is due before a later one, due too, got through is not needed any more: sent after it, it would be wrong.
_SUPERSEDE = """
    UPDATE channels_priceorder o SET "end" = 'superseded', ended_at = %(now)s
    WHERE o.channel_id = %(channel)s AND o."end" = '' AND o.at <= %(now)s AND o.claimed_at IS NULL AND EXISTS (
        SELECT 1 FROM channels_priceorder n
        WHERE n.listing_id = o.listing_id AND n."end" = '' AND n.at <= %(now)s AND n.at > o.at)
"""

_CLAIM = """
    UPDATE channels_priceorder o SET claimed_at = %(now)s FROM (
        SELECT id FROM channels_priceorder c
        WHERE c.channel_id = %(channel)s AND c."end" = '' AND c.at <= %(now)s AND c.tries < %(tries)s
          AND c.claimed_at IS NULL AND (c.again_at IS NULL OR c.again_at <= %(now)s)
          AND NOT EXISTS (SELECT 1 FROM channels_priceorder b
                          WHERE b.listing_id = c.listing_id AND b."end" = '' AND b.claimed_at IS NOT NULL)
        ORDER BY c.at, c.id LIMIT %(many)s FOR NO KEY UPDATE SKIP LOCKED
    ) due, channels_listing l LEFT JOIN channels_listedstock k ON k.listing_id = l.id
        LEFT JOIN channels_listingdraft d ON d.listing_id = l.id
    WHERE o.id = due.id AND l.id = o.listing_id
    RETURNING o.id, o.listing_id, l.code, coalesce(k.ref, '{}'), o.price_yen, o.at, o.tries, d.seen->>'price_yen',
              o.made_by, o.sale, o.is_back
"""

# What a mall sells a listing for is from now on what we say of it, so that a later sending does not undo it. A sale's
# price lies over the usual one, which stays what it was.
_TAKEN = """
    UPDATE channels_listingdraft d SET
        price_yen = CASE WHEN n.sale <> '' THEN d.price_yen WHEN s.price_yen = n.price THEN NULL ELSE n.price END,
        sale_yen = CASE WHEN n.sale <> '' AND NOT n.back THEN n.price END,
        seen = jsonb_set(d.seen, '{price_yen}', to_jsonb(n.price))
    FROM unnest(%(listings)s::bigint[], %(prices)s::bigint[], %(sales)s::text[], %(backs)s::boolean[])
         AS n(listing, price, sale, back)
    JOIN channels_listing l ON l.id = n.listing JOIN catalogue_sku s ON s.id = l.sku_id
    WHERE d.listing_id = n.listing
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A price that is on its way."""

    id: int
    listing_id: int
    price: Price
    at: datetime
    tries: int
    before: str | None
    made_by: str
    sale: str
    is_back: bool


@dataclass(slots=True)
class Repriced:
    """What became of prices that were due."""

    done: int = 0
    failed: int = 0
    again_s: float = 0.0


def send_prices(channel: str, *, by: Actor) -> Repriced:
    """Tell a mall every price that is due, in the order of their moments, each once (予約価格の送信).

    Of two prices of one listing that are due, the later counts. A failed one says why and is tried again, later each
    time, up to eight times. What a limit or an outage leaves stays due. A price that got through is our own price of
    that listing from then on.
    """
    joined, told = connection_of(channel, live=True), Repriced()
    while part := _claim(joined, by=by):
        try:
            prices = [one.price for one in part]
            verdicts = ask(joined, lambda port, prices=prices: port.reprice(prices))  # type: ignore[misc]  # bound at once
        except Limited as limited:
            _let_go(part)
            told.again_s = max(limited.seconds, 1.0)
            break
        except (MallClosed, MallKeyRefused):
            _let_go(part)
            raise
        except Refused as error:
            verdicts = [
                Verdict(key=one.price.code, outcome=Outcome.REFUSED, code=error.code, text=error.text)
                for one in part
            ]
        _note(joined, part, verdicts, told, by=by)
        if len(verdicts) < len(part):
            told.again_s = 1.0
            break
    return told


def _let_go(part: Sequence[Due]) -> None:
    PriceOrder.objects.filter(id__in=[one.id for one in part], end="").update(claimed_at=None)


@command("channels.send_prices", "予約価格の送信")
def _claim(joined: Connection, *, by: Actor) -> list[Due]:
    """Take the prices that are due, so that nobody else sends them meanwhile (予約価格の送信)."""
    now = clock.now()
    orders = PriceOrder.objects.filter(channel=joined.channel_id, end="")
    orders.filter(claimed_at__lt=now - AWAY).update(claimed_at=None)
    values: dict[str, Any] = {"channel": joined.channel_id, "now": now, "tries": TRIES, "many": MANY}
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, values)
        if cursor.rowcount:
            audit.record(
                by, "channels.send_prices", [f"channel:{joined.channel_id}"], superseded=cursor.rowcount
            )
        cursor.execute(_CLAIM, values)
        rows = cursor.fetchall()
    due = [
        Due(row[0], row[1], Price(code=row[2], ref=json.loads(row[3]), price_yen=row[4]), *row[5:])
        for row in rows
    ]
    return sorted(due, key=lambda one: (one.at, one.id))


@command("channels.send_prices", "予約価格の送信")
def _note(
    joined: Connection, part: Sequence[Due], verdicts: Sequence[Verdict], told: Repriced, *, by: Actor
) -> None:
    """Keep what the mall said of each price (予約価格の送信)."""
    said, now = {verdict.key: verdict for verdict in verdicts}, clock.now()
    answered = [one for one in part if one.price.code in said]
    done = [one for one in answered if said[one.price.code].outcome in (Outcome.DONE, Outcome.WAITS)]
    _let_go([one for one in part if one.price.code not in said])
    PriceOrder.objects.filter(id__in=[one.id for one in done]).update(
        end=PriceEnd.SENT, ended_at=now, claimed_at=None, trouble="", tries=F("tries") + 1
    )
    failed = [one for one in answered if one not in done]
    rows = {row.pk: row for row in PriceOrder.objects.filter(id__in=[one.id for one in failed])}
    for one in failed:
        row = rows[one.id]
        row.tries, row.claimed_at = one.tries + 1, None
        row.again_at = now + timedelta(minutes=min(2**one.tries, 60))
        row.trouble = trouble_of(said[one.price.code])
    PriceOrder.objects.bulk_update(rows.values(), ["tries", "claimed_at", "again_at", "trouble"])
    _keep(joined, done)
    ListingSent.objects.bulk_create(
        ListingSent(
            listing_id=one.listing_id, channel_id=joined.channel_id, by=one.made_by, at=now,
            what={"price_yen": [int(one.before) if one.before else None, one.price.price_yen]},
            outcome=said[one.price.code].outcome.value, text=said[one.price.code].text[:300],
        )
        for one in answered
    )  # fmt: skip
    told.done += len(done)
    told.failed += len(failed)
    refs = [f"listing:{one.listing_id}" for one in answered]
    audit.record(by, "channels.send_prices", refs, done=len(done), failed=len(failed))


def _keep(joined: Connection, done: Sequence[Due]) -> None:
    ids = [one.listing_id for one in done]
    fresh = set(ids) - set(ListingDraft.objects.filter(listing__in=ids).values_list("listing_id", flat=True))
    judge(joined, fresh)  # whoever was never looked at has a row now
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, {
            "listings": bulk.array(ids), "prices": bulk.array([one.price.price_yen for one in done]),
            "sales": bulk.array([one.sale for one in done]),
            "backs": bulk.array(["t" if one.is_back else "f" for one in done]),
        })  # fmt: skip
    judge(joined, ids)
