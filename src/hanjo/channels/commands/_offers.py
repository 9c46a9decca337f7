"""Shared inner step: read listings with all that is known of them, and judge them against their mall."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.terms import RATES
from hanjo.channels import offers
from hanjo.channels.malls.port import Goods
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Connection
from hanjo.channels.offers import Offer
from hanjo.channels.pictures import addresses
from hanjo.channels.terms_offers import OfferState
from hanjo.kernel import bulk, clock

SLICE = 1_000  # listings of one statement

_OFFERS = """
    WITH held AS (
        SELECT k.listing_id, k.ref, coalesce(k.ref->>'manageNumber', k.ref->>'product', k.ref->>'item_code') AS parent
        FROM channels_listedstock k WHERE k.channel_id = %(channel)s
    ), shared AS (SELECT parent FROM held WHERE parent IS NOT NULL GROUP BY parent HAVING count(*) > 1)
    SELECT l.id, l.code, coalesce(h.ref, '{}'), p.name, s.option1, s.option2, s.price_yen, coalesce(s.jan, ''),
           p.tax_class, p.description,
           (SELECT coalesce(array_agg(i.file ORDER BY i.position, i.id), '{}') FROM catalogue_image i
            WHERE i.product_id = p.id),
           h.parent IN (SELECT parent FROM shared), coalesce(d.title, ''), d.price_yen, coalesce(d.category, ''),
           coalesce(d.shipping, ''), coalesce(d.text, ''), coalesce(d.more, '{}'), coalesce(d.seen, '{}'),
           d.unsure_at IS NOT NULL, d.sale_yen
    FROM channels_listing l JOIN catalogue_sku s ON s.id = l.sku_id JOIN catalogue_product p ON p.id = s.product_id
    LEFT JOIN held h ON h.listing_id = l.id LEFT JOIN channels_listingdraft d ON d.listing_id = l.id
    WHERE l.channel_id = %(channel)s AND l.id = ANY(%(ids)s) ORDER BY l.id
"""

_NOTE = """
    INSERT INTO channels_listingdraft AS d (listing_id, channel_id, title, category, shipping, text, more, seen, state,
        lacks, differs, checked_at, asked_by, trouble)
    SELECT n.id, %(channel)s, '', '', '', '', '{}', '{}', n.state, n.lacks, n.differs, %(now)s, '', ''
    FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(lacks)s::jsonb[], %(differs)s::jsonb[])
         AS n(id, state, lacks, differs)
    ORDER BY n.id
    ON CONFLICT (listing_id) DO UPDATE SET state = EXCLUDED.state, lacks = EXCLUDED.lacks,
        differs = EXCLUDED.differs, checked_at = EXCLUDED.checked_at
"""

_SEEN = """
    INSERT INTO channels_listingdraft AS d (listing_id, channel_id, title, category, shipping, text, more, seen, state,
        lacks, differs, seen_at, asked_by, trouble)
    SELECT l.id, l.channel_id, '', '', '', '', '{}', CASE WHEN n.seen ? 'bare_yen' AND p.id IS NOT NULL
        -- the tax of one piece, half up: what a shop shows that keeps its prices before tax
        THEN n.seen || jsonb_build_object('price_yen',
            ((n.seen->>'bare_yen')::bigint * (100 + (%(rates)s::jsonb->>p.tax_class)::int) * 2 + 100) / 200)
        ELSE n.seen END - 'bare_yen', '', '[]', '{}', %(now)s, '', ''
    FROM unnest(%(codes)s::text[], %(seen)s::jsonb[]) AS n(code, seen)
    JOIN channels_listing l ON l.channel_id = %(channel)s AND l.code = n.code
    LEFT JOIN catalogue_sku s ON s.id = l.sku_id LEFT JOIN catalogue_product p ON p.id = s.product_id
    ORDER BY l.id
    ON CONFLICT (listing_id) DO UPDATE SET seen = EXCLUDED.seen, seen_at = EXCLUDED.seen_at, unsure_at = NULL
    RETURNING d.listing_id
"""


def read(joined: Connection, listing_ids: Collection[int]) -> list[Offer]:
    """These listings with all that is known of them, in one statement; another channel's are absent."""
    own_pictures = getattr(mall(joined.mall), "OWN_PICTURES", False)
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, {"channel": joined.channel_id, "ids": bulk.array(list(listing_ids))})
        return [_offer(row, takes_addresses=not own_pictures) for row in cursor.fetchall()]


def _offer(row: Sequence[Any], *, takes_addresses: bool) -> Offer:
    return Offer(
        listing_id=row[0], code=row[1], ref=json.loads(row[2]), name=row[3],
        full_name=catalogue.full_name(row[3], row[4], row[5]), options=(row[4], row[5]), price_yen=row[6], jan=row[7],
        tax_rate=RATES[row[8]], description=row[9], pictures=addresses(row[10]) if takes_addresses else (),
        is_shared=bool(row[11]), title=row[12], own_price_yen=row[13], category=row[14], shipping=row[15],
        text=row[16], more=json.loads(row[17]), seen=json.loads(row[18]), is_unsure=row[19], sale_yen=row[20],
    )  # fmt: skip


def judge(joined: Connection, listing_ids: Collection[int]) -> dict[int, tuple[Offer, Goods, OfferState]]:
    """Compose listings, ask what their mall still needs and compare with what it shows; what is found is kept.

    Two statements for a thousand listings. Nobody is asked outside.
    """
    judged: dict[int, tuple[Offer, Goods, OfferState]] = {}
    for part in _slices(sorted(set(listing_ids))):
        rows = []
        for offer in read(joined, part):
            goods = offers.compose(offer)
            lacks = offers.lacks_here(offer, goods) or mall(joined.mall).lacking(goods)
            differs = offers.differences(offer, goods)
            state = offers.state_of(offer, lacks, differs)
            judged[offer.listing_id] = (offer, goods, state)
            rows.append((offer.listing_id, state.value, json.dumps(lacks), json.dumps(differs)))
        _note(joined, rows)
    return judged


def _note(joined: Connection, rows: Sequence[tuple[int, str, str, str]]) -> None:
    if not rows:
        return
    ids, states, lacks, differs = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {
            "channel": joined.channel_id, "now": clock.now(), "ids": bulk.array(ids), "states": bulk.array(states),
            "lacks": bulk.array(lacks), "differs": bulk.array(differs),
        })  # fmt: skip


def note_seen(joined: Connection, goods: Sequence[Goods]) -> list[int]:
    """Keep what a mall showed of these listings; answers them. Whoever was unsure knows now."""
    if not goods:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {
            "channel": joined.channel_id, "now": clock.now(), "codes": bulk.array([one.code for one in goods]),
            "seen": bulk.array([json.dumps(offers.seen_of(one)) for one in goods]), "rates": json.dumps(RATES),
        })  # fmt: skip
        return [row[0] for row in cursor.fetchall()]


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), SLICE):
        yield ids[at : at + SLICE]
