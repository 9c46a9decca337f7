"""Save and end a perk."""

from __future__ import annotations

from datetime import date

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.reviews.models import ReviewPerk
from hanjo.reviews.terms import CannotReview


@command("reviews.save_perk", "投稿特典の登録")
def save_perk(
    label: str, points: int, *, starts_on: date, ends_on: date | None = None, by: Actor
) -> ReviewPerk:
    """Give points to everybody who writes a review in a period, whatever they say (投稿特典の登録)."""
    if not label.strip() or points <= 0 or (ends_on and ends_on < starts_on):
        raise CannotReview(why="特典の名前・1 以上のポイント・期間を確かめてください。")
    perk = ReviewPerk.objects.create(
        label=label.strip()[:60], points=points, starts_on=starts_on, ends_on=ends_on, made_by=str(by)
    )
    audit.record(by, "reviews.save_perk", [f"perk:{perk.pk}"], points=points)
    return perk


@command("reviews.end_perk", "投稿特典の終了")
def end_perk(perk_id: int, on: date, *, by: Actor) -> None:
    """Let a perk end with a day; what was given stays given (投稿特典の終了)."""
    ReviewPerk.objects.filter(pk=perk_id, starts_on__lte=on).update(ends_on=on)
    audit.record(by, "reviews.end_perk", [f"perk:{perk_id}"], on=on.isoformat())
