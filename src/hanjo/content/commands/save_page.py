"""Save page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from hanjo.content import rules
from hanjo.content.models import FaqGroup, OldSlug, Page, PageVersion
from hanjo.content.terms import (
    FIRST,
    LANGUAGES,
    MOST_LETTERS,
    RESERVED,
    BadSlug,
    GroupNeeded,
    Kind,
    NoSuchPage,
    ReservedSlug,
    SlugTaken,
    TextTooLong,
    TitleMissing,
    Words,
)
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("content.save_page", "ページの保存")
def save_page(
    kind: Kind,
    slug: str,
    texts: Mapping[str, Words],
    *,
    by: Actor,
    page_id: int | None = None,
    group: str = "",
    position: int | None = None,
    picture: str | None = None,
    note: str = "",
) -> Page:
    """Write a page or change it, as a draft that visitors do not read yet (ページの保存).

    What was written becomes a new version; the same texts again add none. A page that changes its address keeps the
    old one leading to it. Refuses an address that is taken, reserved or badly written, a missing Japanese title, and
    texts beyond their limit.
    """
    kept = _kept(texts)
    page = _page(page_id, kind)
    _settle_slug(page, slug)
    page.title = kept[FIRST]["title"]
    page.group = FaqGroup.objects.filter(code=group).first() if kind == Kind.FAQ else None
    if kind == Kind.FAQ and page.group is None:
        raise GroupNeeded
    if position is not None:
        page.position = position
    if picture is not None:
        page.picture = picture
    page.updated_at = clock.now()
    page.save()
    last = PageVersion.objects.filter(page=page, number=page.latest).first()
    if last is None or last.texts != kept:
        page.latest += 1
        PageVersion.objects.create(
            page=page, number=page.latest, texts=kept, note=note[:120], made_by=str(by)
        )
        page.save(update_fields=["latest"])
    audit.record(by, "content.save_page", [f"page:{page.id}"], kind=str(kind), slug=slug, version=page.latest)
    return page


def _page(page_id: int | None, kind: Kind) -> Page:
    if page_id is None:
        return Page(kind=kind)
    found = Page.objects.select_for_update().filter(id=page_id, kind=kind).first()
    if found is None:
        raise NoSuchPage(key=page_id)
    return found


def _settle_slug(page: Page, slug: str) -> None:
    if not rules.is_slug(slug):
        raise BadSlug(slug=slug)
    if page.kind == Kind.PAGE and slug in RESERVED:
        raise ReservedSlug(slug=slug)
    other = Page.objects.filter(kind=page.kind, slug=slug).exclude(id=page.id).first()
    if other is not None:
        raise SlugTaken(slug=slug, title=other.title)
    OldSlug.objects.filter(kind=page.kind, slug=slug).delete()  # somebody lives there again
    if page.id and page.slug != slug:
        OldSlug.objects.update_or_create(
            kind=page.kind, slug=page.slug, defaults={"page": page, "left_at": clock.now()}
        )
    page.slug = slug


def _kept(texts: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    if not texts.get(FIRST, Words(title="")).title.strip():
        raise TitleMissing
    kept: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        words = texts.get(language)
        if words is None or not (words.title.strip() or words.body.strip()):
            continue
        limits = (("題", words.title, 120), ("要約", words.summary, 300), ("本文", words.body, MOST_LETTERS))
        for what, text, most in limits:
            if len(text) > most:
                raise TextTooLong(what=what, letters=f"{len(text):,}", most=f"{most:,}")
        kept[language] = {key: _clean(value) for key, value in asdict(words).items()}
    return kept


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
