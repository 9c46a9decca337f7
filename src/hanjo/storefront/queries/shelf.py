"""Lists of goods: shelves, what stands on them, pages of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from hanjo.kernel import bulk
from hanjo.storefront.models import Card
from hanjo.storefront.queries.noted import noted
from hanjo.storefront.queries.texts import named
from hanjo.storefront.search.asking import Asked
from hanjo.storefront.search.facets import Choice
from hanjo.storefront.search.listing import listing
from hanjo.storefront.search.ranking import Weights

PAGE = 24
MOST_PAGES = 500
AHEAD = 20 * PAGE
"""How many of a list are looked up at once: its total and its facets are the same on every page and in every order."""
SORTS = {
    "": gettext_lazy("おすすめ順"),
    "new": gettext_lazy("新着順"),
    "low": gettext_lazy("価格の安い順"),
    "high": gettext_lazy("価格の高い順"),
    "sold": gettext_lazy("売れている順"),
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
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, min(-(-self.total // PAGE), MOST_PAGES))


def all_shelves() -> list[Shelf]:
    """Every category that has something to show, in the shop's order (カテゴリ)."""
    return noted("shelves", _all_shelves)


def _all_shelves() -> list[Shelf]:
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
    category_id: int | None = None,
    *,
    asked: Asked | None = None,
    chosen: Weights | None = None,
    choice: Choice | None = None,
    page: int = 1,
    sort: str = "",
    size: int = PAGE,
    facets: bool = False,
) -> ShelfPage:
    """Cards of a category, of a search or of everything, a page at a time (商品一覧)."""
    page, sort = max(1, min(page, MOST_PAGES)), sort if sort in SORTS else ""
    weights = chosen or Weights()
    said: dict[str, Any] = {"category_id": category_id, "choice": choice, "order": sort, "facets": facets}
    if asked or page * size > AHEAD:
        found = listing(asked, weights, **said, size=size, page=page)
        ids = found.ids
    else:
        found = noted(("list", weights, *said.values()), lambda: listing(None, weights, **said, size=AHEAD))
        ids = found.ids[(page - 1) * size : page * size]
    return ShelfPage(
        cards=named(cards_of(ids)),
        total=found.total,
        page=page,
        sort=sort,
        facets=found.facets,
    )


def cards_of(ids: Sequence[int]) -> list[Card]:
    """The cards of these products, in this order; those that are gone are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [bulk.array(ids)])
        cards = {row[0]: Card.from_db(connection.alias, _NAMES, row) for row in cursor.fetchall()}
    return [cards[one] for one in ids if one in cards]


_UNSEEN = frozenset({"categories", "temperature", "boost", "sold", "rank", "since", "updated_at"})
"""What no list shows of a card; it is read when somebody asks for it all the same."""
_SEEN = [one for one in Card._meta.concrete_fields if one.attname not in _UNSEEN]
_NAMES = [one.attname for one in _SEEN]
_CARDS = (
    f"SELECT {', '.join(str(one.column) for one in _SEEN)} FROM storefront_card WHERE product_id = ANY(%s)"
)
