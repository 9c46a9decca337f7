"""Reads of content: what visitors see now, and what the staff has written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from hanjo.content import rules
from hanjo.content.models import Block, FaqGroup, LiveText, MenuItem, OldSlug, Page, PageVersion
from hanjo.content.terms import FIRST, Kind, Link, NoSuchPage, NoSuchVersion, Standing
from hanjo.kernel import clock
from hanjo.kernel.text import search_key

PAGE = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A page as a visitor reads it."""

    id: int
    kind: str
    slug: str
    title: str
    summary: str
    html: str
    picture: str
    posted_at: datetime
    updated_at: datetime
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """A group of questions with its answers."""

    code: str
    name: str
    entries: list[Reading]


def shown(now: datetime) -> QuerySet[Page]:
    """Pages that everybody may read at this moment (公開中)."""
    return Page.objects.filter(live__isnull=False, shown_from__lte=now).filter(
        Q(shown_until__isnull=True) | Q(shown_until__gt=now)
    )


def page(kind: Kind, slug: str, *, language: str = FIRST, at: datetime | None = None) -> Reading | None:
    """The page at an address, if it is shown now (ページ)."""
    found = _readings(shown(at or clock.now()).filter(kind=kind, slug=slug), language)
    return found[0] if found else None


def moved(kind: Kind, slug: str, *, at: datetime | None = None) -> str:
    """Where the page lives that once lived there; empty when none did (転送)."""
    old = OldSlug.objects.filter(kind=kind, slug=slug, page__in=shown(at or clock.now()))
    return old.values_list("page__slug", flat=True).first() or ""


def posts(
    kind: Kind, *, language: str = FIRST, at: datetime | None = None, page: int = 1, size: int = PAGE
) -> tuple[list[Reading], int]:
    """News or blog posts, newest first, a page at a time; and how many there are (お知らせ・ブログ)."""
    rows = shown(at or clock.now()).filter(kind=kind)
    start = (max(1, min(page, 500)) - 1) * size
    listed = _readings(rows.order_by("-shown_from", "-id")[start : start + size], language)
    return listed, rows.count()


def latest(kinds: Sequence[Kind], *, language: str = FIRST, size: int = 3) -> list[Reading]:
    """The newest of several kinds together (新着)."""
    rows = shown(clock.now()).filter(kind__in=kinds)
    return _readings(rows.order_by("-shown_from", "-id")[:size], language)


def answers(*, language: str = FIRST, at: datetime | None = None, asked: str = "") -> list[Answers]:
    """The questions and answers by group; `asked` keeps those that have every word of it (よくある質問)."""
    rows = shown(at or clock.now()).filter(kind=Kind.FAQ).select_related("group")
    for word in asked[:100].split()[:5]:
        rows = rows.filter(id__in=LiveText.objects.filter(words__contains=search_key(word)).values("page"))
    found = list(
        rows.order_by("group__position", "group_id", "position", "id").prefetch_related(_texts(language))
    )
    groups: dict[int, Answers] = {}
    for one in found:
        if one.group is None or not one.readings.all():
            continue
        name = rules.in_language(one.group.names, language, one.group.code)
        group = groups.setdefault(one.group.id, Answers(code=one.group.code, name=name, entries=[]))
        group.entries.append(_reading(one, language))
    return list(groups.values())


def menu(place: str, *, language: str = FIRST, at: datetime | None = None) -> list[Link]:
    """The links of a menu in order; a link to a page that is not shown now is left out (メニュー)."""
    return menus(language=language, at=at).get(place, [])


def menus(*, language: str = FIRST, at: datetime | None = None) -> dict[str, list[Link]]:
    """The links of every menu, in one query (メニュー)."""
    rows = MenuItem.objects.filter(Q(page__isnull=True) | Q(page__in=shown(at or clock.now())))
    found: dict[str, list[Link]] = {}
    for item in rows.select_related("page").order_by("place", "position"):
        link = Link(
            label=rules.in_language(item.labels, language, item.page.title if item.page else item.value),
            target=f"{item.target}:{item.page.kind}" if item.page else item.target,
            value=item.page.slug if item.page else item.value,
        )
        found.setdefault(item.place, []).append(link)
    return found


