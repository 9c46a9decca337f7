"""The pages of letters in a browser: nothing for axe to find, nothing sideways, a preview while one types."""

import pytest

from hanjo.channels.models import Channel

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser_page, live_server, hana, sign_in):
    """Hana at her desk, in a house with one channel."""
    Channel.objects.create(
        code="shop", name="店", letter="店", prefix="S", format="own", sender_email="a@example.jp"
    )
    sign_in(browser_page, live_server, hana)
    return browser_page


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_pages_of_letters_are_accessible_and_fit_a_phone(desk, live_server, accessible, width):
    desk.set_viewport_size({"width": width, "height": 844})
    for name, path in {
        "texts": "/settings/mails/",
        "text": "/settings/mails/pay/?language=en",
        "must": "/settings/mails/reset_password/",
    }.items():
        desk.goto(f"{live_server.url}{path}")
        accessible(desk, f"mail-{name}-{width}")


def test_the_preview_follows_what_is_typed_and_says_what_is_missing(desk, live_server):
    desk.goto(f"{live_server.url}/settings/mails/reset_password/")
    desk.fill("[name=body]", "こちらです: {{ link }}")
    desk.wait_for_selector("#letter .prose:has-text('こちらです: https://shop.example.jp/')")
    desk.fill("[name=body]", "リンクのない文面")
    desk.wait_for_selector("#letter :text('必ず入れてください')")
