"""The members' pages in a browser: they fit a desk and a phone, in both colour schemes, and hurt no rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hanjo.customers.models import MemberSession
from hanjo.customers.tests.makers import registered
from hanjo.customers.tests.test_web import full
from hanjo.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_the_pages_of_members_are_accessible_and_fit(
    browser_page: Any, live_server: Any, hana: Any, sign_in: Any, accessible: Any, size: str, scheme: str
) -> None:
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    if size == "phone":
        page.set_viewport_size({"width": 390, "height": 844})
    who = full()
    registered("ren@example.jp", name="見本 れん")
    MemberSession.objects.update(last_seen_at=clock.now() - timedelta(hours=3))
    sign_in(page, live_server, hana)
    for name, address in (("members", "/members/"), ("customer", f"/customers/{who.customer_id}/")):
        page.goto(f"{live_server.url}{address}")
        accessible(page, f"customers-{name}-{size}")