def blocks(*, at: datetime | None = None) -> list[Block]:
    """The parts of the first page that are shown now, in order; none: the shop shows its own front (トップページ)."""
    now = at or clock.now()
    rows = Block.objects.filter(is_shown=True).filter(Q(shown_from__isnull=True) | Q(shown_from__lte=now))
    return list(rows.filter(Q(shown_until__isnull=True) | Q(shown_until__gt=now)).order_by("position", "id"))


def turned(since: datetime, now: datetime) -> bool:
    """Whether anything appeared or went by the clock between two moments (公開の切り替わり)."""
    passed = Q(shown_from__gt=since, shown_from__lte=now) | Q(shown_until__gt=since, shown_until__lte=now)
    return Page.objects.filter(passed, live__isnull=False).exists() or Block.objects.filter(passed).exists()


def _texts(language: str) -> Prefetch[str, QuerySet[LiveText], str]:
    return Prefetch("readings", LiveText.objects.filter(language__in={language, FIRST}))


def _readings(rows: QuerySet[Page], language: str) -> list[Reading]:
    return [_reading(row, language) for row in rows.prefetch_related(_texts(language)) if row.readings.all()]


def _reading(row: Page, language: str) -> Reading:
    by_language = {text.language: text for text in row.readings.all()}
    text = by_language.get(language) or by_language[FIRST]
    return Reading(
        id=row.id,
        kind=row.kind,
        slug=row.slug,
        title=text.title,
        summary=text.summary,
        html=text.html,
        picture=row.picture,
        posted_at=row.shown_from or row.made_at,
        updated_at=row.updated_at,
        language=text.language,
    )


# --- for the staff -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A page in the staff's list."""

    page: Page
    standing: Standing
    is_newer: bool
    """Something was written after what visitors read."""


def standing_of(one: Page, now: datetime) -> Standing:
    """How a page stands now (公開の状態)."""
    return rules.standing(
        live=one.live_id is not None, shown_from=one.shown_from, shown_until=one.shown_until, now=now
    )


def written(kinds: Sequence[Kind], *, asked: str = "", standing: str = "") -> list[Row]:
    """What the staff has written of these kinds, newest first; FAQ in the order of its groups."""
    now = clock.now()
    rows = Page.objects.filter(kind__in=kinds).select_related("live", "group")
    if asked:
        rows = rows.filter(Q(title__icontains=asked) | Q(slug__icontains=asked))
    order = (
        ("group__position", "group_id", "position", "id") if kinds == [Kind.FAQ] else ("-updated_at", "-id")
    )
    listed = [
        Row(
            page=one,
            standing=standing_of(one, now),
            is_newer=one.live is not None and one.live.number < one.latest,
        )
        for one in rows.order_by(*order)[:500]
    ]
    return [row for row in listed if not standing or row.standing == standing]


def written_page(page_id: int) -> Page:
    """One page for the staff; refuses one that is not there."""
    found = Page.objects.select_related("live", "group").filter(id=page_id).first()
    if found is None:
        raise NoSuchPage(key=page_id)
    return found


def version(page_id: int, number: int) -> PageVersion:
    """One version of a page; refuses one that is not there (版)."""
    found = PageVersion.objects.select_related("page").filter(page_id=page_id, number=number).first()
    if found is None:
        raise NoSuchVersion(key=number)
    return found


def versions(page_id: int) -> list[PageVersion]:
    """Every version of a page, newest first (版の履歴)."""
    return list(PageVersion.objects.filter(page_id=page_id).order_by("-number")[:200])


def groups() -> list[FaqGroup]:
    """The groups of questions in order, with how many entries each has (分類)."""
    return list(FaqGroup.objects.annotate(many=Count("entries")).order_by("position", "id"))


def menu_items(place: str) -> list[MenuItem]:
    """The links of a menu as the staff sees them, shown or not."""
    return list(MenuItem.objects.filter(place=place).select_related("page").order_by("position"))


def all_blocks() -> list[Block]:
    """Every part of the first page, shown or not."""
    return list(Block.objects.order_by("position", "id"))


def linkable() -> list[Page]:
    """The pages that a menu can name."""
    return list(Page.objects.exclude(kind=Kind.FAQ).order_by("kind", "title")[:300])


def counts() -> dict[str, int]:
    """How many texts of each kind there are."""
    return dict(Page.objects.values_list("kind").annotate(Count("id")))


def old_slugs() -> list[OldSlug]:
    """Addresses that pages left; each leads to its page by itself (転送)."""
    return list(OldSlug.objects.select_related("page").order_by("-left_at")[:300])
