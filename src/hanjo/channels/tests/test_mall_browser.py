"""The pages of malls in a browser: nothing for axe to find, nothing sideways, one press away from a change."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.channels.models import Exchange, ListedStock
from hanjo.channels.tests.malls import goods, join, listed, order, pretend
from hanjo.channels.tests.test_mall_pages import lived_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["pretend"]  # a fixture


@pytest.fixture
def desk(browser_page: Any, live_server: Any, hana: Any, sign_in: Any) -> Any:
    """Hana at her desk, with a mall that was away and an order that was sold twice."""
    lived_in("one", 2)
    sku = goods("LAST", 1)
    for code in ("two", "three"):
        listed(join(code), sku, shown=1, buffer=0)
    order("two", "N-1", (sku, 1), ago=50)
    order("three", "N-2", (sku, 1), ago=40)
    sign_in(browser_page, live_server, hana)
    return browser_page


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_pages_of_malls_are_accessible_and_fit_a_phone(
    desk: Any, live_server: Any, accessible: Any, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    message = Exchange.objects.latest("pk").pk
    for name, path in {
        "malls": "/malls/",
        "mall": "/malls/one/",
        "orders": "/malls/one/orders/",
        "stock": "/malls/one/stock/",
        "drifts": "/malls/one/stock/?view=drifts",
        "messages": "/malls/one/messages/",
        "message": f"/malls/one/messages/{message}/",
        "settings": "/malls/one/settings/",
        "step": "/malls/one/settings/?step=listings",
        "oversells": "/oversells/",
        "choose": "/settings/malls/new/",
        "new": "/settings/malls/new/?mall=rakuten",
    }.items():
        desk.goto(f"{live_server.url}{path}")
        accessible(desk, f"malls-{name}-{width}")


def test_rules_of_ticked_listings_are_changed_in_a_dialog_and_a_refusal_stays_in_it(
    desk: Any, live_server: Any
) -> None:
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.goto(f"{live_server.url}/malls/one/stock/")
    desk.click("[data-tick-all]")
    desk.click("button:has-text('設定を変える')")
    desk.fill("#dialog-body [name=share]", "120")
    desk.click("#dialog-body button:has-text('変える')")
    desk.wait_for_selector("#dialog-body :text('割当率は 0〜100')")
    desk.fill("#dialog-body [name=share]", "40")
    desk.click("#dialog-body button:has-text('変える')")
    desk.wait_for_selector("text=2 件の出品の設定を変えました")
    assert ListedStock.objects.filter(share=40).count() == 2
