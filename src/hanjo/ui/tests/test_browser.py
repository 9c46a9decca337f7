"""The story page in a browser: nothing for axe to find, the keyboard works, no request leaves the host."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = (
    os.environ.get("HANJO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
)
ARGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=ARGS.split())
        yield running
        running.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the story page alone: no sign-in, no database, the same templates, scripts and policy."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    with override_settings(
        ROOT_URLCONF="hanjo.ui.web.urls",
        MIDDLEWARE=["hanjo.ui.csp.middleware", "django.middleware.csrf.CsrfViewMiddleware"],
        HANJO_SHELL_CONTEXT=[],
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        DEBUG=False,
        ALLOWED_HOSTS=["*"],
    ):
        server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
        server.set_app(StaticFilesHandler(WSGIHandler()))
        import threading

        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def opened(browser: Browser, site: str, *, width: int = 1440, scheme: Any = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
    )
    page = context.new_page()
    page.goto(f"{site}/_kit/")
    page.wait_for_function(
        "document.querySelector('[data-bulk]') && !document.querySelector('[data-board] :checked')"
    )
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 320])
def test_axe_finds_nothing(browser: Browser, site: str, width: int, scheme: str) -> None:
    page = opened(browser, site, width=width, scheme=scheme)
    found = Axe().run(page, options=RULES)
    assert [
        (one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found.response["violations"]
    ] == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_the_page_never_scrolls_sideways(browser: Browser, site: str, width: int) -> None:
    page = opened(browser, site, width=width)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.context.close()


def test_no_request_leaves_the_host_and_the_policy_is_never_broken(browser: Browser, site: str) -> None:
    page = browser.new_page()
    outside: list[str] = []
    said: list[str] = []
    page.on(
        "request", lambda request: outside.append(request.url) if not request.url.startswith(site) else None
    )
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{site}/_kit/")
    page.wait_for_load_state("networkidle")
    assert outside == []
    assert said == []
    page.close()


def test_rows_are_walked_ticked_and_widened_to_the_whole_condition_by_keyboard(
    browser: Browser, site: str
) -> None:
    page = opened(browser, site)
    for key in ("j", "x", "j", "Shift+j"):
        page.keyboard.press(key)
    ticked = page.locator('#board-rows [aria-selected="true"]')
    assert ticked.count() == 3
    assert page.locator("[data-bulk-count]").inner_text() == "3 件選択"
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="この条件の 2,431 件すべてを選択").click()
    assert page.locator("[data-bulk-count]").inner_text() == "2,431 件選択"
    assert page.locator("[data-board-all]").input_value() == "1"
    page.keyboard.press("x")
    assert page.locator("[data-bulk-count]").inner_text() == "2,430 件選択"
    assert page.locator('input[name="unticked"]').count() == 1
    page.keyboard.press("Escape")
    assert page.locator("[data-bulk]").is_hidden()
    assert page.locator("[data-board-all]").input_value() == ""
    page.context.close()


def test_letters_typed_into_a_field_or_by_an_ime_fire_nothing(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.locator("#f-memo").focus()
    page.keyboard.type("jjxx")
    assert page.locator("#board-rows .cur").count() == 0
    page.evaluate(
        "document.body.focus(); document.activeElement.blur();"
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'j', keyCode: 229, isComposing: true, bubbles: true}))"
    )
    assert page.locator("#board-rows .cur").count() == 0
    page.context.close()


def test_letter_keys_can_be_switched_off(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("j")
    assert page.locator("#board-rows .cur").count() == 0
    page.context.close()


def test_the_question_mark_lists_the_keys_of_this_page(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.keyboard.press("?")
    shown = page.locator("#keys-help").inner_text()
    assert "次の行" in shown
    assert "受注" in shown
    page.keyboard.press("Escape")
    assert page.locator("#keys-help").is_hidden()
    page.context.close()


def test_a_sequence_goes_to_another_page(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.keyboard.press("g")
    page.keyboard.press("w")
    assert page.url.endswith("#shipping")
    page.context.close()


def test_a_dangerous_press_asks_first_and_offers_to_stop(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.get_by_role("button", name="一つ戻す").first.click()
    dialog = page.locator("dialog[open]")
    assert "送り状は使えなくなります" in dialog.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "やめる"
    page.context.close()


def test_normalising_touches_codes_and_never_names(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.locator("#f-postcode").fill("６５０−０００１")
    page.locator("#f-phone").fill("０３－１２３４ー５６７８")
    page.locator("#f-family_kana").fill("やまだ")
    page.locator("#f-family_name").fill("①㈱髙橋")
    page.locator("#f-city").focus()
    values = [
        page.locator(f"#f-{name}").input_value()
        for name in ("postcode", "phone", "family_kana", "family_name")
    ]
    assert values == ["650-0001", "03-1234-5678", "ヤマダ", "①㈱髙橋"]
    page.context.close()


def test_the_phone_has_its_tab_bar_and_a_drawer_without_script(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/_kit/")
    assert page.locator(".foot-tabs a").count() == 4
    page.get_by_role("button", name="メニュー", exact=True).click()
    assert page.locator("#drawer").is_visible()
    context.close()
