"""Parts that come back from the server: dialogs, refusals, jobs, scans, searches; each answered by a stand-in route."""

from typing import Any

import pytest
from django.template import engines
from playwright.sync_api import Page, Route, expect

from hanjo.ui.tests.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PUT = """([html]) => {
  const box = document.createElement('div');
  box.innerHTML = html;
  document.querySelector('main').prepend(box);
  window.htmx.process(box);
  document.dispatchEvent(new CustomEvent('hanjo:swapped'));
}"""


def drawn(source: str, **context: Any) -> str:
    return engines["jinja2"].env.from_string(source).render(**context)


def answer(
    page: Page, path: str, html: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> list[Any]:
    asked: list[Any] = []

    def reply(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(
            status=status, body=html, headers={"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        )

    page.route(f"**{path}*", reply)
    return asked


def put(page: Page, html: str) -> None:
    page.evaluate(PUT, [html])


def test_what_is_swapped_into_the_dialog_opens_it_and_can_be_left(opened: Open) -> None:
    page = opened()
    asked = answer(
        page, "/part/", drawn("{% call ui.dialog_content('保留にする') %}<p>本文</p>{% endcall %}")
    )
    put(page, '<button id="go" hx-post="/part/" hx-target="#dialog-body">開く</button>')
    page.locator("#go").click()
    expect(page.locator("#dialog")).to_be_visible()
    assert len(asked[0].headers["x-csrftoken"]) > 20
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "go"


def test_a_refusal_is_shown_where_the_answer_was_expected(opened: Open) -> None:
    page = opened()
    answer(page, "/part/", drawn("{{ ui.refusal('在庫が足りません', '空き 3', '待つ') }}"), status=422)
    put(page, '<div id="spot"></div><button id="go" hx-post="/part/" hx-target="#spot">する</button>')
    page.locator("#go").click()
    expect(page.locator("#spot .refusal")).to_be_visible()


def test_a_broken_answer_leaves_the_page_and_says_so(opened: Open) -> None:
    page = opened()
    answer(page, "/part/", "Traceback", status=500)
    put(page, '<div id="spot">前のまま</div><button id="go" hx-post="/part/" hx-target="#spot">する</button>')
    page.locator("#go").click()
    expect(page.locator("#toasts .toast.danger")).to_contain_text("処理できませんでした（500）")
    assert page.locator("#spot").inner_text() == "前のまま"


def test_an_error_is_seen_above_an_open_dialog(opened: Open) -> None:
    page = opened()
    answer(page, "/part/", "", status=500)
    page.evaluate("document.querySelector('#story-dialog').showModal()")
    page.evaluate("window.htmx.ajax('post', '/part/', {target: '#dialog-body'})")
    toast = page.locator("#toasts .toast.danger")
    expect(toast).to_be_visible()
    box = toast.bounding_box()
    assert box
    spot = f"document.elementsFromPoint({box['x'] + 20}, {box['y'] + 20})"
    assert page.evaluate(f"document.querySelector('#toasts').matches(':popover-open') && {spot}.length > 0")


def test_a_sentence_with_a_way_back_is_undone_by_its_key(opened: Open) -> None:
    page = opened()
    header = '{"hanjo:say": {"text": "hold", "tone": "ok", "undo": "/undo/7/"}}'
    answer(page, "/part/", "", headers={"HX-Trigger": header})
    asked = answer(page, "/undo/7/", "<!doctype html><title>x</title>")
    put(page, '<div id="spot"></div><button id="go" hx-post="/part/" hx-target="#spot">する</button>')
    page.locator("#go").click()
    expect(page.locator("#toasts [data-undo]")).to_be_visible()
    page.keyboard.press("Control+z")
    page.wait_for_url("**/undo/7/")
    assert asked[0].method == "POST"
    assert "csrfmiddlewaretoken=" in (asked[0].post_data or "")


def test_a_running_job_is_asked_again_until_it_is_done(opened: Open) -> None:
    page = opened()
    asked = answer(
        page, "/job/", drawn("{{ ui.job_card('出荷指示', done=9, total=9, state='done', id='j') }}")
    )
    put(page, drawn("{{ ui.job_card('出荷指示', url='/job/', done=1, total=9, id='j') }}"))
    expect(page.locator("#j .top")).to_contain_text("9 / 9", timeout=6000)
    page.wait_for_timeout(1500)
    assert len(asked) == 1
    expect(page.locator("#live")).to_contain_text("9 / 9")


def test_a_job_card_stays_when_the_answer_is_not_a_card(opened: Open) -> None:
    page = opened()
    asked = answer(
        page, "/job/", "<!doctype html><html><head><meta charset='utf-8'></head><body>x</body></html>"
    )
    put(page, drawn("{{ ui.job_card('出荷指示', url='/job/', done=1, total=9, id='j') }}"))
    page.wait_for_timeout(1500)
    assert len(asked) == 1
    expect(page.locator("#j .top")).to_contain_text("1 / 9")


SCAN = (
    "<div id='scan-state'></div>{{ ui.scan_box('/scan/', '', fields={'wave': 3}) }}"
    "<form><input id='other'></form>"
)
BURST = """(codes) => { for (const [key, code] of codes) {
  (document.activeElement || document.body).dispatchEvent(
    new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}));
} }"""


def burst(page: Page, text: str, *, full_width: bool = False) -> None:
    keys = [["Process" if full_width else sign, f"Digit{sign}"] for sign in text]
    page.evaluate(BURST, [*keys, ["Enter", "Enter"]])


@pytest.mark.parametrize("ime", [False, True], ids=["plain", "with the IME on"])
def test_a_scanner_is_heard_wherever_the_focus_is(opened: Open, ime: bool) -> None:
    page = opened()
    asked = answer(page, "/scan/", drawn("{{ ui.scan_result('ok', title='そば猪口') }}"))
    put(page, drawn(SCAN))
    burst(page, "4901234567894", full_width=ime)
    expect(page.locator("#scan-state .verdict.ok")).to_be_visible()
    assert "code=4901234567894" in (asked[0].post_data or "")
    assert "wave=3" in (asked[0].post_data or "")
    assert page.locator("#board-rows .cur").count() == 0


def test_a_wrong_item_covers_the_screen_until_a_hand_takes_it_away(opened: Open) -> None:
    page = opened()
    answer(page, "/scan/", drawn("{{ ui.scan_result('ng', title='この注文の品ではありません') }}"))
    put(page, drawn(SCAN))
    burst(page, "4901234567894")
    sheet = page.locator(".scan-flash.ng")
    expect(sheet).to_be_visible()
    page.wait_for_timeout(900)
    expect(sheet).to_be_visible()
    sheet.click()
    expect(sheet).to_have_count(0)


def test_slow_typing_is_not_taken_for_a_scanner(opened: Open) -> None:
    page = opened()
    asked = answer(page, "/scan/", "")
    put(page, drawn(SCAN))
    page.locator("#other").focus()
    page.keyboard.type("49012345", delay=80)
    page.keyboard.press("Tab")
    assert asked == []
    assert page.locator("#other").input_value() == "49012345"


def test_the_palette_finds_pages_at_once_and_the_rest_from_the_server(opened: Open) -> None:
    page = opened()
    found = (
        "{{ ui.hits([('受注', [{'label': 'R-102414', 'url': '#found', 'note': '髙橋', 'icon': 'inbox'}])]) }}"
    )
    page.evaluate("document.querySelector('[data-palette-input]').setAttribute('hx-get', '/search/')")
    answer(page, "/search/", drawn(found))
    page.evaluate("window.htmx.process(document.querySelector('#palette'))")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette .hit").first).to_contain_text("今日")
    page.keyboard.type("102414")
    expect(page.locator("#palette .hit")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**#found")


def test_seven_digits_bring_the_town_and_never_overwrite_what_was_typed(opened: Open) -> None:
    page = opened()
    body = '[{"prefecture": "兵庫県", "city": "神戸市中央区", "line1": "加納町"}]'
    answer(page, "/postcode/", body, headers={"Content-Type": "application/json"})
    put(page, drawn("{{ ui.address('x_', {'city': '手で入れた市'}, lookup_url='/postcode/') }}"))
    page.locator("#f-x_postcode").fill("６５０ー０００１")
    expect(page.locator("#f-x_prefecture")).to_have_value("兵庫県")
    expect(page.locator("#f-x_line1")).to_have_value("加納町")
    assert page.locator("#f-x_city").input_value() == "手で入れた市"
    assert page.evaluate("document.activeElement.id") == "f-x_line1"
