"""The staff pages in a browser: they look as they should, work by keyboard, and hurt no rule."""

from __future__ import annotations

from typing import Any

import pyotp
import pytest

from hanjo.kernel.actor import Actor
from hanjo.staff import commands
from hanjo.staff.models import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "himitsu-no-kagi-2026"
PHONE = {"width": 390, "height": 844}


def test_signing_in_with_two_steps_by_keyboard(
    browser_page: Any, live_server: Any, hana: Staff, accessible: Any
) -> None:
    totp = pyotp.parse_uri(commands.enrol_totp(hana, by=Actor.system("test")))
    assert isinstance(totp, pyotp.TOTP)
    codes = commands.confirm_totp(hana, totp.now(), by=Actor.system("test"))
    page = browser_page
    page.goto(f"{live_server.url}/me/")
    accessible(page, "login")
    page.keyboard.type("hana")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    accessible(page, "login-wrong")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="確認コード").wait_for()
    accessible(page, "login-code")
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="自分の設定").wait_for()


@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_every_staff_page_is_accessible_and_fits(
    browser_page: Any,
    live_server: Any,
    hana: Staff,
    ken: Staff,
    sign_in: Any,
    accessible: Any,
    size: str,
    scheme: str,
) -> None:
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    if size == "phone":
        page.set_viewport_size(PHONE)
    sign_in(page, live_server, hana)
    addresses = {
        "me": "/me/",
        "keys": "/me/keys/",
        "two-step": "/me/two-step/",
        "people": "/settings/staff/",
        "person": f"/settings/staff/{ken.pk}/",
        "new-person": "/settings/staff/new/",
        "roles": "/settings/roles/",
        "role": "/settings/roles/warehouse/",
        "tokens": "/settings/tokens/",
        "api": "/api/v1/docs",
        "nowhere": "/nowhere/",
    }
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        accessible(page, f"{name}-{size}-{scheme}")


def test_own_keys_act_and_are_shown_in_place_of_the_listed_ones(
    browser_page: Any, live_server: Any, hana: Staff, sign_in: Any
) -> None:
    page = browser_page
    sign_in(page, live_server, hana)
    page.goto(f"{live_server.url}/me/keys/")
    page.get_by_label("移動のはじめの 1 文字").fill("z")
    page.locator('[name="key g o"]').fill("q")
    page.locator('[name="key /"]').fill("alt+f")
    page.keyboard.press("Control+Enter")
    page.get_by_text("キー操作を変えました").wait_for()
    page.evaluate("document.activeElement.blur()")
    assert page.locator(".find kbd").inner_text() == "Alt + f"
    page.keyboard.press("?")
    listed = page.locator("[data-keys-list]").inner_text().replace("\n", " ")
    assert "z q 受注" in listed
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.keyboard.press("/")
    assert page.url.endswith("/me/keys/")
    assert page.evaluate("document.activeElement.id") != "find"
    page.keyboard.press("Alt+f")
    assert page.evaluate("document.activeElement.id") == "find"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("z")
    page.keyboard.press("q")
    page.wait_for_url("**/orders/")


def test_with_single_letters_off_only_the_keys_with_alt_and_ctrl_act(
    browser_page: Any, live_server: Any, hana: Staff, sign_in: Any
) -> None:
    commands.set_keys(hana, {"g": "alt+g"}, shortcuts_on=False, by=Actor.system("test"))
    page = browser_page
    sign_in(page, live_server, hana)
    page.goto(f"{live_server.url}/me/keys/")
    assert page.locator(".find kbd").is_hidden()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "find"
    page.keyboard.press("Alt+g")
    page.keyboard.press("o")
    page.wait_for_url("**/orders/")
