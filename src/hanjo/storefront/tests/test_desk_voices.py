"""The staff's pages for reviews and returns."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanjo.channels.models import OutgoingMail
from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.models import Order, ReturnRequest
from hanjo.orders.terms import ReturnReason, ReturnTerms, ReturnWish
from hanjo.reviews import commands as reviews
from hanjo.reviews.models import Review, ReviewPerk
from hanjo.reviews.terms import Words
from hanjo.storefront.tests import makers, members
from hanjo.storefront.tests.desk import boss

pytestmark = pytest.mark.django_db


def left() -> Order:
    """An order that has left."""
    makers.open_shop(10)
    order = members.buy(makers.visitor())
    Order.objects.filter(pk=order.pk).update(parcel_state="shipped", stage="shipped", shipped_at=clock.now())
    return Order.objects.get(pk=order.pk)


def test_stars_are_hidden_until_the_review_is_decided() -> None:
    order = left()
    line = order.lines.select_related("sku").get()
    assert line.sku
    words = Words(stars=1, title="題", text="本文です", nickname="はな")
    review = reviews.write_review(order.pk, line.sku.product_id, words, by=makers.BY)
    staff, page = boss(), reverse("shop-desk-reviews")
    seen = staff.get(page).content.decode()
    assert "本文です" in seen
    assert "★" not in seen
    assert staff.post(page, {"review": review.pk, "do": "hide", "because": ""}).status_code == 422
    assert Review.objects.get().state == "waiting"
    assert staff.post(page, {"review": review.pk, "do": "publish"}).status_code == 303
    assert "★" in staff.get(page).content.decode()


def test_a_return_is_answered_once_and_the_buyer_is_written_to() -> None:
    order = left()
    wish = ReturnWish(reason=ReturnReason.DEFECT, pieces={order.lines.get().pk: 1})
    request = orders.request_return(order.number, wish, ReturnTerms(False, None, "buyer"), by=makers.BY)
    staff, page = boss(), reverse("shop-desk-return-answer", args=[request.pk])
    assert order.number in staff.get(reverse("shop-desk-returns")).content.decode()
    assert staff.post(page, {"do": "refuse", "answer": ""}).status_code == 422
    sent = {"do": "accept", "answer": "着払いで倉庫へ。"}
    assert staff.post(page, sent).status_code == 303
    assert staff.post(page, sent).status_code == 422
    assert ReturnRequest.objects.get().state == "accepted"
    mail = OutgoingMail.objects.get(kind="return_accepted")
    assert "着払い" in mail.body


def test_a_perk_is_set_up_and_ended_and_asks_for_no_stars() -> None:
    makers.open_shop(1)
    staff, page = boss(), reverse("shop-desk-perks")
    sent = {"label": "応援", "points": "30", "starts_on": clock.business_date().isoformat()}
    assert staff.post(page, sent).status_code == 303
    assert staff.post(page, {**sent, "points": "x"}).status_code == 422
    assert 'name="stars"' not in staff.get(page).content.decode()
    staff.post(page, {"do": "end", "perk": ReviewPerk.objects.get().pk})
    assert ReviewPerk.objects.get().ends_on == clock.business_date()


def test_strangers_see_no_desk_and_no_picture_of_a_return() -> None:
    makers.open_shop(1)
    guest = makers.visitor()
    for name, args in (("reviews", []), ("perks", []), ("returns", []), ("return-photo", [1, 0])):
        assert guest.get(reverse(f"shop-desk-{name}", args=args)).status_code in (302, 403)
