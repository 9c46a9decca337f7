"""The order desk in a browser: hands stay on the keys, nothing for axe to find, nothing sideways on a phone."""

import pytest

from hanjo.orders.models import Order
from hanjo.staff.models import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser_page, live_server, hana, many, stopped, sign_in):
    """Hana's board with a morning on it."""
    many(6)
    sign_in(browser_page, live_server, hana)
    browser_page.goto(f"{live_server.url}/orders/?stage=ready")
    browser_page.wait_for_selector("#board-rows .br")
    browser_page.wait_for_load_state("networkidle")
    return browser_page


def held():
    return Order.objects.filter(held_by_hand=True).count()


def test_orders_are_walked_ticked_held_and_let_go_again_by_keyboard(desk):
    for key in ("j", "x", "j", "j", "k", "x"):
        desk.keyboard.press(key)
    assert desk.locator("[data-bulk-count]").inner_text() == "2 件選択"
    desk.keyboard.press("h")
    desk.wait_for_selector("#dialog[open] .sum")
    assert "2 件中" in desk.locator("#dialog .sum").inner_text()
    assert held() == 0
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("#toasts .toast")
    assert "2 件を保留にしました" in desk.locator("#toasts").inner_text()
    assert held() == 2
    desk.keyboard.press("Control+z")
    desk.wait_for_selector("#toasts .toast:has-text('元に戻しました')")
    assert held() == 0


def test_an_instruction_is_looked_at_before_it_is_given(desk):
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    desk.keyboard.press("s")
    desk.wait_for_selector("#dialog[open] .sum")
    assert "出荷指示" in desk.locator("#dialog h2").inner_text()
    desk.keyboard.press("Escape")
    assert Order.objects.filter(stage="work").count() == 0


def test_space_shows_an_order_beside_the_list_and_enter_opens_it(desk):
    desk.keyboard.press("j")
    desk.keyboard.press("Space")
    desk.wait_for_selector("#peek[open] .peek-head")
    number = desk.locator("#peek .peek-head .grow").inner_text()
    desk.keyboard.press("o")
    desk.wait_for_url(f"**/orders/{number}/**")
    assert desk.locator("h1").inner_text() == number


def test_one_field_changes_in_its_row(desk):
    row = desk.locator("#board-rows .br").first
    row.locator(".inplace").last.click()
    row.locator("select[name=assignee]").wait_for()
    desk.wait_for_timeout(300)  # a hand is never quicker than the part that has just been swapped in
    row.locator("select[name=assignee]").select_option("hana")
    desk.wait_for_selector("#toasts .toast")
    assert "花田 はな" in desk.locator("#board-rows .br").first.inner_text()
    assert Order.objects.filter(assignee="hana").count() == 1


def test_a_stop_is_cleared_with_its_key(desk, live_server, stopped):
    desk.goto(f"{live_server.url}/orders/{stopped.number}/")
    desk.wait_for_load_state("networkidle")
    desk.keyboard.press("y")
    desk.wait_for_selector("#toasts .toast")
    assert Order.objects.get(pk=stopped.pk).city == "神戸市中央区"


def test_a_form_that_is_refused_keeps_what_was_typed_in_its_dialog(desk, live_server, stopped):
    desk.goto(f"{live_server.url}/orders/{stopped.number}/")
    desk.wait_for_load_state("networkidle")
    desk.click("a[href*='/edit/lines/']")
    desk.wait_for_selector("#dialog[open] input[name=new_sku]")
    desk.fill("#dialog input[name=new_sku]", "NOPE")
    desk.locator("#dialog footer .btn.p").click()
    desk.wait_for_selector("#dialog .refusal")
    assert desk.input_value("#dialog input[name=new_sku]") == "NOPE"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_desk(desk, live_server, stopped, scheme, accessible):
    desk.emulate_media(color_scheme=scheme)
    ready = Order.objects.filter(stage="ready").first()
    pages = ["/orders/", "/orders/?stage=held", f"/orders/{stopped.number}/", f"/orders/{ready.number}/",
             f"/orders/{ready.number}/edit/address/", f"/orders/{ready.number}/edit/lines/",
             f"/orders/{ready.number}/edit/paid/", "/console/search/?q=H-1"]  # fmt: skip
    for path in pages:
        desk.goto(live_server.url + path)
        desk.wait_for_load_state("networkidle")
        accessible(desk, path.strip("/").replace("/", "-").replace("?", "-"))


def test_no_page_scrolls_sideways_on_a_phone(desk, live_server, stopped):
    desk.set_viewport_size({"width": 390, "height": 844})
    wide = {}
    for path in (
        "/orders/",
        f"/orders/{stopped.number}/",
        f"/orders/{stopped.number}/edit/lines/",
        "/console/search/?q=H",
    ):
        desk.goto(live_server.url + path)
        desk.wait_for_load_state("networkidle")
        over = desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[path] = over
    assert wide == {}


def test_columns_are_moved_with_arrows_and_stay_when_the_page_comes_back(desk):
    desk.click("text=列")
    desk.wait_for_selector("#columns-dialog[open]")
    goods = desk.locator("#columns-dialog li", has_text="商品")
    for _ in range(3):
        goods.get_by_role("button", name="商品 を上へ").press("Enter")
    desk.locator("#columns-dialog").get_by_label("社内メモ", exact=True).check()
    desk.click("text=この並びにする")
    desk.wait_for_selector("#board-rows .br")
    shown = [word.strip() for word in desk.locator(".head-row [role=columnheader]").all_inner_texts()]
    assert shown[1:4] == ["モール", "商品", "受注番号"]
    assert "社内メモ" in shown
    assert Staff.objects.get(login="hana").board_columns["orders"][:3] == ["mall", "goods", "number"]


def width_of(desk, name):
    return round(desk.locator(f'[data-grip="{name}"]').locator("..").bounding_box()["width"])


def test_a_column_is_dragged_wider_and_narrowed_by_key_and_both_are_kept(desk):
    desk.goto(desk.url)
    desk.wait_for_selector("[data-grip=goods]")
    before = width_of(desk, "goods")
    edge = desk.locator("[data-grip=goods]").bounding_box()
    desk.mouse.move(edge["x"] + 4, edge["y"] + 8)
    desk.mouse.down()
    desk.mouse.move(edge["x"] + 124, edge["y"] + 8, steps=5)
    with desk.expect_response("**/me/widths/") as kept:
        desk.mouse.up()
    assert kept.value.status == 204
    wide = width_of(desk, "goods")
    assert abs(wide - before - 120) <= 16
    desk.focus("[data-grip=dest]")
    with desk.expect_response("**/me/widths/"):
        desk.keyboard.press("ArrowLeft")
    narrow = width_of(desk, "dest")
    desk.reload()
    desk.wait_for_selector("[data-grip=goods]")
    assert (width_of(desk, "goods"), width_of(desk, "dest")) == (wide, narrow)
    desk.focus("[data-grip=goods]")
    with desk.expect_response("**/me/widths/"):
        desk.keyboard.press("Home")
    assert [one.split(":")[0] for one in Staff.objects.get(login="hana").board_columns["orders#width"]] == [
        "dest"
    ]
