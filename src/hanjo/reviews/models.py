"""Tables of reviews."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.catalogue.models import Product
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.reviews.terms import HideReason, ReviewState


class ReviewPerk(models.Model):
    """What anybody gets who writes a review in a period (投稿特典).

    There is no column for stars or words: a perk that depends on what is said cannot be set up (景品表示法, 告示 2023).
    """

    label = models.CharField(max_length=60)
    points = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="perk_days_in_order",
            )
        ]


class Review(models.Model):
    """What a buyer says of goods they got (レビュー). Its words are written once and never edited."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reviews")
    stars = models.SmallIntegerField()
    title = models.CharField(max_length=60, default="", blank=True)
    text = models.TextField()
    nickname = models.CharField(max_length=20)
    perk = models.ForeignKey(ReviewPerk, null=True, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=ReviewState.choices(), default=ReviewState.WAITING)
    hidden_because = models.CharField(max_length=10, choices=HideReason.choices(), default="", blank=True)
    written_at = models.DateTimeField(default=clock.now)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="one_review_per_purchase"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="stars_one_to_five"),
            models.CheckConstraint(
                condition=(Q(state=ReviewState.HIDDEN) & ~Q(hidden_because=""))
                | (~Q(state=ReviewState.HIDDEN) & Q(hidden_because="")),
                name="hidden_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["product", "-written_at"], condition=Q(state="published"), name="reviews_to_read"
            ),
            models.Index(fields=["written_at"], condition=Q(state="waiting"), name="reviews_to_judge"),
        ]


class ReviewReport(models.Model):
    """A visitor says that a review should not stand there (レビューの通報)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=10, choices=HideReason.choices())
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)
