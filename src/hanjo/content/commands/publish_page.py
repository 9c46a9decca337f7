"""Publish page."""

from __future__ import annotations

from datetime import datetime

from hanjo.content import rules
from hanjo.content.facts import ContentChanged
from hanjo.content.models import LiveText, Page, PageVersion
from hanjo.content.terms import FIRST, BadPeriod, NoSuchPage, NoSuchVersion
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell
from hanjo.kernel.text import search_key


@command("content.publish_page", "ページの公開")
def publish_page(
    page_id: int,
    *,
    by: Actor,
    shown_from: datetime | None = None,
    shown_until: datetime | None = None,
    number: int | None = None,
) -> Page:
    """Let visitors read the newest version of a page, at once or from a moment until a moment (ページの公開).

    Without a start a page that is shown already keeps its date. Publishing again replaces what is read. Refuses a
    period that ends before it begins.
    """
    page = Page.objects.select_for_update().filter(id=page_id).first()
    if page is None:
        raise NoSuchPage(key=page_id)
    version = PageVersion.objects.filter(page=page, number=number or page.latest).first()
    if version is None:
        raise NoSuchVersion(key=number or page.latest)
    page.shown_from = shown_from or page.shown_from or clock.now()
    page.shown_until = shown_until
    if shown_until is not None and shown_until <= page.shown_from:
        raise BadPeriod
    page.live = version
    page.save(update_fields=["shown_from", "shown_until", "live"])
    LiveText.objects.filter(page=page).delete()
    LiveText.objects.bulk_create(_text(page, language, words) for language, words in version.texts.items())
    audit.record(
        by, "content.publish_page", [f"page:{page.id}"], version=version.number,
        shown_from=page.shown_from.isoformat(), shown_until=shown_until.isoformat() if shown_until else "",
    )  # fmt: skip
    tell([ContentChanged(what=f"page:{page.id}")])
    return page


def _text(page: Page, language: str, words: dict[str, str]) -> LiveText:
    html = rules.to_html(words["body"])
    first = page.live.texts[FIRST] if page.live else words
    title = words["title"] or first["title"]
    plain = search_key(f"{title} {words['summary']} {rules.plain(html)}")
    return LiveText(
        page=page, language=language, title=title, summary=words["summary"], html=html, words=plain
    )
