"""Reads of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from hanjo.kernel import clock
from hanjo.reviews import rules
from hanjo.reviews.models import Review, ReviewPerk
from hanjo.reviews.terms import ReviewState, Score

PAGE = 20


def scores(product_ids: Sequence[int]) -> dict[int, Score]:
    """Number and mean of the published reviews of products, in one query (レビューの平均)."""
    rows = (
        Review.objects.filter(product_id__in=list(product_ids), state=ReviewState.PUBLISHED)
        .values_list("product_id")
        .annotate(Count("pk"), Sum("stars"))
    )
    found = {product_id: rules.score(count, total) for product_id, count, total in rows}
    return {pk: found.get(pk, Score()) for pk in product_ids}


def reviews_of(product_id: int, *, size: int = PAGE, page: int = 1) -> list[Review]:
    """The published reviews of a product, newest first, whatever their stars (レビュー)."""
    rows = Review.objects.filter(product_id=product_id, state=ReviewState.PUBLISHED).select_related("perk")
    start = (max(page, 1) - 1) * size
    return list(rows.order_by("-written_at", "-pk")[start : start + size])


def spread_of(product_id: int) -> dict[int, int]:
    """How many published reviews have how many stars, five first (星の内訳)."""
    rows = Review.objects.filter(product_id=product_id, state=ReviewState.PUBLISHED)
    found = dict(rows.values_list("stars").annotate(Count("pk")))
    return {stars: found.get(stars, 0) for stars in (5, 4, 3, 2, 1)}


def written_for(order_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Which purchases have their review: pairs of order and product (投稿済み)."""
    return set(Review.objects.filter(order_id__in=list(order_ids)).values_list("order_id", "product_id"))


def perk_today(today: date | None = None) -> ReviewPerk | None:
    """What somebody gets who writes today (投稿特典)."""
    today = today or clock.business_date()
    running = ReviewPerk.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
    return running.order_by("-pk").first()


def to_judge() -> QuerySet[Review]:
    """Reviews that wait for somebody's look, oldest first, and published ones that were reported (確認待ち)."""
    reported = Q(state=ReviewState.PUBLISHED, reports__settled_at__isnull=True, reports__isnull=False)
    return (
        Review.objects.filter(Q(state=ReviewState.WAITING) | reported)
        .select_related("product", "perk", "order")
        .distinct()
        .order_by("written_at", "pk")
    )


def judged() -> QuerySet[Review]:
    """Reviews that were looked at, latest first (確認済み)."""
    return (
        Review.objects.exclude(state=ReviewState.WAITING)
        .select_related("product", "perk")
        .order_by("-judged_at", "-pk")
    )


def hidden_by_stars() -> dict[int, tuple[int, int]]:
    """Of each number of stars how many were judged and how many hidden: a fair shop hides alike (非公開の割合)."""
    rows = (
        Review.objects.exclude(state=ReviewState.WAITING)
        .values_list("stars")
        .annotate(all=Count("pk"), hidden=Count("pk", filter=Q(state=ReviewState.HIDDEN)))
    )
    found = {stars: (count, hidden) for stars, count, hidden in rows}
    return {stars: found.get(stars, (0, 0)) for stars in (5, 4, 3, 2, 1)}
