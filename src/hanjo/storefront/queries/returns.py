"""What the shop knows of an order that may come back: its terms, its language, its returns (返品)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from hanjo.catalogue.models import Category
from hanjo.kernel import clock
from hanjo.orders import queries as orders
from hanjo.orders.models import Order, OrderLine, ReturnRequest
from hanjo.orders.terms import ReturnTerms
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.legal.rules import may_return
from hanjo.storefront.models import CheckoutOrder
from hanjo.storefront.queries.own_orders import OwnOrder

TRAVEL = timedelta(days=1)
"""A parcel is taken to arrive the day after it left, unless the promise said later: never to the buyer's harm."""


def first_number(order: Order) -> str:
    """The order of the same checkout under whose number coupons and points were used (先頭の注文番号)."""
    link = CheckoutOrder.objects.filter(order=order).values_list("checkout_id", flat=True)
    first = (
        CheckoutOrder.objects.filter(checkout_id__in=link)
        .order_by("stop")
        .values_list("order__number", flat=True)
    )
    return first.first() or order.number


def return_terms(own: OwnOrder) -> ReturnTerms:
    """The terms that were in force on the day of the order; without any the law's eight days hold (返品の条件)."""
    order = own.order
    profile = legal.profile(clock.business_date(order.ordered_at))
    left = [box.dispatched_at for box in own.parcels if box.dispatched_at]
    sent = clock.business_date(max(left)) if left else clock.business_date(order.shipped_at or clock.now())
    arrived = max(sent + TRAVEL, order.wanted_on or sent)
    today = clock.business_date()
    answer = may_return(profile, delivered_on=arrived, asked_on=today)
    never = may_return(profile, delivered_on=arrived, asked_on=today, excluded=True)
    return ReturnTerms(
        accepts_mind=answer.until is not None,
        until=answer.until,
        postage=answer.postage,
        excluded=_excluded(order, profile.returns_excluded_categories)
        if never.until is None
        else frozenset(),
    )


def _excluded(order: Order, categories: tuple[int, ...]) -> frozenset[int]:
    """Lines whose goods lie in a category, or below one, that never comes back for a change of mind."""
    if not categories:
        return frozenset()
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    rows = OrderLine.objects.filter(order=order, sku__isnull=False)
    found = rows.values_list("pk", "sku__product__category_id")
    return frozenset(pk for pk, category in found if _lies_in(category, frozenset(categories), parents))


def _lies_in(category: int | None, never: frozenset[int], parents: Mapping[int, int | None]) -> bool:
    while category is not None and category not in never:
        category = parents.get(category)
    return category is not None


def own_returns(own: OwnOrder) -> list[ReturnRequest]:
    """The returns of a buyer's order, newest first (返品の状況)."""
    return list(orders.returns_of([own.order.pk]))
