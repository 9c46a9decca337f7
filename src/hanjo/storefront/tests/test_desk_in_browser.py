"""The desk of the shop in a browser: every page of it readable for everybody, wide and dark, narrow and light."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from hanjo.content import commands as content
from hanjo.content.models import Block, Page
from hanjo.content.terms import BlockKind
from hanjo.pricing import commands as pricing
from hanjo.pricing.models import Coupon, Sale
from hanjo.pricing.terms import Fare
from hanjo.staff.models import Staff
from hanjo.storefront import commands
from hanjo.storefront.desk.links import GROUPS
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, open_shop
from hanjo.storefront.theme.terms import Look

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def _filled() -> list[str]:
    """A shop with something on every list; the addresses of all its pages for the staff."""
    goods = open_shop()
    commands.publish_theme(commands.save_theme(Look(shelf="3"), by=BY).pk, by=BY)
    commands.save_theme(Look(brand="#114422"), by=BY)
    block = content.save_block(BlockKind.NOTICE, {"text_ja": "お知らせ"}, by=BY)
    client = boss()
    written = {
        "kind": "page",
        "title_ja": "ご案内",
        "body_ja": "# 見出し\n文です。",
        "slug": "guide",
        "do": "publish",
    }
    client.post(reverse("shop-desk-page-new"), written)
    client.post(
        reverse("shop-desk-coupon-new"),
        {
            "code": "TEST1",
            "label": "はじめて",
            "kind": "yen",
            "value": "500",
            "minimum_yen": "0",
            "is_active": "1",
        },
    )
    pricing.save_shipping_table([Fare(yen=800, zone="全国"), Fare(yen=1200, zone="全国", size_to=100)], by=BY)
    once = [reverse(link.route) for _, links in GROUPS for link in links]
    more = [
        reverse("shop-desk"),
        reverse("shop-desk-fares"),
        reverse("shop-desk-disclosures"),
        reverse("shop-desk-perks"),
        reverse("shop-desk-page-new"),
        reverse("shop-desk-coupon-new"),
        reverse("shop-desk-block", args=[block.id]),
        reverse("shop-desk-good", args=[goods["cup"].product_id]),
        reverse("support-templates"),
        *(reverse("shop-desk-page", args=[one.pk]) for one in Page.objects.all()),
        *(reverse("shop-desk-page-history", args=[one.pk]) for one in Page.objects.all()),
        *(reverse("shop-desk-coupon", args=[one.code]) for one in Coupon.objects.all()),
        *(reverse("shop-desk-sale", args=[one.code]) for one in Sale.objects.all()),
    ]
    assert Page.objects.exists()
    assert Coupon.objects.exists()
    return [*once, *more]


def test_every_page_of_the_desk_can_be_read_by_everybody_wide_and_dark(
    browser_page: Any,
    live_server: Any,
    sign_in: Callable[[Any, Any, Any], None],
    accessible: Callable[[Any, str], None],
) -> None:
    addresses = _filled()
    sign_in(browser_page, live_server, Staff.objects.get(login="desk1"))
    browser_page.set_viewport_size({"width": 1440, "height": 900})
    browser_page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    for address in addresses:
        browser_page.goto(live_server.url + address)
        accessible(browser_page, address.strip("/").replace("/", "-"))


def test_pages_with_tables_can_be_read_on_a_phone(
    browser_page: Any,
    live_server: Any,
    sign_in: Callable[[Any, Any, Any], None],
    accessible: Callable[[Any, str], None],
) -> None:
    _filled()
    sign_in(browser_page, live_server, Staff.objects.get(login="desk1"))
    browser_page.set_viewport_size({"width": 390, "height": 844})
    for name in ("theme", "fees", "fares", "reviews", "keeping"):
        browser_page.goto(live_server.url + reverse(f"shop-desk-{name}"))
        accessible(browser_page, f"shop-desk-{name}-phone")
        cells = browser_page.locator(".sheet input:visible")
        narrow = cells.evaluate_all("list => list.filter(one => one.clientWidth < 72).length")
        assert narrow == 0, f"{name} has a cell too narrow to be read"


def test_a_part_of_the_first_page_goes_only_after_somebody_said_yes(
    browser_page: Any, live_server: Any, sign_in: Callable[[Any, Any, Any], None]
) -> None:
    _filled()
    sign_in(browser_page, live_server, Staff.objects.get(login="desk1"))
    browser_page.goto(live_server.url + reverse("shop-desk-front"))
    browser_page.locator("[value^='remove:']").click()
    browser_page.locator("dialog[open][aria-label=確認]").wait_for()
    browser_page.keyboard.press("Escape")
    assert Block.objects.count() == 1
    browser_page.locator("[value^='remove:']").click()
    browser_page.locator("dialog[open][aria-label=確認] footer button").last.click()
    browser_page.get_by_text("まだ決めていません").wait_for()
    assert not Block.objects.exists()
