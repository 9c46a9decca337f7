"""Report a review."""

from __future__ import annotations

from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.reviews.models import Review, ReviewReport
from hanjo.reviews.terms import HideReason, NeedsReason, ReviewState

MOST_OPEN = 50


@command("reviews.report_review", "レビューの通報")
def report_review(review_id: int, reason: str) -> None:
    """Keep that a visitor thinks a review should not stand there; only a person decides (レビューの通報)."""
    if reason not in list(HideReason):
        raise NeedsReason
    review = Review.objects.filter(pk=review_id, state=ReviewState.PUBLISHED).first()
    if review is None:
        raise NotFound(what="レビュー", key=review_id)
    if review.reports.filter(settled_at__isnull=True).count() < MOST_OPEN:
        ReviewReport.objects.create(review=review, reason=reason)
