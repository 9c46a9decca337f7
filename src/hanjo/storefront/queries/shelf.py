"""Lists of goods: shelves, what stands on them, pages of cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from hanjo.storefront.models import Card

PAGE = 24
SORTS = {
    "": ("おすすめ順", "rank DESC, product_id DESC"),
    "new": ("新着順", "since DESC, product_id DESC"),
    "low": ("価格の安い順", "price_yen, product_id DESC"),
    "high": ("価格の高い順", "price_yen DESC, product_id DESC"),
    "sold": ("売れている順", "sold DESC, product_id DESC"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """A category as the shop shows it, with its ancestors' ids from the top."""

    id: int
    code: str
    name: str
    parent_id: int | None
    count: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ShelfPage:
    """One page of a list: the cards, how many there are in all, which page this is."""

    cards: list[Card]
    total: int
    page: int
    sort: str

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


def all_shelves() -> list[Shelf]:
    """Every category that has something to show, in the shop's order (カテゴリ)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH counted AS (
                SELECT unnest(categories) AS id, count(*) AS count FROM storefront_card GROUP BY 1
            )
            SELECT c.id, c.code, c.name, c.parent_id, n.count
            FROM catalogue_category c JOIN counted n ON n.id = c.id ORDER BY c.position, c.id
            """
        )
        return [Shelf(id=i, code=c, name=n, parent_id=p, count=k) for i, c, n, p, k in cursor.fetchall()]


def shelves() -> list[Shelf]:
    """The top shelves, for the head of every page."""
    return [one for one in all_shelves() if one.parent_id is None]


def shelf(code: str) -> tuple[Shelf, list[Shelf], list[Shelf]] | None:
    """A shelf with the way to it from the top and the shelves below it; None when there is nothing on it."""
    known = all_shelves()
    by_id = {one.id: one for one in known}
    here = next((one for one in known if one.code == code), None)
    if here is None:
        return None
    way: list[Shelf] = []
    up = here.parent_id
    while up is not None and up in by_id:
        way.insert(0, by_id[up])
        up = by_id[up].parent_id
    return here, way, [one for one in known if one.parent_id == here.id]


def shelf_page(
    category_id: int | None = None, *, page: int = 1, sort: str = "", size: int = PAGE
) -> ShelfPage:
    """Cards of a category or of everything, a page at a time (商品一覧)."""
    where, values = ("WHERE categories @> ARRAY[%s]::bigint[]", [category_id]) if category_id else ("", [])
    order = SORTS.get(sort, SORTS[""])[1]
    page = max(1, min(page, 500))
    cards = list(
        Card.objects.raw(
            f"SELECT * FROM storefront_card {where} ORDER BY {order} LIMIT %s OFFSET %s",  # parts are our own words
            [*values, size, (page - 1) * size],
        )
    )
    return ShelfPage(cards=cards, total=_count(where, values), page=page, sort=sort)


def _count(where: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM storefront_card {where}", values)  # as above
        return int(cursor.fetchone()[0])
