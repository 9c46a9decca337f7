"""検品 in a real browser: a scanner that types, a full-screen verdict, a second device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    """The frame around a page (menu, search) belongs to the console and asks questions of its own."""
    settings.HANJO_SHELL_CONTEXT = ()


def test_a_scanner_that_types_packs_an_order_and_a_second_device_follows(
    browser_page: Any, live_server: Any, sign_in: Callable[..., None], ken: Any
) -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1, "TOWEL": 1})
    [row] = made_up.instruct(order)
    page = browser_page
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, ken)
    page.goto(live_server.url + reverse("fulfilment-scan"))
    page.keyboard.type(order.number, delay=3)
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("fulfilment-scan-order", args=[row.pk]))
    page.keyboard.type("TOWEL2", delay=3)
    page.keyboard.press("Enter")
    page.wait_for_selector(".scan-flash.ng")
    assert queries.scan_state(row.pk).left == 2
    page.click(".scan-flash.ng")
    page.wait_for_selector(".scan-flash", state="detached")
    page.keyboard.type("4901234567894", delay=3)
    page.keyboard.press("Enter")
    page.wait_for_selector("#scan-state [data-verdict=ok]")
    assert queries.scan_state(row.pk).left == 1
    commands.scan(row.pk, "TOWEL", key="colleague", by=BY)
    page.wait_for_selector("text=検品完了", timeout=8000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


STUMBLE = """async (code) => {
  const told = { bubbles: true, cancelable: true };
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ...told }));
  for (const [at, key] of [...code].entries()) {
    press(key);
    const until = performance.now() + (at === 6 ? 70 : 0);
    while (performance.now() < until) { /* the scanner stumbles */ }
  }
  press("Enter");
}"""


def test_a_scanner_that_stumbles_once_does_not_send_half_a_code(
    browser_page: Any, live_server: Any, sign_in: Callable[..., None], ken: Any
) -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2}))
    page = browser_page
    sign_in(page, live_server, ken)
    page.goto(live_server.url + reverse("fulfilment-scan-order", args=[row.pk]))
    page.wait_for_selector("form[data-scan][data-armed]")
    page.evaluate(STUMBLE, "4901234567894")
    page.wait_for_selector("#scan-state [data-verdict=ok]")
    assert queries.scan_state(row.pk).left == 1


def test_the_preview_opens_over_the_desk_and_one_press_makes_the_wave(
    browser_page: Any, live_server: Any, sign_in: Callable[..., None], hana: Any
) -> None:
    made_up.shop()
    made_up.take([("1", {"CUP": 1}), ("2", {"FISH": 1})])
    page = browser_page
    sign_in(page, live_server, hana)
    page.goto(live_server.url + reverse("fulfilment-desk"))
    page.keyboard.press("s")
    page.wait_for_selector("#dialog[open]")
    assert "2 件中 2 件を出荷指示できます。" in page.inner_text("#dialog")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/shipping/waves/**")
    assert "ウェーブ" in page.title()
