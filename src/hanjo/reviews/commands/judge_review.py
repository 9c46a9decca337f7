"""Judge a review."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.kernel.telling import tell
from hanjo.reviews.facts import ReviewsChanged
from hanjo.reviews.models import Review
from hanjo.reviews.terms import REVIEW_MOVES, HideReason, NeedsReason, ReviewState


@command("reviews.judge_review", "レビューの確認")
def judge_review(review_id: int, *, publish: bool, because: str = "", by: Actor) -> Review:
    """Publish a review or hide it for one of the listed reasons (レビューの確認).

    Hiding without such a reason is refused, here and by the table. Reports of it count as settled. A review that is
    published although it was reported stays as it is.
    """
    review = Review.objects.select_for_update().filter(pk=review_id).first()
    if review is None:
        raise NotFound(what="レビュー", key=review_id)
    if not publish and because not in list(HideReason):
        raise NeedsReason
    state = ReviewState(review.state)
    if not (publish and state == ReviewState.PUBLISHED):
        review.state = REVIEW_MOVES.target("publish" if publish else "hide", state, label="レビューの確認")
    review.hidden_because = "" if publish else because
    review.judged_at, review.judged_by = clock.now(), str(by)
    review.save(update_fields=["state", "hidden_because", "judged_at", "judged_by"])
    review.reports.filter(settled_at__isnull=True).update(settled_at=clock.now())
    audit.record(by, "reviews.judge_review", [f"review:{review_id}"], publish=publish, because=because)
    tell([ReviewsChanged(product_id=review.product_id)])
    return review
