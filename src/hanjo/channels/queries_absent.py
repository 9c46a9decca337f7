"""Reads of SKUs that a mall does not sell yet: which they are, and what it would still need of each (未出品の SKU)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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
from hanjo.inventory import queries as inventory
from hanjo.kernel import bulk
from hanjo.kernel.text import narrow

PAGE = 100
MOST = 1_000  # SKUs of one press
TAKEN = "空いている商品コード（同じコードの出品がほかの SKU に結びついています）"


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """A SKU that a mall does not sell yet."""

    id: int  # the SKU's
    code: str
    name: str
    price_yen: int
    free: int
    goods: Goods
    more: Mapping[str, str]  # what is known of it beforehand: ids that the shop chooses itself
    lacks: Sequence[str]
    is_taken: bool  # its code means another SKU there

    @property
    def is_ready(self) -> bool:
        """Whether it could be sent as it is."""
        return not self.lacks


_ROWS = """
    SELECT s.id, s.code, p.name, s.option1, s.option2, s.price_yen, coalesce(s.jan, ''), p.tax_class, p.description,
           (SELECT coalesce(array_agg(i.file ORDER BY i.position, i.id), '{{}}') FROM catalogue_image i
            WHERE i.product_id = p.id),
           p.code, EXISTS (SELECT 1 FROM channels_listing t WHERE t.channel_id = %(channel)s AND t.code = s.code),
           coalesce((SELECT k.ref FROM channels_listedstock k JOIN catalogue_sku z ON z.id = k.sku_id
                     WHERE z.product_id = p.id AND k.channel_id = %(channel)s ORDER BY k.id LIMIT 1), '{{}}')
    FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
    WHERE s.is_active AND p.is_active
          AND NOT EXISTS (SELECT 1 FROM channels_listing l WHERE l.channel_id = %(channel)s AND l.sku_id = s.id)
          AND {where}
    ORDER BY s.code LIMIT %(many)s
"""


def page(joined: Connection, *, words: str = "", after: str = "") -> tuple[list[Absent], str]:
    """One page of SKUs by code that this mall does not sell, and the code to go on after (未出品の SKU)."""
    where, values = _found(words)
    if after:
        where += " AND s.code > %(after)s"
    rows = _rows(joined, where, {**values, "after": after, "many": PAGE + 1})
    return rows[:PAGE], rows[PAGE - 1].code if len(rows) > PAGE else ""


def these(joined: Connection, sku_ids: Collection[int]) -> list[Absent]:
    """Those of these SKUs that this mall does not sell yet, and that are for sale here."""
    return _rows(joined, "s.id = ANY(%(ids)s)", {"ids": bulk.array(list(sku_ids)), "many": MOST})


def ids(joined: Connection, *, words: str = "") -> list[int]:
    """Every SKU that was looked for, as many as one press takes."""
    where, values = _found(words)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM ({_ROWS.format(where=where)}) found",
            {"channel": joined.channel_id, "many": MOST, **values},
        )
        return [row[0] for row in cursor.fetchall()]


def _found(words: str) -> tuple[str, dict[str, Any]]:
    if not words:
        return "TRUE", {}
    plain = re.sub(r"([\\%_])", r"\\\1", words)
    values = {"words": f"%{narrow(plain)}%", "name": f"%{plain}%"}
    return "(s.code ILIKE %(words)s OR p.code ILIKE %(words)s OR p.name ILIKE %(name)s)", values


def _rows(joined: Connection, where: str, values: Mapping[str, Any]) -> list[Absent]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(where=where), {"channel": joined.channel_id, **values})
        rows = cursor.fetchall()
    free = inventory.available([row[0] for row in rows])
    return [_absent(joined.mall, row, max(free[row[0]], 0)) for row in rows]


def _absent(code: str, row: Sequence[Any], free: int) -> Absent:
    connector = mall(code)
    own_ids = getattr(connector, "own_ids", None)
    more = own_ids(row[10], row[1], json.loads(row[12])) if own_ids else {}
    offer = Offer(
        listing_id=0, code=row[1], ref={}, name=row[2], full_name=catalogue.full_name(row[2], row[3], row[4]),
        options=(row[3], row[4]), price_yen=row[5], jan=row[6], tax_rate=RATES[row[7]], description=row[8],
        pictures=() if getattr(connector, "OWN_PICTURES", False) else addresses(row[9]), is_shared=False, more=more,
    )  # fmt: skip
    goods = offers.compose(offer)
    lacks = [TAKEN] if row[11] else connector.lacking(goods)
    return Absent(
        id=row[0], code=row[1], name=offer.full_name, price_yen=row[5], free=free, goods=goods, more=more,
        lacks=lacks, is_taken=row[11],
    )  # fmt: skip
