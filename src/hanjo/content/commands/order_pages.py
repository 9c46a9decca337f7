"""Order pages."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.content.facts import ContentChanged
from hanjo.content.models import Page
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("content.order_pages", "ページの並べ替え")
def order_pages(ids: Sequence[int], *, by: Actor) -> None:
    """Put pages, most of all questions of a group, into this order (ページの並べ替え)."""
    at = {pk: position for position, pk in enumerate(ids)}
    rows = list(Page.objects.filter(id__in=at))
    for row in rows:
        row.position = at[row.id]
    Page.objects.bulk_update(rows, ["position"])
    audit.record(by, "content.order_pages", [f"page:{pk}" for pk in ids])
    tell([ContentChanged(what="order")])
