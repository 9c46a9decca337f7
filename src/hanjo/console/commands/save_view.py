"""Keep a board with its filters under a name."""

from __future__ import annotations

from django.db.models import Max

from hanjo.console.models import SavedView
from hanjo.console.terms import ViewNotKept
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MOST = 12


@command("console.save_view", "ビューの保存")
def save_view(name: str, query: str, *, board: str = "orders", team: bool = False, by: Actor) -> SavedView:
    """Keep a board's conditions under a name, for oneself or for everybody (ビューの保存).

    The same name again takes the new conditions. Refuses an empty name and a thirteenth view.
    """
    name, owner = name.strip()[:40], "" if team else str(by)
    if not name:
        raise ViewNotKept(reason="名前を入れてください")
    mine = SavedView.objects.filter(board=board, owner=owner)
    if mine.exclude(name=name).count() >= MOST:
        raise ViewNotKept(reason=f"ビューは {MOST} 個までです。使わないものを消してください")
    last = mine.aggregate(Max("position"))["position__max"] or 0
    view, _ = SavedView.objects.update_or_create(
        board=board, owner=owner, name=name, defaults={"query": query[:1000]}, create_defaults={
            "query": query[:1000], "position": last + 1}
    )  # fmt: skip
    audit.record(by, "console.save_view", [f"view:{view.pk}"], name=name, query=query[:200])
    return view


@command("console.drop_view", "ビューの削除")
def drop_view(view_id: int, *, by: Actor) -> None:
    """Forget a kept view (ビューの削除). One's own and the team's; doing it again changes nothing."""
    view = SavedView.objects.filter(pk=view_id, owner__in=["", str(by)]).first()
    if view is not None:
        view.delete()
        audit.record(by, "console.drop_view", [f"view:{view_id}"], name=view.name)
