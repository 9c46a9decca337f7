"""The member's own pages (マイページ)."""

from __future__ import annotations

from django.http import HttpResponse

from hanjo.customers import queries as customers
from hanjo.customers.models import Member
from hanjo.storefront import queries
from hanjo.storefront.web.cart import whole
from hanjo.storefront.web.door import ShopRequest, page, show


def me(request: ShopRequest) -> Member:
    """Who is signed in; the door has made sure of it."""
    member = request.visitor.member
    assert member is not None, "the door lets members only"
    return member


@page(member=True)
def home(request: ShopRequest) -> HttpResponse:
    """A member's orders with their state, newest first (マイページ)."""
    member = me(request)
    number = max(whole(request.GET.get("page", "1"), 1), 1)
    orders, more = queries.own_orders(member, page=number)
    values = {
        "orders": orders,
        "more": more,
        "page": number,
        "balance": customers.balance(member.customer_id),
    }
    return show(request, "my/home", values)
