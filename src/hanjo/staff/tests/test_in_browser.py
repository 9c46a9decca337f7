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
