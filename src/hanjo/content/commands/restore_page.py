"""Restore page."""

from __future__ import annotations

from hanjo.content import queries
from hanjo.content.commands.save_page import save_page
from hanjo.content.models import Page
from hanjo.content.terms import Kind, Words
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("content.restore_page", "版の復元")
def restore_page(page_id: int, number: int, *, by: Actor) -> Page:
    """Bring an older version back as the newest draft (版の復元); visitors read it once it is published."""
    old = queries.version(page_id, number)
    page = old.page
    return save_page(
        Kind(page.kind),
        page.slug,
        {language: Words(**words) for language, words in old.texts.items()},
        by=by,
        page_id=page.id,
        group=page.group.code if page.group else "",
        note=f"版 {number} から復元",
    )
