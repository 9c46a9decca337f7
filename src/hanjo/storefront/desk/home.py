"""ネットショップ: every page with which the staff runs the own shop."""

from __future__ import annotations

from django.http import HttpResponse

from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import queries
from hanjo.storefront.desk.links import GROUPS
from hanjo.storefront.regulated import queries as laws
from hanjo.ui.render import render


@page("storefront.look")
def home(request: StaffRequest) -> HttpResponse:
    """The desk of the own shop: its pages by group, those that this person may see (ネットショップ)."""
    groups = [
        (title, [link for link in links if link.url and request.may(link.permission)])
        for title, links in GROUPS
    ]
    return render(
        request, "storefront/desk/home.html", {"groups": groups, "own": queries.shop(), "work": laws.work()}
    )
