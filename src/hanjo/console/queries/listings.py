"""What the channels' item codes mean, and which codes nobody has explained yet (商品コードの対応)."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.models import Sku
from hanjo.channels.models import Channel, Listing
from hanjo.orders.models import OPEN_STAGES

PAGE = 100
MOST_SKUS = 3000


@dataclass(frozen=True, slots=True)
class WaitingCode:
    """A code that open orders wait for: how many, and what the mall calls the goods."""

    channel: str
    code: str
    name: str
    orders: int


@dataclass(frozen=True, slots=True)
class SkuChoice:
    """A SKU to choose."""

    code: str
    name: str


def listings(channel: str = "", q: str = "", after: int = 0) -> list[Listing]:
    """Saved meanings, newest first, a page of them."""
    rows = Listing.objects.select_related("channel", "sku__product").order_by("-pk")
    if channel:
        rows = rows.filter(channel__code=channel)
    if q:
        rows = rows.filter(
            Q(code__icontains=q) | Q(sku__code__icontains=q) | Q(sku__product__name__icontains=q)
        )
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows[:PAGE])


def waiting_codes(channel: str = "", limit: int = 100) -> list[WaitingCode]:
    """Codes without a meaning that open orders wait for, most orders first (未対応の商品コード)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.channel, l.code, min(l.name), count(DISTINCT o.id)
            FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
            WHERE l.sku_id IS NULL AND l.kind = 'goods' AND o.stage = ANY(%s)
              AND (%s = '' OR o.channel = %s)
            GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2 LIMIT %s
            """,
            [[str(stage) for stage in OPEN_STAGES], channel, channel, limit],
        )
        return [WaitingCode(*row) for row in cursor.fetchall()]


def choices() -> list[SkuChoice]:
    """The SKUs that can be chosen."""
    rows = Sku.objects.filter(is_active=True).order_by("code")
    found = rows.values_list("code", "product__name", "option1", "option2")[:MOST_SKUS]
    return [SkuChoice(row[0], " ".join(part for part in row[1:] if part)) for row in found]


def likely(code: str, name: str, skus: Sequence[SkuChoice], limit: int = 4) -> list[SkuChoice]:
    """SKUs that an unknown code may mean, the most alike first (対応の候補)."""
    plain = code.casefold()

    def likeness(sku: SkuChoice) -> float:
        words = difflib.SequenceMatcher(None, name, sku.name).quick_ratio() if name else 0.0
        return difflib.SequenceMatcher(None, plain, sku.code.casefold()).quick_ratio() + words

    return sorted(skus, key=likeness, reverse=True)[:limit]


Pair = tuple[str, str, str]  # the channel's code, its item code, our SKU


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving a file of pairs would do."""

    name: str
    fresh: list[Pair]
    changed: list[tuple[Pair, str]]  # the pair and the SKU that its code means now
    same: int
    refused: list[str]

    @property
    def save(self) -> list[Pair]:
        """The pairs that would be written."""
        return [*self.fresh, *(pair for pair, _ in self.changed)]

    @property
    def body(self) -> str:
        """The same, to travel through the page that asks for a yes."""
        return json.dumps(self.save, ensure_ascii=False)


def look_through(name: str, pairs: Sequence[Pair], refused: Sequence[str]) -> Preview:
    """Compare the pairs of a file with what is saved, in three statements (対応ファイルの確認)."""
    known = catalogue.cards([sku for _, _, sku in pairs])
    shops = set(Channel.objects.values_list("code", flat=True))
    saved = Listing.objects.filter(code__in=[code for _, code, _ in pairs])
    now = {(shop, code): sku for shop, code, sku in saved.values_list("channel__code", "code", "sku__code")}
    found = Preview(name, [], [], 0, list(refused))
    same = 0
    for pair in pairs:
        shop, code, sku = pair
        if shop not in shops:
            found.refused.append(f"{code}: 店舗コード「{shop}」はありません")
        elif sku not in known:
            found.refused.append(f"{code}: SKU「{sku}」はありません")
        elif (shop, code) not in now:
            found.fresh.append(pair)
        elif now[shop, code] != sku:
            found.changed.append((pair, now[shop, code]))
        else:
            same += 1
    return replace(found, same=same)
