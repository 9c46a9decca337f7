"""Withdraw page."""

from __future__ import annotations

from hanjo.content.facts import ContentChanged
from hanjo.content.models import LiveText, Page
from hanjo.content.terms import NoSuchPage
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("content.withdraw_page", "公開の取り下げ")
def withdraw_page(page_id: int, *, by: Actor) -> Page:
    """Take a page away from visitors; what was written stays as a draft (公開の取り下げ). Again changes nothing."""
    page = Page.objects.select_for_update().filter(id=page_id).first()
    if page is None:
        raise NoSuchPage(key=page_id)
    if page.live_id is None:
        return page
    page.live = page.shown_from = page.shown_until = None
    page.save(update_fields=["live", "shown_from", "shown_until"])
    LiveText.objects.filter(page=page).delete()
    audit.record(by, "content.withdraw_page", [f"page:{page.id}"], slug=page.slug)
    tell([ContentChanged(what=f"page:{page.id}")])
    return page
