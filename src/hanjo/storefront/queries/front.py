"""The parts of the first page, filled with what they show (トップページ)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hanjo.content import queries as content
from hanjo.content import rules
from hanjo.content.models import Block
from hanjo.content.terms import BlockKind, Kind
from hanjo.kernel import calendar as working
from hanjo.kernel import clock, setting
from hanjo.storefront.models import Card
from hanjo.storefront.queries.addresses import at_home
from hanjo.storefront.queries.noted import noted
from hanjo.storefront.queries.shelf import all_shelves, shelf_page

RULES = {
    "": "おすすめ",
    "sold": "売れている順",
    "new": "新着",
    "category": "カテゴリから",
    "picked": "自分で選ぶ",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """A month with its weeks; each day says whether the shop rests."""

    year: int
    month: int
    weeks: list[list[tuple[int, bool]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of the first page, ready to be shown."""

    id: int
    kind: str
    title: str = ""
    text: str = ""
    label: str = ""
    link: str = ""
    picture: str = ""
    alt: str = ""
    html: str = ""
    more: str = ""
    cards: list[Card] = field(default_factory=list)
    posts: list[content.Reading] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)


def parts(language: str, order: Sequence[int] = ()) -> list[Part]:
    """What the staff has put on the first page, in the order of the look if it has one; else in its own.

    What came after that order was decided stands at the end. Nothing: the shop shows its own front.
    """
    at = {which: place for place, which in enumerate(order)}
    blocks = sorted(noted("blocks", content.blocks), key=lambda block: at.get(block.id, len(at)))
    made = [_part(block, language) for block in blocks]
    lent = next((card.image for part in made for card in part.cards if card.image), "")
    # A shop that has no picture for its first page yet shows one of its goods.
    is_bare = [part.kind == BlockKind.HERO and not part.picture for part in made]
    return [replace(part, picture=lent) if bare else part for part, bare in zip(made, is_bare, strict=True)]


def _part(block: Block, language: str) -> Part:
    data: Mapping[str, Any] = block.data
    count = max(1, min(int(data.get("count") or 8), 24))

    def word(name: str) -> str:
        return str(data.get(f"{name}_{language}") or data.get(f"{name}_ja") or "")

    return Part(
        id=block.id,
        kind=block.kind,
        title=word("title"),
        text=word("text"),
        label=word("label"),
        link=at_home(str(data.get("link") or "")),
        picture=str(data.get("picture") or ""),
        alt=word("alt"),
        html=rules.to_html(word("body")) if block.kind == BlockKind.TEXT else "",
        more=str(data.get("category") or "") if data.get("rule") == "category" else "",
        cards=_cards(data, count) if block.kind == BlockKind.GOODS else [],
        posts=_posts(data, count, language) if block.kind == BlockKind.NEWS else [],
        months=_months(min(count, 3)) if block.kind == BlockKind.CALENDAR else [],
    )


def _cards(data: Mapping[str, Any], count: int) -> list[Card]:
    rule = str(data.get("rule") or "")
    if rule == "picked":
        slugs = [line.strip() for line in str(data.get("slugs") or "").splitlines() if line.strip()][:count]
        found = {card.slug: card for card in Card.objects.filter(slug__in=slugs)}
        return [found[slug] for slug in slugs if slug in found]
    if rule == "category":
        shelf = next((one for one in all_shelves() if one.code == data.get("category")), None)
        return shelf_page(shelf.id, size=count).cards if shelf else []
    return shelf_page(sort=rule if rule in ("sold", "new") else "", size=count).cards


def _posts(data: Mapping[str, Any], count: int, language: str) -> list[content.Reading]:
    kind = str(data.get("kind") or "")
    kinds = [Kind(kind)] if kind in (Kind.NEWS, Kind.BLOG) else [Kind.NEWS, Kind.BLOG]
    return content.latest(kinds, language=language, size=count)


def _months(count: int) -> list[Month]:
    today = clock.business_date()
    days = working.of(setting.get_many("shop.closed_"))

    def rests(day: date) -> bool:
        return not days.works(day)

    months = []
    for ahead in range(count):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        weeks = calendar.Calendar(firstweekday=6).monthdatescalendar(year, month + 1)
        rows = [[(day.day if day.month == month + 1 else 0, rests(day)) for day in week] for week in weeks]
        months.append(Month(year=year, month=month + 1, weeks=rows))
    return months
