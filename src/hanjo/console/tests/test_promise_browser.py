"""Promises, trucks, alarms and lost sales in a browser: nothing for axe to find, nothing sideways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hanjo.channels import commands as channels
from hanjo.channels.models import OutgoingMail
from hanjo.channels.tests.malls import goods, join, listed, pretend
from hanjo.inventory import commands as inventory
from hanjo.kernel import clock
from hanjo.kernel.calendar import Calendar
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.pickups import Pickup
from hanjo.orders.tests.makers import BY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["pretend"]  # a fixture


@pytest.fixture
def desk(browser_page: Any, live_server: Any, hana: Any, sign_in: Any, take: Any) -> Any:
    """Hana at her desk: fast orders for today, a warehouse of its own hours, a mall that was away for two days."""
    for number, words in (("1", "翌日お届け便（宅配便）"), ("2", "宅配便")):
        Order.objects.filter(pk=take(number, shipping_method=words, is_prime=True).pk).update(
            due_at=clock.now() + timedelta(minutes=20)
        )
    inventory.save_location("EAST", name="東倉庫", by=BY)
    rests = Calendar(frozenset({6}), holidays=True)
    orders.save_pickup(Pickup("EAST", "", cutoff="13:00", calendar=rests), by=BY)
    orders.save_fast_words("shop", ["翌日"], by=BY)
    away = join("one", orders_at=clock.now() - timedelta(hours=48))
    listed(away, goods("KEPT", 1), per_day=2.0)
    OutgoingMail.objects.create(
        kind="shipped", key="late", to="buyer@example.jp", sender="shop@example.jp", subject="発送", body="本文",
        message_id="<late@example.jp>", channel="one", made_at=clock.now() - timedelta(hours=40),
    )  # fmt: skip
    channels.note_withheld(by=BY)
    channels.plan_catch_up("one", by=BY)
    channels.watch_malls(by=BY)
    sign_in(browser_page, live_server, hana)
    return browser_page


@pytest.mark.parametrize("width", [390, 1440])
def test_promises_and_alarms_are_accessible_and_fit_a_phone(
    desk: Any, live_server: Any, accessible: Any, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 844 if width < 800 else 900})
    for name, path in {
        "today": "/",
        "promises": "/settings/promises/",
        "pickups": "/settings/promises/pickups/?place=EAST&carrier=",
        "words": "/settings/promises/shop/words/",
        "alarms": "/settings/alarms/",
        "lost": "/oversells/lost/",
        "oversells": "/oversells/",
        "mall": "/malls/one/",
    }.items():
        desk.goto(f"{live_server.url}{path}")
        accessible(desk, f"promise-{name}-{width}")
