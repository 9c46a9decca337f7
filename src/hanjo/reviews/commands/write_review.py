"""Write a review."""

from __future__ import annotations

from hanjo.customers import commands as customers
from hanjo.customers.models import Member
from hanjo.customers.terms import Earning, MemberState
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import tidy
from hanjo.orders.models import Order
from hanjo.reviews import queries, rules
from hanjo.reviews.models import Review
from hanjo.reviews.terms import CannotReview, Words


@command("reviews.write_review", "レビューの投稿")
def write_review(order_id: int, product_id: int, words: Words, *, by: Actor) -> Review:
    """Keep what a buyer says of goods they got, and give the perk of the day if there is one (レビューの投稿).

    The perk is given at once and looks at nothing that was said. Refuses goods that were not bought or have not left,
    and a second review of the same purchase. The review waits for somebody's look before others read it.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    bought = set(
        order.lines.filter(sku__isnull=False, quantity__gt=0).values_list("sku__product_id", flat=True)
    )
    why = rules.why_no_review(
        words, state=order.state, parcels=order.parcel_state, bought=bought, product_id=product_id
    )
    if not why and Review.objects.filter(order=order, product_id=product_id).exists():
        why = "この商品のレビューは、すでに投稿されています。"
    if why:
        raise CannotReview(why=why)
    member = Member.objects.filter(customer=order.customer, state=MemberState.ACTIVE).first()
    perk = queries.perk_today() if member else None
    review = Review.objects.create(
        product_id=product_id,
        order=order,
        stars=words.stars,
        title=tidy(words.title),
        text=words.text.strip(),
        nickname=tidy(words.nickname),
        perk=perk,
    )
    if perk and member:
        ref = f"review:{order.pk}:{product_id}"
        customers.earn_points(
            [Earning(customer_id=member.customer_id, points=perk.points, ref=ref, note=perk.label)], by=by
        )
    audit.record(by, "reviews.write_review", [f"review:{review.pk}", order.number])
    return review
