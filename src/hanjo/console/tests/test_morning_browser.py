"""The morning in a real browser: stops cleared by keyboard alone, pages that everybody can use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hanjo.channels import commands as channels
from hanjo.channels import malls
from hanjo.inventory.tests.makers import BY
from hanjo.orders.models import Order
from hanjo.orders.tests.makers import KOBE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def three(take) -> list[Order]:
    made = []
    for n in range(3):
        other = replace(KOBE, name=f"見本 {n}号", phone=f"078-000-{n:04d}", city="神戸市灘区")
        made.append(take(f"k{n}", recipient=other, buyer=other))
    return made


def test_three_stops_are_cleared_by_keyboard_alone(browser_page, live_server, sign_in, hana, take) -> None:
    orders = three(take)
    sign_in(browser_page, live_server, hana)
    browser_page.goto(f"{live_server.url}/triage/")
    browser_page.keyboard.press("n")
    browser_page.get_by_text("3 件中 2 件目").wait_for()
    browser_page.keyboard.press("y")
    browser_page.get_by_text("2 件中 2 件目").wait_for()
    browser_page.keyboard.press("Control+z")
    browser_page.get_by_text("3 件中 2 件目").wait_for()
    browser_page.keyboard.press("y")
    browser_page.get_by_text("2 件中 2 件目").wait_for()
    browser_page.keyboard.press("s")
    browser_page.get_by_text("1 件中 1 件目").wait_for()
    browser_page.keyboard.press("h")
    browser_page.get_by_text("確認待ちは 0 件です").wait_for()
    stages = [Order.objects.get(pk=order.pk) for order in orders]
    assert [(one.stage, one.city) for one in stages] == [
        ("held", "神戸市灘区"),
        ("ready", "神戸市中央区"),
        ("ready", "神戸市灘区"),
    ]


def test_the_mapper_tries_a_changed_column_at_once(browser_page, live_server, sign_in, hana, goods) -> None:
    path = Path(malls.__file__).parent / "generic/samples/own_shop.csv"
    channels.save_channel("own", by=BY, name="自社", letter="自", prefix="J", format="generic")
    with path.open("rb") as stream:
        file = channels.store_file([(path.name, stream)], channel="own", by=BY)
    sign_in(browser_page, live_server, hana)
    browser_page.goto(f"{live_server.url}/imports/{file.pk}/mapping/")
    browser_page.get_by_text("注文 2 件").wait_for()
    browser_page.select_option("#col-quantity", "")
    browser_page.get_by_text("あと 1 か所を決めてください").wait_for()
    browser_page.select_option("#col-quantity", "数量")
    browser_page.get_by_text("注文 2 件").wait_for()


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_the_pages_of_the_morning_are_for_everybody(
    browser_page, live_server, sign_in, hana, take, accessible, width: int, height: int, scheme: str
) -> None:
    three(take)
    take("pay", pay_policy="after_paid", pay_kind="bank", pay_method="ふしぎ払い")
    path = Path(malls.__file__).parent / "generic/samples/own_shop.csv"
    channels.save_channel("own", by=BY, name="自社", letter="自", prefix="J", format="generic")
    with path.open("rb") as stream:
        file = channels.store_file([(path.name, stream)], channel="own", by=BY)
    channels.save_listing("shop", [("x-1", "TEA")], by=BY)
    browser_page.set_viewport_size({"width": width, "height": height})
    browser_page.emulate_media(color_scheme=scheme)
    sign_in(browser_page, live_server, hana)
    for address in (
        "/",
        "/triage/",
        "/triage/many/?check=postcode_city",
        "/imports/",
        f"/imports/{file.pk}/mapping/",
        "/money/",
        "/jobs/",
        "/audit/",
        "/proofs/",
        "/settings/",
        "/settings/checks/",
        "/settings/pay/",
        "/settings/channels/shop/",
        "/settings/listings/",
        "/settings/places/",
        "/settings/customers/?all=1",
    ):
        browser_page.goto(live_server.url + address)
        accessible(browser_page, f"morning{address.replace('/', '-').partition('?')[0]}{width}")
