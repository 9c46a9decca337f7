"""Reviews: who may write, what the shop may not do, and what visitors see (T-KHY-10…12)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hanjo.customers import queries as people
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.reviews import commands, queries
from hanjo.reviews.models import Review, ReviewPerk, ReviewReport
from hanjo.reviews.terms import HideReason, NeedsReason, Score, Words
from hanjo.storefront.models import Card
from hanjo.storefront.queries.facts import praise_of
from hanjo.storefront.tests import makers, members
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db

SAID = {"stars": "1", "title": "割れやすい", "text": "二日で欠けました。", "nickname": "はな"}


def bought(email: str = "hanako@example.jp") -> tuple[object, Order, int]:
    """A member with an order that has left, and the product in it."""
    client = members.sign_up(email)
    order = members.buy(client, ("cup", 1), email=email)
    Order.objects.filter(pk=order.pk).update(parcel_state="shipped", stage="shipped", shipped_at=clock.now())
    order.refresh_from_db()
    line = order.lines.select_related("sku").get()
    assert line.sku
    return client, order, line.sku.product_id


def test_only_who_got_the_goods_writes_and_once() -> None:
    makers.open_shop(10)
    client, order, product = bought()
    page = reverse("shop-review", args=[order.number, product])
    other = members.sign_up("taro@example.jp")
    assert other.post(page, SAID).status_code == 404
    assert not Review.objects.exists()
    assert client.post(page, SAID).status_code == 302  # type: ignore[attr-defined]  # a test client
    assert client.post(page, SAID).status_code == 422  # type: ignore[attr-defined]  # as above
    assert Review.objects.count() == 1
    waiting = members.buy(other, ("cup", 1), email="taro@example.jp")
    assert other.post(reverse("shop-review", args=[waiting.number, product]), SAID).status_code == 422


def test_t_khy_10_one_star_and_five_stars_get_the_same_at_once() -> None:
    makers.open_shop(10)
    commands.save_perk("応援", 50, starts_on=clock.business_date(), by=makers.BY)
    for email, stars in (("hanako@example.jp", "1"), ("taro@example.jp", "5")):
        client, order, product = bought(email)
        client.post(reverse("shop-review", args=[order.number, product]), {**SAID, "stars": stars})  # type: ignore[attr-defined]  # a test client
        assert people.balance(members.member(email).customer_id).free == 50
    columns = {field.name for field in ReviewPerk._meta.get_fields()}
    assert not columns & {"stars", "rating", "text", "minimum_stars"}


def test_t_khy_11_the_badge_stands_beside_a_review_with_a_perk_and_no_other() -> None:
    makers.open_shop(10)
    _, first, product = bought()
    plain = _write(first, product)
    commands.save_perk("応援", 50, starts_on=clock.business_date(), by=makers.BY)
    _, second, _ = bought("taro@example.jp")
    rewarded = _write(second, product)
    for one in (plain, rewarded):
        commands.judge_review(one.pk, publish=True, by=makers.BY)
    kept.forget()
    page = (
        makers.visitor()
        .get(reverse("shop-reviews", args=[Card.objects.get(pk=product).slug]))
        .content.decode()
    )
    parts = {
        one.pk: page.partition(f'id="review-{one.pk}"')[2].partition("</article>")[0]
        for one in (plain, rewarded)
    }
    assert "特典を受けて投稿" in parts[rewarded.pk]
    assert "特典を受けて投稿" not in parts[plain.pk]


def test_t_khy_12_a_review_is_hidden_for_a_listed_reason_or_not_at_all() -> None:
    makers.open_shop(10)
    _, order, product = bought()
    review = _write(order, product)
    for because in ("", "bad for business"):
        with pytest.raises(NeedsReason):
            commands.judge_review(review.pk, publish=False, because=because, by=makers.BY)
    review.refresh_from_db()
    assert review.state == "waiting"
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state="hidden")
    commands.judge_review(review.pk, publish=False, because=HideReason.PERSONAL, by=makers.BY)
    assert queries.hidden_by_stars()[1] == (1, 1)
    assert queries.scores([product])[product] == Score()


def test_visitors_see_mean_and_count_and_can_report() -> None:
    makers.open_shop(10)
    _, order, product = bought()
    review = _write(order, product)
    guest = makers.visitor()
    slug = Card.objects.get(pk=product).slug
    assert "二日で欠けました" not in guest.get(reverse("shop-product", args=[slug])).content.decode()
    commands.judge_review(review.pk, publish=True, by=makers.BY)
    kept.forget()
    page = guest.get(reverse("shop-product", args=[slug])).content.decode()
    assert "二日で欠けました" in page
    assert "（1 件）" in page
    praise = praise_of(queries.scores([product])[product], queries.reviews_of(product))
    assert praise is not None
    assert (praise.stars, praise.count) == (1.0, 1)
    assert guest.post(reverse("shop-review-report", args=[review.pk]), {"reason": "abuse"}).status_code == 200
    assert ReviewReport.objects.count() == 1
    assert [one.pk for one in queries.to_judge()] == [review.pk]


def _write(order: Order, product: int) -> Review:
    words = Words(stars=1, title="割れやすい", text="二日で欠けました。", nickname="はな")
    return commands.write_review(order.pk, product, words, by=makers.BY)
