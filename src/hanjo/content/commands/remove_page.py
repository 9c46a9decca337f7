"""Remove page."""

from __future__ import annotations

from hanjo.content.commands.withdraw_page import withdraw_page
from hanjo.content.models import Page, PageVersion
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("content.remove_page", "ページの削除")
def remove_page(page_id: int, *, by: Actor) -> None:
    """Throw a page away with its versions, old addresses and links in menus (ページの削除)."""
    page = withdraw_page(page_id, by=by)
    last = PageVersion.objects.filter(page=page, number=page.latest).first()
    audit.record(
        by, "content.remove_page", [f"page:{page.id}"],
        kind=page.kind, slug=page.slug, texts=last.texts if last else {},
    )  # fmt: skip
    Page.objects.filter(id=page.id).delete()
