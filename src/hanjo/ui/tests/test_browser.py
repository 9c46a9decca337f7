"""The story page in a browser: nothing for axe to find, the keyboard works, no request leaves the host."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from hanjo.ui.tests.conftest import Open

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 320])
def test_axe_finds_nothing(opened: Open, width: int, scheme: str) -> None:
    page = opened(width=width, scheme=scheme)
    found = Axe().run(page, options=RULES)
    assert [
        (one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found.response["violations"]
    ] == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_the_page_never_scrolls_sideways(opened: Open, width: int) -> None:
    page = opened(width=width)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


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


def test_rows_are_walked_ticked_and_widened_to_the_whole_condition_by_keyboard(opened: Open) -> None:
    page = opened()
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


def test_letters_typed_into_a_field_or_by_an_ime_fire_nothing(opened: Open) -> None:
    page = opened()
    page.locator("#f-memo").focus()
    page.keyboard.type("jjxx")
    assert page.locator("#board-rows .cur").count() == 0
    page.evaluate(
        "document.body.focus(); document.activeElement.blur();"
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'j', keyCode: 229, isComposing: true, bubbles: true}))"
    )
    assert page.locator("#board-rows .cur").count() == 0


def test_letter_keys_can_be_switched_off(opened: Open) -> None:
    page = opened()
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("j")
    assert page.locator("#board-rows .cur").count() == 0


def test_the_question_mark_lists_the_keys_of_this_page(opened: Open) -> None:
    page = opened()
    page.keyboard.press("?")
    shown = page.locator("#keys-help").inner_text()
    assert "次の行" in shown
    assert "受注" in shown
    page.keyboard.press("Escape")
    assert page.locator("#keys-help").is_hidden()


def test_a_sequence_goes_to_another_page(opened: Open) -> None:
    page = opened()
    page.keyboard.press("g")
    page.keyboard.press("w")
    assert page.url.endswith("#shipping")


def test_a_dangerous_press_asks_first_and_offers_to_stop(opened: Open) -> None:
    page = opened()
    page.get_by_role("button", name="一つ戻す").first.click()
    dialog = page.locator("dialog[open]")
    assert "送り状は使えなくなります" in dialog.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "やめる"


def test_normalising_touches_codes_and_never_names(opened: Open) -> None:
    page = opened()
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


def test_the_phone_has_its_tab_bar_and_a_drawer_without_script(opened: Open) -> None:
    page = opened(width=390, script=False)
    assert page.locator(".foot-tabs a").count() == 4
    page.get_by_role("button", name="メニュー", exact=True).click()
    assert page.locator("#drawer").is_visible()
