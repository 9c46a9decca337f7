"""Select."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe

from hanjo.console.models import Selection
from hanjo.console.terms import EmptySelection
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

KEEP = timedelta(days=7)


@command("console.select", "選択の保存")
def select(numbers: Sequence[str], *, query: str = "", board: str = "orders", by: Actor) -> Selection:
    """Keep what "all of these" meant at this moment, so that a command runs over exactly that (選択).

    A list of numbers never travels through the browser. Refuses an empty choice. Older ones than a week go.
    """
    if not numbers:
        raise EmptySelection
    Selection.objects.filter(made_at__lt=clock.now() - KEEP).delete()
    return Selection.objects.create(
        token=token_urlsafe(18), board=board, query=query[:1000], numbers=list(numbers), made_by=str(by)
    )
