"""The page of a mall's listings in a browser: fits a phone, nothing for axe to find, a price ordered by pressing."""

from __future__ import annotations

import os
from typing import Any

import pytest

from hanjo.channels.models import ListingDraft, PriceOrder
from hanjo.channels.tests.malls import goods, pretend
from hanjo.channels.tests.test_offer_pages import offered

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["pretend"]  # a fixture


@pytest.fixture
def desk(browser_page: Any, live_server: Any, hana: Any, sign_in: Any) -> Any:
    """Hana at her desk, with a mall that shows other prices."""
    offered("one", 3)
    for at in range(3):
        goods(f"fresh-{at}", 4)
    draft = ListingDraft.objects.order_by("pk")[0]
    draft.state, draft.lacks = "lacking", ["ジャンルID", "商品画像（R-Cabinet）"]
    draft.save()
    sign_in(browser_page, live_server, hana)
    return browser_page


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_listings_are_accessible_and_fit_a_phone(
    desk: Any, live_server: Any, accessible: Any, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    for name, query in {
        "list": "",
        "absent": "absent/",
        "prices": "?view=prices",
        "sent": "?view=sent",
    }.items():
        desk.goto(f"{live_server.url}/malls/one/offers/{query}")
        accessible(desk, f"offers-{name}-{width}")
        _shot(desk, f"{name}-{width}")
    desk.goto(f"{live_server.url}/malls/one/offers/")
    for label, shown in (
        ("モールへ送る", "モールへ送る（"),
        ("出品情報を編集", "このモールの価格"),
        ("価格を予約", "割引率"),
    ):
        desk.click("[data-tick-all]") if width > 760 else desk.locator("[name=ids]").first.click()
        desk.click(f"button:has-text('{label}')")
        desk.wait_for_selector(f"#dialog-body :text('{shown}')")
        accessible(desk, f"offers-{label}-{width}")
        _shot(desk, f"{label}-{width}")
        desk.goto(f"{live_server.url}/malls/one/offers/")


@pytest.mark.parametrize("width", [390, 1440])
def test_skus_are_put_on_a_mall_by_pressing_and_taken_back(
    desk: Any, live_server: Any, accessible: Any, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    desk.goto(f"{live_server.url}/malls/one/offers/absent/")
    desk.click("[data-tick-all]") if width > 760 else desk.locator("[name=ids]").first.click()
    desk.click("button:has-text('出品する')")
    desk.wait_for_selector("#dialog-body :text('そろっている')")
    accessible(desk, f"absent-list-{width}")
    _shot(desk, f"absent-dialog-{width}")
    desk.click("#dialog-body button:has-text('下書きにする')")
    desk.wait_for_selector("text=下書きを作りました")
    accessible(desk, f"drafts-{width}")
    _shot(desk, f"drafts-{width}")
    drafts = ListingDraft.objects.filter(fresh_at__isnull=False)
    assert drafts.count() == (3 if width > 760 else 1)
    desk.click("[data-tick-all]") if width > 760 else desk.locator("[name=ids]").first.click()
    desk.click("button:has-text('下書きを取り消す')")
    desk.wait_for_selector("text=下書きを取り消しました")
    assert not drafts.exists()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_file_of_prices_is_looked_at_before_it_orders(
    desk: Any, live_server: Any, accessible: Any, width: int
) -> None:
    PriceOrder.objects.all().delete()
    desk.set_viewport_size({"width": width, "height": 844})
    desk.goto(f"{live_server.url}/malls/one/offers/?view=prices")
    rows = "商品コード,価格,始まり,終わり\none-0,980,,\nnobody,500,,\none-1,ただ,,\n"
    file = {"name": "prices.csv", "mimeType": "text/csv", "buffer": rows.encode("cp932")}
    desk.set_input_files("[name=file]", file)
    desk.click("button:has-text('内容を確かめる')")
    desk.wait_for_selector("text=予約できない 2 行")
    accessible(desk, f"price-file-{width}")
    _shot(desk, f"price-file-{width}")
    assert not PriceOrder.objects.exists()
    desk.click("button:has-text('1 行を予約する')")
    desk.wait_for_selector("text=1 行の価格を予約しました")
    accessible(desk, f"price-ordered-{width}")
    _shot(desk, f"price-ordered-{width}")
    assert PriceOrder.objects.get().price_yen == 980


def _shot(desk: Any, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        desk.screenshot(path=f"{folder}/{name}.png")


def test_a_price_is_ordered_after_a_look_at_it(desk: Any, live_server: Any) -> None:
    PriceOrder.objects.all().delete()
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.goto(f"{live_server.url}/malls/one/offers/")
    desk.click("[data-tick-all]")
    desk.click("button:has-text('価格を予約')")
    desk.click("#dialog-body button:has-text('内容を確かめる')")
    desk.wait_for_selector("#dialog-body :text('どちらか 1 つ')")
    desk.fill("#dialog-body [name=percent]", "25")
    desk.click("#dialog-body button:has-text('内容を確かめる')")
    desk.wait_for_selector("#dialog-body :text('900')")
    assert not PriceOrder.objects.exists()
    desk.click("#dialog-body button:has-text('予約する')")
    desk.wait_for_selector("text=3 件の出品の価格を予約しました")
    assert list(PriceOrder.objects.values_list("price_yen", flat=True)) == [900, 900, 900]
