"""Reads of what listings cost on one mall, for files of prices (モールの価格)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.channels.models import Channel
from hanjo.channels.price_file import Known, Line
from hanjo.kernel import bulk
from hanjo.kernel.text import narrow

SLICE = 5_000

_ROWS = """
    SELECT l.id, l.code, s.code, p.name, s.option1, s.option2,
           coalesce((d.seen->>'price_yen')::bigint, d.sale_yen, d.price_yen, s.price_yen),
           coalesce(d.price_yen, s.price_yen), d.sale_yen IS NOT NULL
    FROM channels_listing l JOIN catalogue_sku s ON s.id = l.sku_id JOIN catalogue_product p ON p.id = s.product_id
    LEFT JOIN channels_listingdraft d ON d.listing_id = l.id
    WHERE l.channel_id = %(channel)s AND {where} ORDER BY l.code LIMIT %(many)s
"""


def every(channel: Channel) -> Iterator[Known]:
    """What each listing of a channel costs there, by code, in flat memory (モールの価格)."""
    last = ""
    while rows := _rows(channel, "l.code > %(last)s", {"last": last, "many": SLICE}):
        yield from rows
        last = rows[-1].code


def these(channel: Channel, lines: Collection[Line]) -> list[Known]:
    """The listings of which lines of a file speak, by code or by SKU, in one statement."""
    codes = {code for line in lines if line.code for code in (line.code, narrow(line.code))}
    skus = {narrow(line.sku) for line in lines if line.sku and not line.code}
    return _rows(
        channel, "(l.code = ANY(%(codes)s) OR s.code = ANY(%(skus)s))",
        {"codes": bulk.array(sorted(codes)), "skus": bulk.array(sorted(skus)), "many": None},
    )  # fmt: skip


def _rows(channel: Channel, where: str, values: dict[str, Any]) -> list[Known]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(where=where), {"channel": channel.pk, **values})
        return [_known(row) for row in cursor.fetchall()]


def _known(row: Sequence[Any]) -> Known:
    """A price by hand goes back to what it is now; while a sale runs, to the usual one."""
    name = catalogue.full_name(row[3], row[4], row[5])
    return Known(row[0], row[1], row[2], name, row[6], row[7] if row[8] else row[6])
